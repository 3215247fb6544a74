"""How the archive fares, in figures that a fixed number of bounded queries gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, Count, Max, Min
from django.db.models.functions import Cast, Left
from django.utils import timezone

from archive import audit, ledger
from archive.health import Health, health_of
from archive.histogram import Chart, daily
from archive.models import Article, Job, Segment, Source
from archive.models.manifest import Checked, Sentences
from archive.reading import Level
from newsroom import line
from newsroom.curate.desk import Conflict
from newsroom.curate.queue_filter import touched_articles, touched_sentences

DAYS = 30
MOST_SOURCES = 100  # shown
MOST_DEAD = 50  # shown, and tried again at once
HOUR = "%Y-%m-%d %H"
State = Job.State


@dataclass(frozen=True, slots=True)
class Inflow:
    """The articles that came in over 30 days, by day."""

    chart: Chart
    total: int


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source: its articles of 30 days, when the last one came, and how its feeds fare."""

    source: Source
    recent: int
    last_at: datetime | None
    health: Health


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Of so many, how many persons looked at; of articles, also how many only in part."""

    total: int
    fully: int
    partly: int = 0

    @property
    def machine(self) -> int:
        """How many nobody looked at."""
        return self.total - self.fully - self.partly

    @property
    def widths(self) -> tuple[int, int, int]:
        """Their shares in thousandths, in this order: wholly, in part, not at all."""
        whole = self.total or 1
        fully = 1000 * self.fully // whole
        partly = 1000 * (self.fully + self.partly) // whole - fully
        return fully, partly, 1000 - fully - partly


@dataclass(frozen=True, slots=True)
class Kind:
    """The jobs of a kind: how many in each state, and since when the oldest is due."""

    name: str
    counts: tuple[int, ...]  # in the order of Job.State
    due_since: datetime | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What lags: the article that waits longest for its English, and the job longest due."""

    untranslated: Job | None
    untranslated_count: int
    due: Job | None


def inflow(now: datetime) -> Inflow:
    """Articles by the day on which they came in, today's last."""
    first = timezone.localtime(now).date() - timedelta(days=DAYS - 1)
    recent = Article.objects.filter(created_at__gte=_midnight(first)).order_by()
    # By the hour in UTC, which the database cuts off by itself: a day's bounds are those of Paris.
    hours = recent.annotate(hour=Left(Cast("created_at", CharField()), 13)).values("hour")
    days: Counter[date] = Counter()
    for hour, count in hours.annotate(n=Count("pk")).values_list("hour", "n"):
        at = datetime.strptime(hour, HOUR).replace(tzinfo=UTC)
        days[timezone.localtime(at).date()] += count
    return Inflow(daily(days, first, timezone.localtime(now).date()), sum(days.values()))


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day))  # noqa: DTZ001 (made aware)


def sources_told(now: datetime) -> list[SourceTold]:
    """Sources that have articles, those with failing feeds first, then those with the most."""
    since = _midnight(timezone.localtime(now).date() - timedelta(days=DAYS - 1))
    recent = Article.objects.filter(created_at__gte=since).order_by().values("source")
    counts = dict(recent.annotate(n=Count("pk")).values_list("source", "n"))
    newest = Article.objects.order_by().values("source").annotate(last=Max("pk"))
    lasts = dict(newest.values_list("source", "last"))
    times = dict(Article.objects.filter(pk__in=lasts.values()).values_list("pk", "created_at"))
    sources = list(Source.objects.filter(pk__in=lasts).order_by("name"))
    fares = health_of(sources, now=now)
    told = [
        SourceTold(each, counts.get(each.pk, 0), times.get(lasts[each.pk]), fares[each.pk])
        for each in sources
    ]
    return sorted(told, key=lambda each: (-each.health.failing, -each.recent))[:MOST_SOURCES]


def sentences() -> Reviewed:
    """The living sentences, and how many of them hold a person's wording."""
    alive = Segment.objects.filter(alive=True).order_by()
    return Reviewed(alive.count(), alive.filter(pk__in=touched_sentences()).count())


def articles() -> Reviewed:
    """The translated articles, and how many persons reviewed wholly and in part."""
    live = Article.objects.translated()
    checked, total = Checked("edition__manifest"), Sentences("edition__manifest")
    among = live.filter(pk__in=touched_articles()).annotate(checked=checked, total=total)
    # Read one by one: to compare the two, SQLite would count each of them twice.
    levels = Counter(Level.of(*counts) for counts in among.values_list("checked", "total"))
    return Reviewed(live.count(), levels[Level.FULLY], levels[Level.PARTLY])


def backlog() -> Backlog:
    """By the ledger: an article that lacks English has a job."""
    waiting = Job.objects.filter(kind=line.TRANSLATE, state__in=[State.QUEUED, State.RUNNING])
    oldest = waiting.order_by("created_at", "pk").first()
    return Backlog(oldest, waiting.count(), ledger.oldest_due())


def kinds(now: datetime) -> list[Kind]:
    """Each kind that the ledger knows of."""
    counts: dict[str, Counter[str]] = {}
    for kind, state, count in Job.objects.counts():
        counts.setdefault(kind, Counter())[state] = count
    due = Job.objects.filter(state=State.QUEUED, run_after__lte=now).order_by().values("kind")
    since = dict(due.annotate(since=Min("run_after")).values_list("kind", "since"))
    return [
        Kind(name, tuple(held[state] for state in State.values), since.get(name))
        for name, held in sorted(counts.items())
    ]


def dead() -> list[Job]:
    """The dead jobs, the latest first, no more than are shown."""
    return list(Job.objects.filter(state=State.DEAD).order_by("-pk")[:MOST_DEAD])


def article_of(job: Job) -> int | None:
    """The article that a job is about, by its key; None where it is about something else."""
    of_article = job.kind in {line.TRANSLATE, line.TAG, line.RELEASE}
    return int(job.key) if of_article and job.key.isdigit() else None


@transaction.atomic
def retry(job_ids: list[int], *, by: User) -> int:
    """Queue these jobs anew, if they are dead still; returns how many were."""
    found = Job.objects.filter(pk__in=job_ids[:MOST_DEAD], state=State.DEAD).order_by("pk")
    named = list(found.values_list("pk", "kind", "key"))
    if not named:
        raise Conflict("None of these jobs is dead any more: somebody else was faster.")
    count = ledger.retry(found)
    for pk, kind, key in named:
        audit.record("retry job", f"job:{pk}", actor=by, kind=kind, key=key)
    return count
