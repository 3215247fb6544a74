"""When a story was published."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from newsroom.ingest.datelines import from_document, from_line, inferred
from newsroom.ingest.story import Dateline

RECEIVED = date(2026, 1, 1)
OTHER = "Rien d'autre n'est encore connu."


def guess(*sentences: str) -> tuple[date, str] | None:
    dated = inferred(sentences, not_after=RECEIVED)
    return (dated.on, dated.evidence) if dated else None


@pytest.mark.parametrize(
    ("sentence", "day", "evidence"),
    [
        (
            "Le site a cité aujourd'hui mercredi 23 octobre ses propos.",
            date(2024, 10, 23),
            "aujourd'hui mercredi 23 octobre",
        ),
        ("Il vote ce mercredi 23 octobre.", date(2024, 10, 23), "ce mercredi 23 octobre"),
        (
            "Aujourd’hui, lundi 5 février 2024, il neige.",
            date(2024, 2, 5),
            "Aujourd’hui, lundi 5 février 2024",
        ),
        (
            "PARIS, 23 octobre 2024 (Agence) – Le vote a eu lieu.",
            date(2024, 10, 23),
            "PARIS, 23 octobre 2024 (Agence)",
        ),
        (
            "Lyon, le mercredi 23 octobre – Le vote a eu lieu.",
            date(2024, 10, 23),
            "Lyon, le mercredi 23 octobre",
        ),
    ],
)
def test_french_that_says_today_gives_the_date(sentence: str, day: date, evidence: str) -> None:
    assert guess(sentence, OTHER) == (day, evidence)


@pytest.mark.parametrize(
    "sentences",
    [
        [OTHER],
        ["La réunion aura lieu mercredi 23 octobre."],
        ["PARIS, 23 octobre – Le vote a eu lieu."],
        ["Attendu à Paris, mercredi 23 octobre – il est venu."],
        ["Il vote ce mardi 23 octobre 2024."],
        ["Il vote ce vendredi 2 janvier 2026."],
        ["Il vote ce mercredi 23 octobre.", "Il revient ce jeudi 24 octobre."],
        [OTHER, OTHER, OTHER, "Il vote ce mercredi 23 octobre."],
    ],
)
def test_french_that_does_not_say_today_gives_none(sentences: Sequence[str]) -> None:
    assert guess(*sentences) is None


def test_day_said_twice_counts_anywhere() -> None:
    late = [OTHER] * 5 + ["Il vote ce mercredi 23 octobre."] * 2
    assert guess(*late) == (date(2024, 10, 23), "ce mercredi 23 octobre")


def test_another_day_once_and_late_does_not_count() -> None:
    said = ["Il vote ce mercredi 23 octobre.", *[OTHER] * 5, "Il revient ce jeudi 24 octobre."]
    assert guess(*said) == (date(2024, 10, 23), "ce mercredi 23 octobre")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-10-23", date(2024, 10, 23)),
        ("2024-10-23T23:30:00Z", date(2024, 10, 24)),
        ("2024-10-23T10:00:00+02:00", date(2024, 10, 23)),
        ("2024-10-23T00:30", date(2024, 10, 23)),
        ("Wed, 23 Oct 2024 10:00:00 +0200", date(2024, 10, 23)),
    ],
)
def test_date_of_the_document_is_its_day_in_paris(written: str, day: date) -> None:
    dated = from_document(written)
    assert dated
    assert (dated.on, dated.basis, dated.evidence) == (day, "document", written)


def test_day_alone_has_no_time() -> None:
    dated = from_document("2024-10-23")
    assert dated
    assert dated.at is None


@pytest.mark.parametrize(
    "written", ["", "hier", "23/10/2024", "0001-01-01T00:00:00+10:00", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert from_document(written) is None


def test_line_of_its_own_gives_date_and_time() -> None:
    line = "Publié le mercredi 23 octobre 2024 à 18 h 05"
    at = datetime(2024, 10, 23, 16, 5, tzinfo=UTC)
    assert from_line(line) == Dateline(date(2024, 10, 23), "document", at, line)


def test_date_inside_a_sentence_is_no_line_of_its_own() -> None:
    assert from_line("Le 23 octobre 2024, il pleuvait sur la ville") is None
