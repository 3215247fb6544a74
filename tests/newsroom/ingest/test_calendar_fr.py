"""Dates written in French."""

import re
from datetime import date

import pytest

from newsroom.ingest.calendar_fr import DAY_MONTH, WEEKDAY, YEAR, date_of

WRITTEN = re.compile(rf"(?:{WEEKDAY} )?{DAY_MONTH}{YEAR}?", re.IGNORECASE)


def read(words: str) -> date | None:
    found = WRITTEN.fullmatch(words)
    assert found, words
    return date_of(found, not_after=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("mercredi 23 octobre", date(2024, 10, 23)),
        ("jeudi 1er janvier", date(2026, 1, 1)),
        ("jeudi 23 octobre", date(2025, 10, 23)),
        ("vendredi 29 février", date(2008, 2, 29)),
        ("23 oct. 2024", date(2024, 10, 23)),
        ("1er AOÛT 1999", date(1999, 8, 1)),
    ],
)
def test_day_is_the_latest_that_fits(words: str, day: date) -> None:
    assert read(words) == day


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("23 octobre", "any year fits"),
        ("mardi 23 octobre 2024", "it was a Wednesday"),
        ("vendredi 2 janvier 2026", "it lies after the receipt"),
        ("lundi 31 juin", "there is none"),
    ],
)
def test_what_names_no_day_is_none(words: str, why: str) -> None:
    assert read(words) is None, why
