"""Days, months and years as they are typed."""

from datetime import date

import pytest

from archive.calendar import Span
from archive.search.spans import named_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-10-23", date(2024, 10, 23), date(2024, 10, 23)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_named_days(text: str, first: date, last: date) -> None:
    assert named_span(text) == Span(first, last)


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "2024-02-30", "0000", "20241023", "٢٠٢٤"])
def test_what_is_no_date(text: str) -> None:
    assert named_span(text) is None
