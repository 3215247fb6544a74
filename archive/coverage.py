"""What is held of each source: since when, how much, with which gaps, and what was taken back.

Only what readers may open is counted, and what an editor withdrew: that an article is hidden
shows nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import urlencode

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.urls import reverse

from archive.calendar import Span
from archive.histogram import Chart, chart
from archive.models import Article, Source
from archive.spread import days

GAP = 30  # days without an article that are worth a word
MOST_GAPS = 10
MOST_NOTICES = 100


@dataclass(frozen=True, slots=True)
class Holding:
    """A source in a list of them. `first` and `last` are dates that articles bear, if any does."""

    source: Source
    count: int
    received_at: datetime
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month with articles: how many, and where they are found."""

    on: date
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without an article, between two with one."""

    span: Span

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.span.last - self.span.first).days + 1


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Articles that were taken back for one reason; `notices` are the newest of them, by id."""

    reason: str
    count: int
    notices: list[int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of a source. `waiting` of the articles have no English yet.

    `gaps` are the longest ones, in order of time; `shorter` counts those left out.
    """

    count: int
    undated: int
    waiting: int
    received_at: datetime | None
    first: date | None
    last: date | None
    months: list[Month]
    chart: Chart | None
    gaps: list[Gap]
    shorter: int
    withdrawn: list[Withdrawal]


def holdings() -> list[Holding]:
    """The sources with an article that readers may open, by name, from three queries."""
    held = Article.objects.published().order_by().values_list("source")
    counted = list(held.annotate(n=Count("pk"), at=Max("capture__received_at")))
    dated = Article.objects.published().dated().filter(source=OuterRef("pk")).values("listed_on")
    # Each is the first row in the index's own order: nothing is read through.
    first = Subquery(dated.order_by("listed_on", "id")[:1])
    last = Subquery(dated.order_by("-listed_on", "-id")[:1])
    sources = Source.objects.annotate(first=first, last=last).in_bulk([pk for pk, _, _ in counted])
    found = [
        Holding(sources[pk], n, at, sources[pk].first, sources[pk].last) for pk, n, at in counted
    ]
    return sorted(found, key=lambda holding: (holding.source.name.casefold(), holding.source.pk))


def coverage(source: Source) -> Coverage:
    """What is held of a source, from three queries."""
    articles = Article.objects.published().filter(source=source)
    waiting = Count("pk", filter=Q(edition__isnull=True))
    told = articles.aggregate(n=Count("pk"), waiting=waiting, at=Max("capture__received_at"))
    held = days(articles)
    silences = sorted(gaps(held), key=lambda gap: gap.days, reverse=True)
    return Coverage(
        count=told["n"],
        undated=told["n"] - sum(held.values()),
        waiting=told["waiting"],
        received_at=told["at"],
        first=min(held, default=None),
        last=max(held, default=None),
        months=_months(held, source),
        chart=chart(held, lambda span: found_in(source, span)),
        gaps=sorted(silences[:MOST_GAPS], key=lambda gap: gap.span.first),
        shorter=len(silences[MOST_GAPS:]),
        withdrawn=list(_withdrawals(source)),
    )


def gaps(held: Iterable[date], least: int = GAP) -> Iterator[Gap]:
    """The runs of at least so many days that lie between two of the days without holding one."""
    for one, other in pairwise(sorted(held)):
        if (other - one).days > least:
            first, last = one.toordinal() + 1, other.toordinal() - 1
            yield Gap(Span(date.fromordinal(first), date.fromordinal(last)))


def found_in(source: Source, span: Span) -> str:
    """Where to find a source's articles of a span."""
    asked = {"source": source.slug, "after": span.first, "before": span.last}
    return f"{reverse('archive:search')}?{urlencode(asked)}"


def _months(held: Mapping[date, int], source: Source) -> list[Month]:
    counts: defaultdict[date, int] = defaultdict(int)
    for on, count in held.items():
        counts[on.replace(day=1)] += count
    return [
        Month(on, count, found_in(source, Span.month(on.year, on.month)))
        for on, count in sorted(counts.items(), reverse=True)
    ]


def _withdrawals(source: Source) -> Iterator[Withdrawal]:
    """The reasons given, the most frequent first."""
    gone = Article.objects.withdrawn().filter(source=source).order_by("-pk")
    by_reason: defaultdict[str, list[int]] = defaultdict(list)
    for reason, pk in gone.values_list("withdrawn_reason", "pk"):
        by_reason[reason.strip()].append(pk)
    for reason, ids in sorted(by_reason.items(), key=lambda each: (-len(each[1]), each[0])):
        yield Withdrawal(reason, len(ids), ids[:MOST_NOTICES])
