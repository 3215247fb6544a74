"""Cleaning running text."""

from newsroom.ingest.wording import fold, tidy, words


def test_white_space_becomes_one_space() -> None:
    assert tidy("  un\n\tdeux  trois\u2028 ") == "un deux trois"


def test_no_break_spaces_stay() -> None:
    assert tidy("3\u00a0% «\u202foui\u202f»") == "3\u00a0% «\u202foui\u202f»"


def test_what_no_database_holds_goes_out() -> None:
    assert tidy("a\x00b\ud800c\x9fd\ufeff") == "a b\ufffdc d"


def test_words_are_counted_without_numbers() -> None:
    assert words("L'an 2024, un porte-parole") == ["L'an", "un", "porte-parole"]


def test_folding_joins_apostrophes_and_cases() -> None:
    assert fold("L’ÉTÉ\u00a0!") == fold("l'été !")
