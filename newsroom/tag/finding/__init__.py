"""Finding names in an article's French: who and what it speaks of, and where."""

from __future__ import annotations

from django.conf import settings

from archive.models import StopName
from newsroom.tag.finding import pipeline
from newsroom.tag.finding.reading import names
from newsroom.tag.mentions import Article, Mention

__all__ = ["find"]


def find(article: Article) -> list[Mention]:
    """The names in an article's sentences, in their order, by the site's pipeline and stop list."""
    stops = frozenset(StopName.objects.values_list("folded", "kind"))
    return names(article, pipeline.load(settings.NER_PIPELINE), stops)
