"""The one definition of how articles are filtered, for pages, feeds and programs alike.

Where words are looked for, or facets are shown, the index answers, elsewhere the database; a test
holds both to the same articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from archive.models import Article, Comment, Tag, Tagging
from archive.models.article import ArticleQuerySet
from archive.search import Sort, Typed, parse
from archive.search.documents import LEVELS
from archive.search.schema import Language
from archive.tagging import heir

SLUG = re.compile(r"[a-zA-Z0-9_-]{1,100}")
MOST_SLUGS = 32
YES = [("1", "yes")]


class Slugs(forms.Field):
    """Slugs given under one name, each once. What is none is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        """Those that could be slugs."""
        given = (slug.casefold() for slug in value or [] if SLUG.fullmatch(slug))
        return list(dict.fromkeys(given))[:MOST_SLUGS]


class SlugsFilter(django_filters.Filter):  # type: ignore[misc]
    """A filter that may be given several times."""

    field_class = Slugs


class Words(forms.CharField):
    """What was typed. No character in it makes the rest of no use."""

    def to_python(self, value: Any) -> str:
        """The text, with spaces for what Django would refuse the whole of it for."""
        return str(super().to_python(value)).replace("\x00", " ")


class WordsFilter(django_filters.Filter):  # type: ignore[misc]
    """A filter by anything that can be typed."""

    field_class = Words


class ArticleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """How articles are filtered; whatever is given, something is answered.

    - `q`: words and named filters as `archive.search.parse` reads them; `exact=1`: no stemming,
      no folding. `lang` (`en`, `fr`): the text in which the words must stand.
    - `source`, `not_source`: slugs; any of the first, none of the second.
    - `tag`, `not_tag`: slugs; all of the first, none of the second.
    - `after`, `before`: ISO days, both included; an article without a date meets neither.
    - `undated=1`: only articles without a date. `discussed=1`: only those with a comment.
    - `level`: `machine`, `partly` or `fully` reviewed. `sort`: `newest` or `relevance`.
    """

    q = WordsFilter(method="unchanged")
    exact = django_filters.ChoiceFilter(method="unchanged", choices=YES)
    lang = django_filters.ChoiceFilter(method="unchanged", choices=[(x, x) for x in Language])
    source = SlugsFilter(field_name="source__slug", lookup_expr="in")
    not_source = SlugsFilter(field_name="source__slug", lookup_expr="in", exclude=True)
    tag = SlugsFilter(method="with_tags")
    not_tag = SlugsFilter(method="without_tags")
    after = django_filters.DateFilter(method="dated", lookup_expr="gte")
    before = django_filters.DateFilter(method="dated", lookup_expr="lte")
    undated = django_filters.ChoiceFilter(method="without_date", choices=YES)
    level = django_filters.ChoiceFilter(
        method="of_level", choices=[(x, x) for x in LEVELS.values()]
    )
    discussed = django_filters.ChoiceFilter(method="with_comments", choices=YES)
    sort = django_filters.ChoiceFilter(
        method="unchanged", choices=[(x, x) for x in ("newest", "relevance")]
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []

    def unchanged(self, articles: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        """Words and their order are the index's business."""
        return articles

    def with_tags(
        self, articles: QuerySet[Article], name: str, value: Sequence[str]
    ) -> QuerySet[Article]:
        """Articles on which every one of the tags stands."""
        for slug in value:
            articles = articles.filter(_tagged([slug]))
        return articles

    def without_tags(
        self, articles: QuerySet[Article], name: str, value: Sequence[str]
    ) -> QuerySet[Article]:
        """Articles on which none of the tags stands."""
        return articles.exclude(_tagged(value)) if value else articles

    def dated(self, articles: ArticleQuerySet, name: str, value: Any) -> ArticleQuerySet:
        """Articles that bear a date on this side of the day."""
        expression = {"after": "listed_on__gte", "before": "listed_on__lte"}[name]
        return articles.dated().filter(**{expression: value})

    def without_date(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Articles that bear no date."""
        return articles.undated()

    def of_level(self, articles: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Articles of a review level."""
        return articles.of_level(value)

    def with_comments(
        self, articles: QuerySet[Article], name: str, value: str
    ) -> QuerySet[Article]:
        """Articles of which readers say something."""
        return articles.filter(Exists(Comment.objects.published().filter(article=OuterRef("pk"))))

    @cached_property
    def typed(self) -> Typed:
        """All that is asked for as one query; what cannot be used is among its `ignored`."""
        asked = self._words
        after, before, language = (self.value(name) for name in ("after", "before", "lang"))
        together = replace(
            asked,
            sources=_joined(asked.sources, self.value("source")),
            not_sources=_joined(asked.not_sources, self.value("not_source")),
            tags=self._standing(_joined(asked.tags, self.value("tag"))),
            not_tags=self._standing(_joined(asked.not_tags, self.value("not_tag"))),
            after=max(filter(None, (asked.after, after)), default=None),
            before=min(filter(None, (asked.before, before)), default=None),
            undated=bool(self.value("undated")),
            language=Language(language) if language else asked.language,
            level=self.value("level") or "",
            discussed=bool(self.value("discussed")),
        )
        return replace(together, ignored=(*asked.ignored, *self._unused(together)))

    @cached_property
    def _words(self) -> Typed:
        """What was typed alone."""
        return parse(self.value("q") or "", exact=bool(self.value("exact")))

    @cached_property
    def heirs(self) -> dict[str, str]:
        """The slugs asked for of records that were merged, each with its heir's; one query."""
        given = {*self._words.tags, *self._words.not_tags}
        given.update(self.value("tag") or (), self.value("not_tag") or ())
        if not given:
            return {}
        merged = Tag.objects.filter(slug__in=given, merged_into__isnull=False)
        return {tag.slug: heir(tag).slug for tag in merged.select_related("merged_into")}

    def _standing(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """The slugs of the records that stand: what was asked of a merged one leads to its heir."""
        return tuple(dict.fromkeys(self.heirs.get(slug, slug) for slug in slugs))

    def _unused(self, typed: Typed) -> list[str]:
        """What was given to filters and is of no use, in a sentence each."""
        said = [_unusable(name, str(self.data.get(name, ""))[:40]) for name in self.form.errors]
        for name in ("source", "not_source", "tag", "not_tag"):
            given = self.data.getlist(name) if isinstance(self.data, QueryDict) else []
            noun = name.removeprefix("not_")
            wrong = [each for each in given if each and not SLUG.fullmatch(each)]
            said += [f"“{each[:40]}” is no {noun}." for each in wrong[:3]]
        if typed.language and not typed.wanted:
            said.append("A language was chosen, but no words to look for in it.")
        return said

    def value(self, name: str) -> Any:
        """What was given under the name, None where nothing or nothing of use was."""
        self.form.is_valid()
        return getattr(self.form, "cleaned_data", {}).get(name) or None

    @property
    def order(self) -> Sort:
        """The order: by relevance where words are looked for, unless newest is asked for."""
        by_words = self.value("sort") != "newest" and self.typed.groups
        return "relevance" if by_words else "newest"


def _unusable(name: str, given: str) -> str:
    if name in {"after", "before"}:
        return f"“{given}” is no date: give it as 2024-10-23."
    return f"“{given}” is nothing that “{name}” knows."


def _joined(first: tuple[str, ...], more: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *(more or []))))


def _tagged(slugs: Sequence[str]) -> Exists:
    standing = Tagging.objects.shown().filter(article=OuterRef("pk"), tag__slug__in=slugs)
    return Exists(standing)


def by_database(typed: Typed) -> ArticleQuerySet:
    """What the filters alone leave, the newest first. Words are not looked at."""
    data = QueryDict(mutable=True)
    for name, slugs in (
        ("source", typed.sources),
        ("not_source", typed.not_sources),
        ("tag", typed.tags),
        ("not_tag", typed.not_tags),
    ):
        data.setlist(name, list(slugs))
    given = {
        "after": typed.after and typed.after.isoformat(),
        "before": typed.before and typed.before.isoformat(),
        "undated": "1" if typed.undated else None,
        "level": typed.level,
        "discussed": "1" if typed.discussed else None,
    }
    data.update({name: value for name, value in given.items() if value})
    asked = ArticleFilter(data, Article.objects.translated())
    return cast("ArticleQuerySet", asked.qs).newest_first()
