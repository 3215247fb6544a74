"""Which of the machine's sentences an editor should look at first.

Each counts for its readers' doubts, times how often its article was opened in 30 days, times the
checks that it failed, each plus one. Looked through are the articles that are read most, doubted
most, and newest: so that the queue is had in a few bounded queries, however large the archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from archive import wordings
from archive.dismissals import dismissed, open_checks
from archive.models import Article, DayViews, Dismissal, Doubt, Segment, Translation
from archive.models.article import ArticleQuerySet
from archive.models.manifest import Sentences
from archive.reading import CHECKED
from newsroom.curate import queues

DAYS = 30
MOST_READ, MOST_DOUBTED, NEWEST = 100, 200, 100
MOST_SENTENCES = 10_000
PER_PAGE = 50
PERSONS = 20  # wordings by persons that readers doubt


class Failed(Sentences):
    """How many checks a wording failed: like sentences in a manifest, they are a list."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A wording and what it counts for."""

    wording: int
    doubts: int
    views: int
    failed: int

    @property
    def score(self) -> int:
        """Doubts times views times failed checks, each plus one."""
        return (self.doubts + 1) * (self.views + 1) * (self.failed + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the queue, with the page of its article on which an editor words it.

    `checks` are those that it failed, without those that an editor dismissed.
    """

    rank: Rank
    wording: Translation
    page: int
    checks: tuple[Mapping[str, str], ...]


def page(number: str | None) -> Page[Any]:
    """One page of the queue, the worthiest first."""
    found: Page[Any] = Paginator(ranked(), PER_PAGE).get_page(number)
    found.object_list = _lines(found.object_list)
    return found


def doubted_persons() -> list[Line]:
    """Persons' wordings that stand and that readers doubt all the same, the most doubted first."""
    doubts = dict(_doubts(CHECKED)[: PERSONS * 5])
    standing = Segment.objects.alive().filter(translations__in=doubts).with_current()
    current = dict(standing.values_list("current_id", "article"))
    live = _live(current.values())
    found = [pk for pk in doubts if current.get(pk) in live]
    return _lines(Rank(pk, doubts[pk], 0, 0) for pk in found[:PERSONS])


def ranked() -> list[Rank]:
    """The machine's wordings in the articles looked through, the worthiest first."""
    doubts = machine_doubts()
    articles = looked_through(doubts, newest=NEWEST)
    views = openings(articles)
    rows = wordings.by_machine().annotate(failed=Failed("checks"))
    most_failed = rows.filter(segment__article__in=articles).order_by("-failed", "-pk")
    # However many sentences fail a check, those that readers doubt are among them.
    found = {
        *most_failed.values_list("pk", "segment__article", "failed")[:MOST_SENTENCES],
        *rows.filter(pk__in=doubts).values_list("pk", "segment__article", "failed"),
    }
    settled = _settled(pk for pk, _, failed in found if failed)
    ranks = [
        Rank(pk, doubts.get(pk, 0), views.get(article, 0), failed - settled.get(pk, 0))
        for pk, article, failed in found
        if article in articles
    ]
    return sorted(ranks, key=lambda rank: (-rank.score, -rank.doubts, rank.wording))


def _settled(failing: Iterable[int]) -> dict[int, int]:
    """How many of the checks that wordings failed an editor dismissed, where any was."""
    of_interest = Dismissal.objects.order_by().values("french_sha256")
    rows = Translation.objects.filter(pk__in=list(failing), segment__sha256__in=of_interest)
    found = list(rows.values_list("pk", "segment__sha256", "checks"))
    held = dismissed({digest for _, digest, _ in found})
    return {pk: len(told) - len(open_checks(told, digest, held)) for pk, digest, told in found}


def looked_through(
    doubted: Iterable[int], among: ArticleQuerySet | None = None, *, newest: int
) -> set[int]:
    """The live articles that are read most, those of the doubted wordings, and the newest."""
    live = (Article.objects.all() if among is None else among).translated()
    views = _recent_views().values("article").annotate(n=Sum("count"))
    read = views.order_by("-n", "-article").values_list("article", flat=True)[:MOST_READ]
    of_doubted = Segment.objects.filter(translations__in=doubted)
    found = {*read, *of_doubted.values_list("article", flat=True)}
    held = live.filter(pk__in=found).values_list("pk", flat=True)
    return {*held, *live.newest_first().values_list("pk", flat=True)[:newest]}


def openings(articles: Collection[int]) -> dict[int, int]:
    """How often each of the articles was opened in 30 days; one that was not has no entry."""
    counted = _recent_views().filter(article__in=articles).values("article")
    return dict(counted.annotate(n=Sum("count")).values_list("article", "n"))


def machine_doubts() -> dict[int, int]:
    """The machine's wordings that readers doubt most, each with how many do."""
    return dict(_doubts([Translation.State.MACHINE])[:MOST_DOUBTED])


def _live(ids: Iterable[int]) -> set[int]:
    """Those of the articles that readers see in translation."""
    found = Article.objects.translated().filter(pk__in=set(ids))
    return set(found.values_list("pk", flat=True))


def _recent_views() -> QuerySet[DayViews]:
    return DayViews.objects.filter(day__gt=timezone.localdate() - timedelta(days=DAYS))


def _doubts(states: Iterable[str]) -> QuerySet[Doubt, tuple[int, int]]:
    """Wordings in these states and how many readers doubt them, the most doubted first."""
    rows = Doubt.objects.filter(translation__state__in=states, translation__segment__alive=True)
    counted = rows.values("translation").annotate(n=Count("pk"))
    return counted.order_by("-n", "translation").values_list("translation", "n")


def _lines(ranks: Iterable[Rank]) -> list[Line]:
    ranks = list(ranks)
    before = Segment.objects.alive().filter(
        article=OuterRef("segment__article"), position__lt=OuterRef("segment__position")
    )
    place = before.order_by().values("article").annotate(n=Count("pk")).values("n")
    rows = Translation.objects.annotate(place=Coalesce(Subquery(place), 0))
    rows = rows.select_related("segment__article__source", "segment__article__edition")
    found = rows.defer("segment__article__edition__manifest").in_bulk([r.wording for r in ranks])
    digests = {row.segment.sha256 for row in found.values() if row.checks}
    held = dismissed(digests)
    return [
        Line(
            rank,
            row,
            row.place // queues.PER_PAGE + 1,
            open_checks(row.checks, row.segment.sha256, held),
        )
        for rank in ranks
        if (row := found.get(rank.wording))
    ]
