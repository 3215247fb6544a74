"""The pages that search engines are told of (sitemaps.org 0.9), in files of at most 10,000.

Articles and tags are split by their ids, ten thousand to a file: no file is found by counting
through those before it, and each keeps its articles for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, F, Max, QuerySet, Sum
from django.urls import reverse

from archive.listing import held_sources
from archive.models import Article, Tag
from archive.models.article import ArticleQuerySet
from archive.models.manifest import Checked
from archive.models.tag import PLURALS
from archive.search import Unavailable, parse, search

SPAN = 10_000
MOST_SPANS = 1_000_000
AT_ONCE = 1000
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ALONE = ("home", "calendar", "tags", "sources", "corrections", "about", "privacy", "search_help")


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its path, and when it last changed, where that is known."""

    path: str
    at: datetime | None = None


def articles(span: int) -> ArticleQuerySet:
    """The articles of one file: those with an Edition that search engines may list."""
    found = Article.objects.translated().filter(pk__range=_ids(span))
    if settings.UNREVIEWED_NOINDEX:
        found = found.alias(checked=Checked("edition__manifest")).filter(checked__gt=0)
    return found


def article_places(found: ArticleQuerySet) -> Iterator[Place]:
    """Their pages, in the order of ids, read as they are sent."""
    rows = found.select_related("edition").only("edition__title", "edition__at").order_by("pk")
    for article in rows.iterator(chunk_size=AT_ONCE):
        assert article.edition is not None, "only translated ones"  # noqa: S101
        yield Place(article.get_absolute_url(), article.edition.at)


def sum_of(found: ArticleQuerySet) -> tuple[Any, ...]:
    """What changes whenever one of the articles comes, goes or changes, from one query."""
    told = found.aggregate(
        count=Count("pk"), ids=Sum("pk"), editions=Sum("edition"), newest=Max("edition")
    )
    return tuple(told.values())


def tags(span: int) -> QuerySet[Tag]:
    """The tags of one file: those that lead to a translated article."""
    return Tag.objects.in_use().filter(pk__range=_ids(span)).order_by("pk")


def tag_places(found: Iterable[Tag]) -> Iterator[Place]:
    """Their pages."""
    return (Place(tag.get_absolute_url()) for tag in found)


def pages() -> list[Place]:
    """The ways in: what stands alone, every source, every month that holds dated articles."""
    days = Article.objects.published().dated().order_by("listed_on").values_list("listed_on")
    months = dict.fromkeys((day.year, day.month) for (day,) in days.distinct())
    return [
        *(Place(reverse(f"archive:{name}")) for name in ALONE),
        *(Place(reverse("archive:tag_index", args=[plural])) for plural in PLURALS.values()),
        *(Place(reverse("archive:source", args=[source.slug])) for source in held_sources()),
        *(Place(reverse("archive:month", args=[f"{y:04}", f"{m:02}"])) for y, m in months),
    ]


def files() -> list[str]:
    """The paths of all files that hold anything."""
    found = [reverse("archive:sitemap_pages")]
    for kind, spans in (("articles", _article_spans()), ("tags", _spans(Tag.objects.in_use()))):
        found += [reverse(f"archive:sitemap_{kind}", args=[span]) for span in spans]
    return found


def index(paths: Iterable[str]) -> str:
    """The list of the files."""
    lines = (f"<sitemap><loc>{_whole(path)}</loc></sitemap>\n" for path in paths)
    return f"{DECLARATION}<sitemapindex {NAMESPACE}>\n{''.join(lines)}</sitemapindex>\n"


def urlset(places: Iterable[Place]) -> Iterator[str]:
    """A file, a thousand pages at a time."""
    yield f"{DECLARATION}<urlset {NAMESPACE}>\n"
    lines = map(_line, places)
    while part := "".join(islice(lines, AT_ONCE)):
        yield part
    yield "</urlset>\n"


def _line(place: Place) -> str:
    at = place.at.astimezone(UTC).isoformat(timespec="seconds") if place.at else ""
    changed = f"<lastmod>{at}</lastmod>" if at else ""
    return f"<url><loc>{_whole(place.path)}</loc>{changed}</url>\n"


def _whole(path: str) -> str:
    return escape(settings.SITE_URL + path)


def _ids(span: int) -> tuple[int, int]:
    """The first and last id of a span; spans count from 1."""
    last = min(span, MOST_SPANS) * SPAN
    return last - SPAN + 1, last


def _spans(rows: QuerySet[Any]) -> list[int]:
    numbered = rows.order_by().annotate(span=(F("pk") - 1) / SPAN + 1)
    return sorted(numbered.values_list("span", flat=True).distinct())


def _article_spans() -> list[int]:
    """Spans with an article; where only reviewed ones count, as far as this host's index knows.

    The database would read every sentence of the archive to find them.
    """
    if settings.UNREVIEWED_NOINDEX:
        try:
            return sorted({span for level in ("partly", "fully") for span in _of_level(level)})
        except Unavailable:
            pass
    return _spans(Article.objects.translated())


def _of_level(level: str) -> Iterator[int]:
    typed, after = replace(parse(""), level=level), None
    while True:
        results = search(typed, sort="newest", after=after, size=SPAN, faceted=False)
        yield from ((hit.article_id - 1) // SPAN + 1 for hit in results.hits)
        after = results.further
        if after is None:
            return
