"""Authors in bylines."""

import pytest

from archive.citing.names import Name, names_in, one_line
from tests.archive.citing.making import hostile

DUPONT, DURAND = Name("Dupont", "Jean"), Name("Durand", "Marie-Ève")
AFP = Name("AFP", is_group=True)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("", ()),
        ("  \n ", ()),
        ("Jean Dupont", (DUPONT,)),
        ("Par Jean Dupont", (DUPONT,)),
        ("Jean Dupont et Marie-Ève Durand", (DUPONT, DURAND)),
        ("Jean Dupont, Marie-Ève Durand", (DUPONT, DURAND)),
        ("Jean Dupont avec AFP", (DUPONT, AFP)),
        ("Jean Dupont, avec AFP", (DUPONT, AFP)),
        ("Jean de La Fontaine", (Name("de La Fontaine", "Jean"),)),
        ("J. Dupont", (Name("Dupont", "J."),)),
        ("Anne O’Neill", (Name("O’Neill", "Anne"),)),
        ("La rédaction", (Name("La rédaction", is_group=True),)),
        ("Agence France-Presse", (Name("Agence France-Presse", is_group=True),)),
    ],
)
def test_persons_and_newsrooms_are_told_apart(byline: str, names: tuple[Name, ...]) -> None:
    assert names_in(byline) == names


@pytest.mark.parametrize(
    "byline",
    [
        "Jean Dupont, envoyé spécial à Lyon",
        "notre correspondant",
        "Madonna",
        "jdupont@a.example",
        "Jean Dupont (avec des agences)",
        "Propos recueillis par Jean Dupont",
    ],
)
def test_unclear_byline_stays_whole(byline: str) -> None:
    assert names_in(byline) == (Name(byline),)


def test_name_is_said_both_ways_round() -> None:
    assert (str(DUPONT), DUPONT.inverted) == ("Jean Dupont", "Dupont, Jean")
    assert (str(AFP), AFP.inverted) == ("AFP", "AFP")


def test_one_line_keeps_spaces_that_do_not_break() -> None:
    assert (
        one_line(" «\u202fUn\u00a0pont\u202f»\r\n\t rouvre\u2028")
        == "«\u202fUn\u00a0pont\u202f» rouvre"
    )


def test_no_byline_breaks_the_reading() -> None:
    for seed in range(500):
        for name in names_in(hostile(seed)):
            assert str(name).strip()
            assert str(name).isprintable() or "\u00a0" in str(name) or "\u202f" in str(name)
