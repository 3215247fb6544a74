"""Which first line is a headline."""

import pytest

from newsroom.ingest.headlines import byline_of, is_headline


@pytest.mark.parametrize(
    "line",
    [
        "Le Parlement adopte le budget",
        "GRÈVE : LES TRAINS À L'ARRÊT",
        "Faut-il avoir peur de l'hiver ?",
        "Le ministre promet « la fin des files »",
        "M. le maire s'en va",
        "Séisme au Japon : 12 blessés",
    ],
)
def test_headline_is_known(line: str) -> None:
    assert is_headline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Le Parlement a adopté le budget.",
        "Le ministre a parlé. Le maire a répondu",
        "PARIS, 23 octobre 2024 (Agence) – Le vote a eu lieu",
        "– Bonjour, dit-il",
        "Il a dit ceci :",
        "mot " * 50,
        "2024",
        "Il vote ce mercredi 23 octobre",
    ],
)
def test_other_first_lines_are_none(line: str) -> None:
    assert not is_headline(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Par la rédaction de Lyon", "la rédaction de Lyon"),
        ("par Une agence", "Une agence"),
        ("Par une nuit d'hiver, il partit.", ""),
        ("Parmi eux, le maire", ""),
        ("Par une nuit sans lune", ""),
    ],
)
def test_byline_is_known(line: str, name: str) -> None:
    assert byline_of(line) == name
