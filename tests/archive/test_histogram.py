"""Bars by date."""

from datetime import date

import pytest

from archive.calendar import Span
from archive.histogram import HEIGHT, Chart, chart


def drawn(*held: tuple[date, int]) -> Chart | None:
    return chart(dict(held), lambda span: f"{span.first}..{span.last}")


def test_months_have_a_bar_each_gaps_included() -> None:
    shown = drawn((date(2024, 1, 5), 2), (date(2024, 1, 9), 2), (date(2024, 4, 1), 1))
    assert shown
    assert (shown.unit, [bar.count for bar in shown.bars]) == ("month", [4, 0, 0, 1])
    assert shown.bars[0].address == "2024-01-01..2024-01-31"
    assert (shown.bars[0].height, shown.bars[1].height) == (HEIGHT, 0)
    assert [bar.label for bar in shown.filled] == ["January 2024", "April 2024"]
    assert (shown.since, shown.until) == ("January 2024", "April 2024")


@pytest.mark.parametrize(
    ("last", "unit", "bars"),
    [
        (date(2024, 1, 2), "day", 2),
        (date(2024, 3, 2), "day", 62),
        (date(2024, 3, 3), "month", 3),
        (date(2028, 12, 1), "month", 60),
        (date(2029, 1, 1), "year", 6),
    ],
)
def test_unit_grows_with_the_run(last: date, unit: str, bars: int) -> None:
    shown = drawn((date(2024, 1, 1), 1), (last, 1))
    assert shown
    assert (shown.unit, len(shown.bars)) == (unit, bars)


def test_what_is_not_nothing_is_seen() -> None:
    shown = drawn((date(2024, 1, 1), 100_000), (date(2024, 1, 2), 1))
    assert shown
    assert shown.bars[1].height >= 3


def test_one_day_needs_no_chart() -> None:
    assert drawn() is None
    assert drawn((date(2024, 1, 1), 5)) is None


def test_ends_of_time_can_be_drawn() -> None:
    shown = drawn((date.min, 1), (date.max, 1))
    assert shown
    assert shown.bars[0].address == f"{Span.year(1).first}..{Span.year(1).last}"
