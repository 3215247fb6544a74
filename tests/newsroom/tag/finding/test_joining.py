"""Names of one article joined: surnames, initials, short forms."""

import pytest

from archive.models import Tag
from newsroom.tag.finding.joining import initials, joined, spells
from newsroom.tag.mentions import Mention

PERSON, PLACE, BODY = Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION


def read(text: str, *marked: tuple[str, Tag.Kind, str]) -> list[tuple[str, str, str]]:
    """Surface, fullest name and identity of the marked names of a text, once they are joined."""
    at, mentions = 0, []
    for surface, kind, identity in marked:
        at = text.index(surface, at)
        mentions.append(Mention(1, at, at + len(surface), surface, kind, identity))
        at += len(surface)
    return [(m.text, m.name, m.identity) for m in joined(mentions, {1: text})]


def test_surname_joins_the_one_longer_name() -> None:
    text = "Jean Dupont parle. Dupont se tait."
    found = read(text, ("Jean Dupont", PERSON, "seed:x"), ("Dupont", PERSON, ""))
    assert found[1] == ("Dupont", "Jean Dupont", "seed:x")


def test_surname_before_its_longer_name_joins_too() -> None:
    text = "Dupont se tait. Jean de Dupont parle."
    found = read(text, ("Dupont", PERSON, ""), ("Jean de Dupont", PERSON, ""))
    assert found[0] == ("Dupont", "Jean de Dupont", "")


def test_surname_of_two_joins_none() -> None:
    text = "Jean Dupont, Marie Dupont et Dupont."
    marked = ("Jean Dupont", PERSON, ""), ("Marie Dupont", PERSON, ""), ("Dupont", PERSON, "")
    assert read(text, *marked)[2] == ("Dupont", "", "")


def test_one_person_under_two_spellings_is_one() -> None:
    text = "Seyyed Ali Khamenei, Ali Khamenei, Khamenei"
    marked = [(name, PERSON, "seed:k") for name in text.split(", ")]
    assert read(text, *marked)[2][0::2] == ("Khamenei", "seed:k")


def test_surname_that_is_known_as_anothers_stays_theirs() -> None:
    text = "Brigitte Macron lit. Macron écrit."
    found = read(text, ("Brigitte Macron", PERSON, "seed:b"), ("Macron", PERSON, "seed:e"))
    assert found[1] == ("Macron", "", "seed:e")


def test_town_that_is_a_surname_here_is_the_person_unless_one_goes_there() -> None:
    text = "Jean Lens parle. Lens se tait. Il va à Lens."
    lens = ("Lens", PLACE, "geonames:1")
    found = read(text, ("Jean Lens", PERSON, ""), lens, lens)
    assert found[1:] == [("Lens", "Jean Lens", ""), ("Lens", "", "geonames:1")]


def test_initials_are_their_long_form_even_against_the_table() -> None:
    text = "La Caisse des dépôts (CDD) et la CDD."
    marked = ("Caisse des dépôts", BODY, ""), ("CDD", PERSON, ""), ("CDD", PLACE, "seed:other")
    assert read(text, *marked)[1:] == [("CDD", "Caisse des dépôts", "")] * 2


def test_initials_in_brackets_are_a_mention() -> None:
    text = "La Caisse des dépôts (CDD)"
    (found,) = initials([Mention(1, 3, 20, "Caisse des dépôts", BODY)], {1: text})
    assert (found.text, text[found.start : found.end], found.kind) == ("CDD", "CDD", BODY)


def test_party_in_brackets_is_not_the_person() -> None:
    text = "Lise Roy (LR)"
    assert list(initials([Mention(1, 0, 8, "Lise Roy", PERSON)], {1: text})) == []


@pytest.mark.parametrize(
    ("long", "short", "expected"),
    [
        ("Organisation mondiale de la santé", "OMS", True),
        ("Commission nationale de l'informatique et des libertés", "Cnil", True),
        ("Organisation mondiale de la santé", "ONU", False),
        ("Parti socialiste", "LR", False),
        ("Nantes", "N", False),
    ],
)
def test_initials_spell_their_long_form(long: str, short: str, expected: bool) -> None:  # noqa: FBT001
    assert spells(long, short) is expected


def test_short_form_joins_the_last_body_that_begins_so() -> None:
    text = "La Cour suprême, la Cour des comptes : la Cour tranche."
    marked = ("Cour suprême", BODY, ""), ("Cour des comptes", BODY, "seed:c"), ("Cour", BODY, "")
    assert read(text, *marked)[2] == ("Cour", "Cour des comptes", "seed:c")


def test_beginning_joins_the_one_longer_name() -> None:
    text = "le musée de la Carte postale et le Musée de la Carte"
    marked = ("musée de la Carte postale", BODY, "seed:m"), ("Musée de la Carte", BODY, "")
    assert read(text, *marked)[1] == ("Musée de la Carte", "musée de la Carte postale", "seed:m")


@pytest.mark.parametrize(
    "longer",
    [
        (("Parc Nord Est", PLACE, ""), ("Parc Nord Ouest", PLACE, "")),
        (("Parc Nord-Est", PLACE, ""),),
        (("Parc Nordique", PLACE, ""),),
        (("Parc Nord Est", BODY, ""),),
        (("Le Parc Nord", PLACE, ""),),
    ],
)
def test_beginning_of_several_or_of_half_a_word_or_of_another_kind_joins_none(
    longer: tuple[tuple[str, Tag.Kind, str], ...],
) -> None:
    text = " ; ".join(surface for surface, *_ in longer) + " ; Parc Nord"
    at = text.rindex("Parc Nord")
    mentions = [
        Mention(1, text.index(s), text.index(s) + len(s), s, kind, identity)
        for s, kind, identity in longer
    ]
    short = Mention(1, at, at + 9, "Parc Nord", PLACE)
    assert joined([*mentions, short], {1: text})[-1] == short


def test_beginning_that_a_table_knows_stays_what_it_is() -> None:
    text = "Airbus Helicopters et Airbus"
    marked = ("Airbus Helicopters", BODY, ""), ("Airbus", BODY, "seed:airbus")
    assert read(text, *marked)[1] == ("Airbus", "", "seed:airbus")


def test_first_name_is_no_beginning_of_a_person() -> None:
    marked = ("Jean Roy", PERSON, ""), ("Jean", PERSON, "")
    assert read("Jean Roy et Jean", *marked)[1] == ("Jean", "", "")


def test_initials_of_a_beginning_follow_it() -> None:
    text = "Le musée de la Carte postale, ou musée de la Carte (MC) : MC."
    marked = ("musée de la Carte postale", BODY, ""), ("musée de la Carte", BODY, "")
    found = read(text, *marked, ("MC", BODY, ""), ("MC", BODY, ""))
    assert {name for _, name, _ in found[1:]} == {"musée de la Carte postale"}


def test_kind_that_most_guesses_have_holds_for_all() -> None:
    mentions = [Mention(1, 0, 5, "Bidul", kind) for kind in (BODY, PERSON, BODY)]
    assert {m.kind for m in joined(mentions, {1: "Bidul"})} == {BODY}
