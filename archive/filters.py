"""The one definition of how articles are filtered, for pages, feeds and programs alike.

Where words are looked for the index answers, elsewhere the database; a test holds both to the
same articles.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, cast

import django_filters
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.http import QueryDict

from archive.models import Article
from archive.models.article import ArticleQuerySet
from archive.search import Sort, Typed, parse

SLUG = re.compile(r"[a-zA-Z0-9_-]{1,100}")
Facets = dict[str, list[tuple[str, int]]]


class ArticleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`q`, `source` (slug), `tag` (slug, repeatable: all must stand), `after`, `before`."""

    q = django_filters.CharFilter(method="unchanged")
    source = django_filters.CharFilter(field_name="source__slug")
    tag = django_filters.CharFilter(method="with_tags")
    after = django_filters.DateFilter(field_name="listed_on", lookup_expr="gte")
    before = django_filters.DateFilter(field_name="listed_on", lookup_expr="lte")

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []

    def unchanged(self, articles: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        """Words are the index's business."""
        return articles

    def with_tags(self, articles: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        """Articles on which every one of the tags stands."""
        for slug in self.tags:
            articles = articles.filter(
                taggings__tag__slug=slug,
                taggings__refused=False,
                taggings__tag__merged_into__isnull=True,
                taggings__tag__status__in=["auto", "reviewed"],
            )
        return articles

    @property
    def tags(self) -> list[str]:
        """The tags asked for, each once."""
        return [value for value in self._given_tags() if SLUG.fullmatch(value)]

    def _given_tags(self) -> list[str]:
        given = self.data.getlist("tag") if isinstance(self.data, QueryDict) else []
        return list(dict.fromkeys(value for value in given if value))

    @property
    def typed(self) -> Typed:
        """All that is asked for as one query; what cannot be used is among its `ignored`."""
        asked = parse(self.value("q") or "")
        source, (after, before) = self.value("source"), (self.value("after"), self.value("before"))
        wrong = [
            f"“{self.data.get(name, '')[:40]}” is no date: give it as 2024-10-23."
            for name in ("after", "before")
            if name in self.form.errors
        ]
        wrong += [
            f"“{given[:40]}” is no tag." for given in self._given_tags() if given not in self.tags
        ]
        return replace(
            asked,
            sources=(*asked.sources, *([source] if source else [])),
            tags=(*asked.tags, *self.tags),
            after=max(filter(None, (asked.after, after)), default=None),
            before=min(filter(None, (asked.before, before)), default=None),
            ignored=(*asked.ignored, *wrong),
        )

    def value(self, name: str) -> Any:
        """What was given under the name, None where nothing or nothing of use was."""
        self.form.is_valid()
        return getattr(self.form, "cleaned_data", {}).get(name) or None

    @property
    def sort(self) -> Sort:
        """The order: by relevance where words are looked for, unless newest is asked for."""
        wanted = self.data.get("sort") if self.data else None
        return "newest" if wanted == "newest" or not self.typed.has_words else "relevance"


def by_database(typed: Typed) -> ArticleQuerySet:
    """What the filters alone leave, the newest first. Words are not looked at."""
    articles = Article.objects.translated()
    if typed.sources:
        articles = articles.filter(source__slug__in=typed.sources)
    data = QueryDict(mutable=True)
    data.setlist("tag", list(typed.tags))
    data.update(_days(typed.after, typed.before))
    return cast("ArticleQuerySet", ArticleFilter(data, articles).qs).newest_first()


def _days(after: date | None, before: date | None) -> dict[str, str]:
    given = {"after": after, "before": before}
    return {name: day.isoformat() for name, day in given.items() if day}


def facets(articles: QuerySet[Article]) -> Facets:
    """How the articles spread over sources, tags and years, the most frequent first."""
    ids = articles.order_by().values("pk")
    held = Article.objects.filter(pk__in=ids)
    shown = held.filter(
        taggings__refused=False,
        taggings__tag__merged_into__isnull=True,
        taggings__tag__status__in=["auto", "reviewed"],
    )
    rows = {
        "source": held.values_list("source__slug"),
        "tag": shown.values_list("taggings__tag__slug"),
        "year": held.annotate(year=ExtractYear("listed_on")).values_list("year"),
    }
    return {
        name: [(str(key), count) for key, count in each.annotate(n=Count("pk")).order_by("-n")]
        for name, each in rows.items()
    }
