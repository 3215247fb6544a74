"""A histogram of articles by date, as bars that lead somewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as in_words

from archive.calendar import Span

HEIGHT, STEP = 64, 10  # of the drawing, in its own units: a bar stands on a step
SHORT = 62  # days up to which each day has its bar
MOST = 60  # bars above which months give way to years
LEAST = 12  # bars in whose width few are drawn


@dataclass(frozen=True, slots=True)
class Bar:
    """A run of days: how many articles it holds, where it leads, and its rectangle."""

    label: str
    count: int
    address: str
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars in order of time, gaps included; `unit` is what each stands for."""

    bars: list[Bar]
    unit: str
    width: int
    height: int = HEIGHT
    step: int = STEP

    @property
    def since(self) -> str:
        """The first bar in words."""
        return self.bars[0].label

    @property
    def until(self) -> str:
        """The last bar in words."""
        return self.bars[-1].label

    @property
    def filled(self) -> list[Bar]:
        """The bars that hold articles."""
        return [bar for bar in self.bars if bar.count]


def chart(days: Mapping[date, int], address: Callable[[Span], str]) -> Chart | None:
    """A chart of the articles of each day; None where there are not two bars to compare.

    Days have a bar each in a run of two months, else months, else years.
    """
    held = sorted(on for on, count in days.items() if count)
    if not held or held[0] == held[-1]:
        return None
    unit = _unit(held[0], held[-1])
    spans = _spans(held[0], held[-1], unit)
    if len(spans) < 2:
        return None
    counts, n = [0] * len(spans), 0
    for on in held:
        while spans[n].last < on:
            n += 1
        counts[n] += days[on]
    most = max(counts)
    bars = [_bar(n, span, counts[n], most, unit, address) for n, span in enumerate(spans)]
    return Chart(bars, unit, max(len(bars), LEAST) * STEP)


def daily(days: Mapping[date, int], first: date, last: date) -> Chart:
    """A chart with a bar for every day from the first to the last; they lead nowhere."""
    spans = _spans(first, last, "day")
    counts = [days.get(span.first, 0) for span in spans]
    most = max(counts)
    bars = [_bar(n, span, counts[n], most, "day", lambda _: "") for n, span in enumerate(spans)]
    return Chart(bars, "day", max(len(bars), LEAST) * STEP)


def _unit(first: date, last: date) -> str:
    if (last - first).days < SHORT:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return "month" if months <= MOST else "year"


def _span(on: date, unit: str) -> Span:
    if unit == "day":
        return Span(on, on)
    return Span.month(on.year, on.month) if unit == "month" else Span.year(on.year)


def _spans(first: date, last: date, unit: str) -> list[Span]:
    """Every span from the first day's to the last day's, gaps included."""
    spans = [_span(first, unit)]
    while spans[-1].last < last:
        spans.append(_span(date.fromordinal(spans[-1].last.toordinal() + 1), unit))
    return spans


def _bar(
    n: int, span: Span, count: int, most: int, unit: str, address: Callable[[Span], str]
) -> Bar:
    words = {"day": "j F Y", "month": "F Y", "year": "Y"}[unit]
    # What is not nothing is seen.
    height = max(3, HEIGHT * count // most) if count else 0
    label = in_words(span.first, words)
    return Bar(label, count, address(span) if count else "", n * STEP, HEIGHT - height, height)
