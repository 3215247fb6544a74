"""A page of a list of articles: newest first, by day, with an address for the older ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from archive.models import Article, Capture, Edition, Segment, Source, Translation
from archive.models.article import ArticleQuerySet
from archive.reading import CHECKED, MACHINE_ENGLISH, Level
from archive.tagging import Named, names_on

PER_PAGE = 30
SAMPLES = "samples"  # the source whose articles are about nothing that happened


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list, with how much of it a person has checked, and whom it names."""

    article: Article
    level: Level
    language: str
    names: tuple[Named, ...] = ()

    @property
    def facts(self) -> Edition | Capture | None:
        """What holds the headline and the date: the live Edition, else the newest Capture."""
        return self.article.edition or self.article.capture

    @property
    def is_dated(self) -> bool:
        """Whether it bears a date of its own, or only the day of its receipt is known."""
        return bool(self.facts and self.facts.published_on)


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one published date or, where not `is_dated`, of one day of receipt."""

    on: date
    rows: list[Row]
    is_dated: bool = True


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

    @classmethod
    def at_start_of(cls, on: date) -> Cursor:
        """The cursor of the page that begins with a day's newest article."""
        return cls(on, 10**18 - 1)

    def __str__(self) -> str:
        return f"{self.on.isoformat()}.{self.pk}"


def listing(articles: ArticleQuerySet, before: Cursor | None, size: int = PER_PAGE) -> Listing:
    """The page of articles that follows the cursor, from three queries."""
    found = articles.for_lists().newest_first()
    if before:
        found = found.beyond(before.on, before.pk)
    page = list(found[: size + 1])
    shown = page[:size]
    older = str(Cursor(shown[-1].listed_on, shown[-1].pk)) if len(page) > size else ""
    return Listing(list(_by_day(with_names(rows(shown)))), older, is_first=before is None)


def _by_day(found: list[Row]) -> Iterator[Day]:
    """What bears the date of a day, then, apart, what was only received then."""
    for on, run in groupby(found, key=lambda row: row.article.listed_on):
        held = list(run)
        for is_dated in (True, False):
            if theirs := [row for row in held if row.is_dated == is_dated]:
                yield Day(on, theirs, is_dated)


def rows(articles: list[Article]) -> list[Row]:
    """List rows of the articles, from one query."""
    checked: dict[int, set[int]] = defaultdict(set)
    by_person = Translation.objects.filter(segment__article__in=articles, state__in=CHECKED)
    for article_id, pk in by_person.values_list("segment__article_id", "pk"):
        checked[article_id].add(pk)
    return [_row(article, checked[article.pk]) for article in articles]


def with_names(found: list[Row]) -> list[Row]:
    """The same rows, each with the few names that its article tells most of, from one query."""
    names = names_on(row.article for row in found)
    return [replace(row, names=tuple(names.get(row.article.pk, ()))) for row in found]


def _row(article: Article, checked: set[int]) -> Row:
    if article.edition is None:
        return Row(article, Level.PENDING, "fr")
    manifest = article.edition.manifest
    shown = {pk for _, _, _, pk in manifest}
    title = next((pk for _, kind, _, pk in manifest if kind == Segment.Kind.TITLE), manifest[0][3])
    by_person = title in checked or article.edition.title == article.given_title
    language = "en" if by_person else MACHINE_ENGLISH
    return Row(article, Level.of(len(shown & checked), len(shown)), language)


@dataclass(frozen=True, slots=True)
class Beside:
    """The translated articles next to one by date, None where there is none."""

    earlier: Row | None
    later: Row | None


def neighbours(article: Article) -> list[Article]:
    """What comes before and after a dated article in the whole archive, from one query."""
    place = article.listed_on, article.pk
    dated = Article.objects.translated().dated()
    earlier = dated.newest_first().beyond(*place).values("pk")[:1]
    later = dated.short_of(*place).order_by("listed_on", "id").values("pk")[:1]
    chosen = Q(pk=Subquery(earlier)) | Q(pk=Subquery(later))
    return list(Article.objects.translated().filter(chosen).for_lists())


def beside(article: Article, found: Iterable[Row]) -> Beside:
    """The rows of its neighbours, told apart."""
    place = article.listed_on, article.pk
    sides = {(row.article.listed_on, row.article.pk) > place: row for row in found}
    return Beside(sides.get(False), sides.get(True))


def held_sources() -> QuerySet[Source]:
    """Sources with an article that readers may open, each with how many, as `articles_held`."""
    theirs = Article.objects.published().filter(source=OuterRef("pk")).order_by()
    counts = theirs.values("source").annotate(count=Count("pk")).values("count")
    return Source.objects.annotate(articles_held=Subquery(counts)).filter(articles_held__gt=0)
