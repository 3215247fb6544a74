"""What looks like a name and is none."""

import pytest

from archive.models import Tag
from newsroom.tag.finding.filters import Filter, is_a_people
from newsroom.tag.mentions import Mention, Sentence

PERSON, PLACE, BODY = Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION


def keeps(text: str, surface: str, kind: Tag.Kind = PERSON, identity: str = "") -> bool:
    start = text.index(surface)
    mention = Mention(1, start, start + len(surface), surface, kind, identity)
    return Filter([Sentence(1, text)], [("bidul", ""), ("truc", "person")]).keeps(mention)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Les Danois votent.", "Danois"),
        ("Un mardi de Pâques.", "Pâques"),
        ("Le CO2 monte.", "CO2"),
        ("Guide des bons guides.", "Guide"),
        ("Rendez-vous : le rendez de Rendez.", "Rendez"),
        ("Accélérés, les sons chantent.", "Accélérés"),
        ("Bravissimo !", "Bravissimo"),
        ("La Commission attend.", "Commission"),
        ("Ph. Roy", "Ph"),
        ("Le typhon Yagi approche.", "Yagi"),
        ("La Cour d'appel tranche.", "Cour d'appel"),
        ("le petit roy", "roy"),
        ("Bidul parle.", "Bidul"),
        ("Truc parle.", "Truc"),
    ],
)
def test_word_is_no_person(text: str, surface: str) -> None:
    assert not keeps(text, surface)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Berthier parle.", "Berthier"),
        ("André parle.", "André"),
        ("Il dit que Vallant parle.", "Vallant"),
        ("Macron : « non »", "Macron"),
    ],
)
def test_name_is_kept(text: str, surface: str) -> None:
    assert keeps(text, surface, identity="seed:x" if surface == "Macron" else "")


def test_stop_list_holds_for_known_names_of_its_kind() -> None:
    assert not keeps("Bidul parle.", "Bidul", PLACE, "seed:bidul")
    assert keeps("Il va à Truc.", "Truc", PLACE)


@pytest.mark.parametrize(
    "text",
    [
        "PARIS, 12 mars 2024 (Bidon, exemple) – Le pont rouvre.",
        "Dakar, le 1er oct.\u00a0(Bidon)\u00a0— Le pont rouvre.",
        "(Source\u202f: Bidon)",
        "Crédit : agence Bidon",
        "Bidon, avec A.F.P. et l’agence Reuters",
        "Bidon (avec AFP)",
    ],
)
def test_house_that_the_article_is_of_is_no_place(text: str) -> None:
    assert not keeps(text, "Bidon", PLACE)
    assert not keeps(text, "Bidon", PLACE, "geonames:1")
    assert keeps(text, "Bidon", PLACE, "cldr:FR")
    assert keeps(text, "Bidon", Tag.Kind.ORGANISATION, "seed:bidon")


@pytest.mark.parametrize(
    "text",
    [
        "NOGENT (Bidon) – Le pont rouvre.",
        "À Nogent, 12 blessés (dont 3 à Bidon) selon la mairie.",
        "Le pont de Bidon, avec l’UE",
        "La source : Bidon et ses eaux.",
        "Bidon, 12 mars (AFP) – Le pont rouvre.",
        "PARIS, 12 mars (AFP) – Le pont de Bidon rouvre.",
    ],
)
def test_place_is_kept_where_no_house_stands(text: str) -> None:
    assert keeps(text, "Bidon", PLACE)


def test_short_form_stands_only_with_its_longer_one() -> None:
    text = "La Commission attend."
    known = Filter([Sentence(1, text)], [])
    short = Mention(1, 3, 13, "Commission", BODY)
    assert known.keeps(short)
    assert not known.stands(short)
    assert known.stands(Mention(1, 3, 13, "Commission", BODY, name="Commission européenne"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Suédoises", True), ("Occidentaux", True), ("Chine", False), ("Jean Danois", False)],
)
def test_people_are_known_in_all_their_forms(word: str, expected: bool) -> None:  # noqa: FBT001
    assert is_a_people(word) is expected
