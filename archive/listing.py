"""A page of a list of articles: newest first, by day, with an address for the older ones."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from archive.models import Article, Capture, Edition, Segment, Source, Translation
from archive.models.article import ArticleQuerySet
from archive.reading import CHECKED, MACHINE_ENGLISH, Level

PER_PAGE = 30
SAMPLES = "samples"  # the source whose articles are about nothing that happened


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list, with how much of it a person has checked."""

    article: Article
    level: Level
    language: str

    @property
    def facts(self) -> Edition | Capture | None:
        """What holds the headline and the date: the live Edition, else the newest Capture."""
        return self.article.edition or self.article.capture


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one day; `on` is the published date, else the day of receipt."""

    on: date
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `older` is the cursor of the next page, empty on the last."""

    days: list[Day]
    older: str
    is_first: bool

    @property
    def holds_samples(self) -> bool:
        """Whether an article of the page was written to show how the archive works."""
        return any(row.article.source.slug == SAMPLES for day in self.days for row in day.rows)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last article of the page before, as `2024-10-23.17`: its day and its id."""

    on: date
    pk: int

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read a cursor; whatever is none gives None."""
        parts = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", text, re.ASCII)
        try:
            return cls(date.fromisoformat(parts[1]), int(parts[2])) if parts else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.on.isoformat()}.{self.pk}"


def listing(articles: ArticleQuerySet, before: Cursor | None, size: int = PER_PAGE) -> Listing:
    """The page of articles that follows the cursor, from two queries."""
    found = articles.for_lists().newest_first()
    if before:
        found = found.filter(Q(listed_on__lt=before.on) | Q(listed_on=before.on, pk__lt=before.pk))
    page = list(found[: size + 1])
    shown = page[:size]
    older = str(Cursor(shown[-1].listed_on, shown[-1].pk)) if len(page) > size else ""
    days = groupby(rows(shown), key=lambda row: row.article.listed_on)
    return Listing([Day(on, list(run)) for on, run in days], older, is_first=before is None)


def rows(articles: list[Article]) -> list[Row]:
    """List rows of the articles, from one query."""
    checked: dict[int, set[int]] = defaultdict(set)
    by_person = Translation.objects.filter(segment__article__in=articles, state__in=CHECKED)
    for article_id, pk in by_person.values_list("segment__article_id", "pk"):
        checked[article_id].add(pk)
    return [_row(article, checked[article.pk]) for article in articles]


def _row(article: Article, checked: set[int]) -> Row:
    if article.edition is None:
        return Row(article, Level.PENDING, "fr")
    manifest = article.edition.manifest
    shown = {pk for _, _, _, pk in manifest}
    title = next((pk for _, kind, _, pk in manifest if kind == Segment.Kind.TITLE), manifest[0][3])
    language = "en" if title in checked else MACHINE_ENGLISH
    return Row(article, Level.of(len(shown & checked), len(shown)), language)


def held_sources() -> QuerySet[Source]:
    """Sources with an article that readers may open, each with how many, as `articles_held`."""
    theirs = Article.objects.published().filter(source=OuterRef("pk")).order_by()
    counts = theirs.values("source").annotate(count=Count("pk")).values("count")
    return Source.objects.annotate(articles_held=Subquery(counts)).filter(articles_held__gt=0)
