"""Feeds of articles: the whole archive, a search, a tag, a source."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http import HttpResponsePermanentRedirect as Moved
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.feeds.articles import NEWEST, shelf, write
from archive.feeds.atom import Atom
from archive.filters import ArticleFilter, by_database
from archive.listing import held_sources
from archive.models import Article
from archive.models.article import ArticleQuerySet
from archive.search import Unavailable, search
from archive.search.query import LONGEST
from archive.tagging import articles_under, met_at
from archive.views.conditional import unless_known

AWAY = "Words cannot be looked for at the moment. Please ask again in a few minutes.\n"
RETRY = 120  # seconds


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest articles of the whole archive."""
    address, page = reverse("archive:feed"), reverse("archive:home")
    everything = Article.objects.translated()
    return _atom(request, everything, title=settings.SITE_NAME, address=address, page=page)


@require_safe
def tag_feed(request: HttpRequest, slug: str, plural: str = "") -> HttpResponseBase:
    """The newest articles under a tag; its other addresses lead there for ever."""
    shown = met_at(slug)
    articles = articles_under(shown) if shown else None
    if shown is None or articles is None or not articles.exists():
        raise Http404
    address = reverse("archive:tag_feed", args=[shown.plural, shown.slug])
    if request.path != address:
        return Moved(address)
    title = f"{settings.SITE_NAME}: {shown.label_en}"
    return _atom(request, articles, title=title, address=address, page=shown.get_absolute_url())


@require_safe
def source_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest articles of a source."""
    source = get_object_or_404(held_sources(), slug=slug)
    articles = Article.objects.translated().filter(source=source)
    title = f"{settings.SITE_NAME}: {source.name}"
    address, page = (reverse(f"archive:{name}", args=[slug]) for name in ("source_feed", "source"))
    return _atom(request, articles, title=title, address=address, page=page)


@require_safe
def search_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest articles that a search finds; its parameters are those of the search page."""
    asked = ArticleFilter(request.GET, Article.objects.none())
    try:
        articles = _found(asked)
    except Unavailable:
        plain = "text/plain; charset=utf-8"
        return HttpResponse(AWAY, content_type=plain, status=503, headers={"Retry-After": RETRY})
    given = _given(asked)
    query = f"?{urlencode(given)}" if given else ""
    return _atom(
        request,
        articles,
        title=f"{settings.SITE_NAME}: {_in_words(given)}",
        address=reverse("archive:search_feed") + query,
        page=reverse("archive:search") + query,
        remark=" ".join(asked.typed.ignored),
    )


def _found(asked: ArticleFilter) -> ArticleQuerySet:
    if not asked.value("q"):
        return by_database(asked.typed)
    results = search(asked.typed, sort="newest", page=1, size=NEWEST, faceted=False)
    return Article.objects.translated().filter(pk__in=[hit.article_id for hit in results.hits])


def _given(asked: ArticleFilter) -> list[tuple[str, str]]:
    """What the search was given and uses, always in the same order: the same search, one feed."""
    names = [name for name in ArticleFilter.base_filters if name != "sort"]
    values = {name: asked.value(name) for name in names}
    return [(name, text) for name in names for text in _texts(values[name])]


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, date):
        return [value.isoformat()]
    return [str(value)[:LONGEST]] if value else []


def _in_words(given: list[tuple[str, str]]) -> str:
    told = [f"“{text}”" if name == "q" else f"{name}: {text}" for name, text in given]
    return ", ".join(told) or "all articles"


def _atom(request: HttpRequest, articles: ArticleQuerySet, **told: str) -> HttpResponseBase:
    """The newest of the articles as Atom, unless the reader holds just that already."""
    held = shelf(articles)
    return unless_known(
        request,
        [sorted(told.items()), *held.made_of],
        lambda: HttpResponse(write(held, **told), content_type=Atom.content_type),
    )
