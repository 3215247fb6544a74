"""The calendar: which days, months and years hold articles, and what stands before and after.

An article stands under its published day. One without a date stands under none: it is counted
apart, and stands on a page of its own.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Left

from archive.models.article import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days, `first` and `last` among them."""

    first: date
    last: date

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Span:
        """One day. Raises ValueError where there is none."""
        return cls(date(year, month, day), date(year, month, day))

    @classmethod
    def month(cls, year: int, month: int) -> Span:
        """One month. Raises ValueError where there is none."""
        first = date(year, month, 1)
        return cls(first, first.replace(day=calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Span:
        """One year. Raises ValueError where there is none."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def of(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """The articles that stand under its days."""
        return articles.dated().filter(listed_on__range=(self.first, self.last))

    def undated(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """The articles without a date that were received on its days."""
        return articles.undated().filter(listed_on__range=(self.first, self.last))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest days with articles on both sides of a span, None where there are none."""

    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month's sheet, or a month of a year's, with how many articles it holds.

    `share` is a hundredth part of the fullest one's: what a bar shows.
    """

    on: date
    count: int
    share: int
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its twelve months and how many articles they hold together."""

    on: date
    months: list[Cell]
    count: int


def neighbours(articles: ArticleQuerySet, span: Span) -> Neighbours:
    """Where to go on from a span without meeting an empty day, from two queries."""
    days = articles.dated().values_list("listed_on", flat=True)
    # The first row in the index's own order: nothing is counted or sorted.
    before = days.filter(listed_on__lt=span.first).order_by("-listed_on", "-id").first()
    after = days.filter(listed_on__gt=span.last).order_by("listed_on", "id").first()
    return Neighbours(before, after)


def weeks(articles: ArticleQuerySet, span: Span) -> list[list[Cell]]:
    """A month's days in weeks from Monday, those of its neighbours' not inside, from one query."""
    rows = span.of(articles).values("listed_on").annotate(count=Count("pk")).order_by()
    counts = {row["listed_on"]: row["count"] for row in rows}
    most = max(counts.values(), default=0)
    sheet = list(_sheet(span))
    cells = [
        Cell(on, counts.get(on, 0), _share(counts.get(on, 0), most), on.month == span.first.month)
        for on in sheet
    ]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _sheet(span: Span) -> Iterator[date]:
    """The days of the weeks that a month touches, as far as dates reach."""
    first = span.first.toordinal() - span.first.weekday()
    last = span.last.toordinal() + 6 - span.last.weekday()
    for ordinal in range(first, last + 1):
        if date.min.toordinal() <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


def years(articles: ArticleQuerySet) -> list[Year]:
    """The years that hold articles, newest first, with their twelve months, from one query."""
    # On SQLite TruncMonth would call Python for every article.
    written = Left(Cast("listed_on", CharField()), 7)
    rows = articles.dated().annotate(written=written).order_by().values_list("written")
    counted = rows.annotate(count=Count("pk"))
    counts = {date.fromisoformat(f"{month}-01"): count for month, count in counted}
    most = max(counts.values(), default=0)
    held: defaultdict[int, int] = defaultdict(int)
    for month, count in counts.items():
        held[month.year] += count
    return [_year(year, held[year], counts, most) for year in sorted(held, reverse=True)]


def _year(year: int, count: int, counts: dict[date, int], most: int) -> Year:
    firsts = (date(year, month, 1) for month in range(1, 13))
    months = [Cell(on, counts.get(on, 0), _share(counts.get(on, 0), most)) for on in firsts]
    return Year(date(year, 1, 1), months, count)


def _share(count: int, most: int) -> int:
    """Rounded up, so that what is not nothing is seen."""
    return -(-100 * count // most) if most else 0
