"""What the staff's pages of sources show, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.health import Health, health, health_of
from archive.models import Feed, Job, Page, Source
from archive.models.feed import FETCH, OPEN, POLL

PER_PAGE = 50
MOST_FEEDS = 200  # of one source on its page
TROUBLED = Q(failures__gt=0) | Q(state=Feed.State.GONE)
SHOWN = {
    "": "all",
    "problem": "with a problem",
    "paused": "with a paused feed",
    "plain": "without a feed",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sources somebody asked to see; what is none of the choices means all."""

    show: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> Wanted:
        """What the address asks for."""
        show, words = asked.get("show", ""), asked.get("q", "").replace("\x00", "")
        return cls(show if show in SHOWN else "", " ".join(words.split())[:200])

    @property
    def words(self) -> str:
        """What is shown, as a heading."""
        return f"Sources {SHOWN[self.show]}" if self.show else "All sources"

    def sources(self) -> QuerySet[Source]:
        """The sources asked for, those with a problem first, then by name."""
        feeds = Feed.objects.filter(source=OuterRef("pk"))
        found = Source.objects.annotate(troubled=Exists(feeds.filter(TROUBLED)))
        if self.show == "problem":
            found = found.filter(troubled=True)
        elif self.show == "paused":
            found = found.filter(Exists(feeds.filter(state=Feed.State.PAUSED)))
        elif self.show == "plain":
            found = found.filter(~Exists(feeds))
        if self.q:
            found = found.filter(Q(name__icontains=self.q) | Q(slug__icontains=self.q))
        return found.order_by("-troubled", "name", "pk")


@dataclass(frozen=True, slots=True)
class Fares:
    """How a source fares, in words; "" where there is nothing to tell."""

    health: Health

    @property
    def ago(self) -> str:
        """How long ago a feed last answered well."""
        at = self.health.succeeded_at
        return f"{spoken((timezone.now() - at).total_seconds())} ago" if at else ""

    @property
    def per_day(self) -> str:
        """How many articles come in a day."""
        return f"{self.health.per_day:.1f}".removesuffix(".0") if self.health.per_day else ""

    @property
    def delay(self) -> str:
        """How long half of the articles take to come, at most."""
        delay = self.health.median_delay
        return spoken(delay.total_seconds()) if delay is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A source in the list: how many feeds it has, and how it fares."""

    source: Source
    feeds: int
    paused: int
    gone: int
    health: Health

    @property
    def fares(self) -> Fares:
        """Its health in words."""
        return Fares(self.health)


def listed(wanted: Wanted, number: str | None) -> Paged[Any]:
    """One page of the sources asked for."""
    page: Paged[Any] = Paginator(wanted.sources(), PER_PAGE).get_page(number)
    sources = list(page)
    counted = {
        "feeds_there": Count("pk"),
        "paused": Count("pk", filter=Q(state=Feed.State.PAUSED)),
        "gone": Count("pk", filter=Q(state=Feed.State.GONE)),
    }
    feeds = Feed.objects.filter(source__in=sources).order_by().values("source").annotate(**counted)
    by_source = {each["source"]: each for each in feeds}
    fares = health_of(sources)
    page.object_list = [_row(each, by_source.get(each.pk), fares[each.pk]) for each in sources]
    return page


def _row(source: Source, counted: Any, fares: Health) -> Row:
    if counted is None:
        return Row(source, 0, 0, 0, fares)
    return Row(source, counted["feeds_there"], counted["paused"], counted["gone"], fares)


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed of a source, and whether it is being asked just now."""

    feed: Feed
    waits: bool = False

    @property
    def every(self) -> str:
        """How often it is asked, in words."""
        return spoken(self.feed.interval)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a source, and whether it is being fetched just now."""

    page: Page
    waits: bool = False

    @property
    def may_be_fetched(self) -> bool:
        """Whether it makes sense to ask for it once more: not where it stands in the queue."""
        return bool(self.page.url) and not self.waits


def feeds(source: Source) -> list[Followed]:
    """The source's feeds, as they stand."""
    found = [Followed(each) for each in source.feeds.all()[:MOST_FEEDS]]
    waiting = _waiting(POLL, [each.feed.pk for each in found])
    return [replace(each, waits=str(each.feed.pk) in waiting) for each in found]


def states(source: Source) -> list[tuple[str, str, int]]:
    """Each state that a page may be in, in words, with how many of the source's are."""
    counted = dict(
        source.pages.order_by().values_list("state").annotate(count=Count("pk")).iterator()
    )
    return [(str(v), str(words), counted.get(v, 0)) for v, words in Page.State.choices]


def pages(source: Source, state: str, number: str | None) -> Paged[Any]:
    """Pages of the source, the newest first; of one state where it is one."""
    related = ("article__edition", "article__capture")
    heavy = ("entry", "article__capture__raw", "article__edition__manifest")
    found = source.pages.select_related(*related).defer(*heavy).order_by("-pk")
    if state in Page.State.values:
        found = found.filter(state=state)
    page: Paged[Any] = Paginator(found, PER_PAGE).get_page(number)
    shown = list(page)
    waiting = _waiting(FETCH, [each.pk for each in shown])
    page.object_list = [Found(each, str(each.pk) in waiting) for each in shown]
    return page


def shown(source: Source, asked: Any) -> dict[str, Any]:
    """All that the page of one source shows."""
    state, fares = asked.get("state", ""), health(source)
    return {
        "source": source,
        "health": fares,
        "fares": Fares(fares),
        "feeds": feeds(source),
        "states": states(source),
        "state": state if state in Page.State.values else "",
        "pages": pages(source, state, asked.get("page")),
    }


def _waiting(kind: str, numbers: list[int]) -> set[str]:
    keys = [str(number) for number in numbers]
    jobs = Job.objects.filter(kind=kind, key__in=keys, state__in=OPEN)
    return set(jobs.values_list("key", flat=True))


def spoken(seconds: float) -> str:
    """A length of time in its largest fitting unit, such as "15 minutes"."""
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length or (unit == "minute" and seconds >= length):
            count = round(seconds / length)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    count = round(seconds)
    return f"{count} second{'' if count == 1 else 's'}"
