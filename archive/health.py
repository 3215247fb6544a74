"""How well a source is followed: its feeds' last success, and the pace of its articles.

Only what readers may open is counted: that an article is hidden shows nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count
from django.utils import timezone

from archive.models import Article, Capture, Feed, Source

SPAN = timedelta(days=30)
FEWEST = 5  # articles, below which there is no median
UNITS = (
    (timedelta(minutes=1), "minute", 90),
    (timedelta(hours=1), "hour", 48),
    (timedelta(days=1), "day", SPAN.days),
)
MOST = 1000  # articles a source, the newest, whose delay is looked at


@dataclass(frozen=True, slots=True)
class Health:
    """How a source's feeds fare, and what came of them in the last 30 days.

    `feeds` counts those that are followed now, `failing` those of them whose last request failed;
    `problem` is why, in the words of one of them, for the staff only. `per_day` counts articles by
    the day that they bear, so that old ones that a new feed brought along are no part of the pace.
    `median_delay` is the time from being published to being here, None for fewer than five.
    """

    succeeded_at: datetime | None = None
    failing: int = 0
    problem: str = ""
    per_day: float = 0.0
    median_delay: timedelta | None = None
    feeds: int = 0
    since: datetime | None = None

    @property
    def is_reached(self) -> bool:
        """Whether any of its feeds answered when it was last asked."""
        return self.failing < self.feeds

    @property
    def pace(self) -> str:
        """How often an article comes, in words; empty where none did."""
        for count, each in ((self.per_day, "day"), (self.per_day * 7, "week")):
            if count >= 1:
                return f"about {_counted(round(count), 'article')} a {each}"
        return "less than an article a week" if self.per_day else ""

    @property
    def delay(self) -> str:
        """The median delay in words, rounded up; empty where it is not known."""
        if self.median_delay is None:
            return ""
        for unit, name, most in UNITS:
            count = max(-(-self.median_delay // unit), 1)
            if count <= most:
                return _counted(count, name)
        return ""


def health(source: Source) -> Health:
    """How one source fares, from three queries."""
    return health_of([source])[source.pk]


def health_of(sources: Iterable[Source], *, now: datetime | None = None) -> dict[int, Health]:
    """How each of the sources fares, by its number, from three queries or one without feeds."""
    asked, now = [source.pk for source in sources], now or timezone.now()
    feeds: defaultdict[int, list[Feed]] = defaultdict(list)
    for feed in Feed.objects.filter(source__in=asked).order_by("pk"):
        feeds[feed.source_id].append(feed)
    begun = {pk: min(feed.added_at for feed in theirs) for pk, theirs in feeds.items()}
    paces, delays = (_paces(begun, now), _delays(begun, now)) if begun else ({}, {})
    return {
        pk: _health(feeds[pk], paces[pk], delays[pk]) if pk in begun else Health() for pk in asked
    }


def _health(feeds: Sequence[Feed], per_day: float, delay: timedelta | None) -> Health:
    followed = [feed for feed in feeds if feed.state == Feed.State.FOLLOWED]
    failing = [feed for feed in followed if feed.failures]
    return Health(
        succeeded_at=max((f.succeeded_at for f in followed if f.succeeded_at), default=None),
        failing=len(failing),
        problem=next((feed.problem for feed in failing if feed.problem), ""),
        per_day=per_day,
        median_delay=delay,
        feeds=len(followed),
        since=min(feed.added_at for feed in feeds),
    )


def _paces(begun: dict[int, datetime], now: datetime) -> dict[int, float]:
    """Articles a day of each source, over the 30 days to now or since its first feed was added."""
    earliest = max(now - SPAN, min(begun.values()))
    held = Article.objects.published().filter(source__in=begun, listed_on__gte=_day(earliest))
    days = held.order_by().values_list("source", "listed_on").annotate(n=Count("pk"))
    counts: defaultdict[int, int] = defaultdict(int)
    for pk, on, count in days:
        if _day(max(now - SPAN, begun[pk])) <= on <= _day(now):
            counts[pk] += count
    return {pk: counts[pk] / _days(max(now - SPAN, at), now) for pk, at in begun.items()}


def _delays(begun: dict[int, datetime], now: datetime) -> dict[int, timedelta | None]:
    """The median delay of each source's articles that were published since it is followed.

    The date that an article bears leads to them by an index; what the first capture said of the
    time is compared, for a later one may say another.
    """
    earliest = max(now - SPAN, min(begun.values()))
    recent = Article.objects.published().filter(source__in=begun, listed_on__gte=_day(earliest))
    newest = recent.newest_first().values("pk")[: MOST * len(begun)]
    exact = Capture.objects.filter(n=1, article__in=newest, published_at__isnull=False)
    found: defaultdict[int, list[float]] = defaultdict(list)
    for pk, published_at, received_at in exact.values_list(
        "article__source", "published_at", "received_at"
    ):
        if published_at and published_at >= begun[pk] and received_at >= now - SPAN:
            found[pk].append(max((received_at - published_at).total_seconds(), 0))
    return {
        pk: timedelta(seconds=median(found[pk])) if len(found[pk]) >= FEWEST else None
        for pk in begun
    }


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _days(start: datetime, end: datetime) -> float:
    """The days between, a begun first one counted whole."""
    return max((end - start) / timedelta(days=1), 1.0)


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
