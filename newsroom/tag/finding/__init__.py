"""Finding names in an article's French: who and what it speaks of, and where."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.conf import settings

from archive.models import StopName
from newsroom.tag.finding import pipeline
from newsroom.tag.finding.filters import Stop
from newsroom.tag.finding.reading import names_of_each
from newsroom.tag.mentions import Article, Mention

__all__ = ["find", "find_in_each", "stop_list"]


def stop_list() -> frozenset[Stop]:
    """The editors' stop list."""
    return frozenset(StopName.objects.order_by().values_list("folded", "kind"))


def find(article: Article) -> list[Mention]:
    """The names in an article's sentences, in their order, by the site's pipeline and stop list."""
    return find_in_each([article], stop_list())[0]


def find_in_each(articles: Sequence[Article], stops: Collection[Stop]) -> list[list[Mention]]:
    """The same of several articles at once, which costs less, by a stop list read before."""
    return names_of_each(articles, pipeline.load(settings.NER_PIPELINE), stops)
