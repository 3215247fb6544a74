"""Deciding between the tables and the model."""

import pytest

from archive.models import Tag
from newsroom.tag.finding.choosing import AGREED, READ, choose
from newsroom.tag.finding.gazetteer import known
from newsroom.tag.finding.pipeline import Entity

PERSON, PLACE, BODY = Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION


def chosen(text: str, *taken: tuple[str, Tag.Kind | None]) -> list[tuple[str, str, str]]:
    """The names of a text in which a model took some words for names."""
    entities = [Entity(text.index(t), text.index(t) + len(t), kind) for t, kind in taken]
    names = choose(text, entities, known(text))
    return [(text[n.start : n.end], str(n.kind), n.identity) for n in names]


@pytest.mark.parametrize(
    ("text", "taken", "kind", "expected"),
    [
        ("les BRICS", "BRICS", PLACE, ("BRICS", "organisation", "seed:brics")),
        ("Seyyed Ali Khamenei", "Seyyed Ali Khamenei", PERSON, ("Ali Khamenei", "person")),
        ("Banque de Russie", "Banque de Russie", BODY, ("Banque de Russie", "organisation")),
        ("la sœur Iran", "sœur Iran", PERSON, ("Iran", "place", "cldr:IR")),
        ("Université Russie", "Université Russie", BODY, ("Université Russie", "organisation")),
        ("Donald Trump", "Trump", BODY, ("Donald Trump", "person", "seed:donald-trump")),
    ],
)
def test_table_wins_except_against_a_longer_name(
    text: str, taken: str, kind: Tag.Kind, expected: tuple[str, ...]
) -> None:
    (found,) = chosen(text, (taken, kind))
    assert found[: len(expected)] == expected


def test_longer_thing_without_a_kind_hides_the_names_in_it() -> None:
    text = "Le Grand Prix de Russie en Russie."
    taken = ("Grand Prix de Russie", None)
    assert chosen(text, taken) == [("Russie", "place", "cldr:RU")]


def test_reading_over_two_known_names_gives_both() -> None:
    text = "L'ONU Vladimir Poutine"
    assert [name for name, *_ in chosen(text, ("ONU Vladimir Poutine", BODY))] == [
        "ONU",
        "Vladimir Poutine",
    ]


def test_party_before_its_member_is_no_part_of_the_person() -> None:
    assert [name for name, *_ in chosen("le RN Jean Roy", ("RN Jean Roy", PERSON))] == [
        "RN",
        "Jean Roy",
    ]


@pytest.mark.parametrize("kind", [PERSON, BODY])
@pytest.mark.parametrize(
    ("text", "taken", "identity"),
    [
        ("du Figaro Sophie Delatour", "Figaro Sophie Delatour", "seed:le-figaro"),
        ("selon Reuters Jean-Paul Lambert", "Reuters Jean-Paul Lambert", "seed:reuters"),
    ],
)
def test_body_and_the_person_after_it_are_two(
    text: str, taken: str, identity: str, kind: Tag.Kind
) -> None:
    body, _, person = taken.partition(" ")
    found = chosen(text, (taken, kind))
    assert found == [(body, "organisation", identity), (person, "person", "")]


@pytest.mark.parametrize("taken", ["Reuters Hongrie Libre", "Reuters Sophie", "Gazette Sophie Roy"])
def test_what_is_no_first_and_last_name_stays_with_the_body(taken: str) -> None:
    assert chosen(taken, (taken, BODY)) == [(taken, "organisation", "")]


def test_confidence_is_highest_where_both_agree() -> None:
    text = "Iran, Bidul"
    entities = [Entity(0, 4, PLACE), Entity(6, 11, BODY)]
    assert [name.confidence for name in choose(text, entities, known(text))] == [AGREED, READ]
