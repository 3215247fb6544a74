"""The pages in which an article's sentences come before an editor."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

from archive.models import Article

PER_PAGE = 400  # sentences


def sentences(article: Article, number: str | None) -> Page[Any]:
    """One page of the article's sentences; a number that is none gives the nearest there is."""
    segments = article.segments.alive().with_current()
    return Paginator(segments, PER_PAGE).get_page(number)


def page_of(article: Article, uid: int) -> int:
    """The number of the page that holds the sentence; 1 where none does."""
    uids = list(article.segments.alive().values_list("uid", flat=True))
    return uids.index(uid) // PER_PAGE + 1 if uid in uids else 1
