"""The authority records: an overview, an index of each kind, and each with its articles."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.calendar import Span
from archive.directory import Asked, directory, overview
from archive.histogram import chart
from archive.listing import Cursor, listing
from archive.models import Tag
from archive.models.article import ArticleQuerySet
from archive.models.tag import PLURALS
from archive.refining import Address
from archive.spread import days
from archive.tagging import SAMPLED, articles_under, met_at, named_beside, spellings

KINDS = {plural: kind for kind, plural in PLURALS.items()}


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """The records that lead to most articles, by kind, and the ways to all of them."""
    return render(request, "archive/tags.html", {"shelves": overview()})


@require_safe
def index(request: HttpRequest, plural: str) -> HttpResponse:
    """The records of a kind: `q` looks for names, `initial` chooses a letter, `sort` the order."""
    asked = Asked.of(request.GET)
    found = directory(KINDS[plural], asked)
    address = Address(request.GET)
    context = {
        "plural": plural,
        "asked": asked,
        "found": found,
        "letters": [
            (letter, address.put(initial=letter, q="", page="")) for letter in found.letters
        ],
        "sorts": [(sort, address.put(sort=sort)) for sort in ("name", "number")],
        "earlier": address.put(page=str(found.page - 1)) if found.page > 1 else "",
        "later": address.put(page=str(found.page + 1)) if found.goes_on else "",
        "noindex": bool(asked.q or asked.sort),
    }
    return render(request, "archive/tag_index.html", context)


@require_safe
def tag(request: HttpRequest, slug: str, plural: str = "") -> HttpResponse:
    """A record with its articles; its other addresses lead there for ever."""
    shown = met_at(slug)
    articles = articles_under(shown) if shown else None
    count = articles.count() if articles is not None else 0
    if shown is None or articles is None or not count:
        raise Http404
    if request.path != shown.get_absolute_url():
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(
            f"{shown.get_absolute_url()}{'?' if query else ''}{query}"
        )
    page = listing(articles, Cursor.parse(request.GET.get("before", "")))
    context = {"tag": shown, "count": count, "listing": page}
    if page.is_first:
        context |= _told(shown, articles, count)
    return render(request, "archive/tag.html", context)


def _told(shown: Tag, articles: ArticleQuerySet, count: int) -> dict[str, Any]:
    """What the first page says of a record beside its articles."""
    held = days(articles)
    search = {"tag": shown.slug}

    def of(span: Span) -> str:
        return _search(**search, after=span.first, before=span.last)

    return {
        "search": _search(**search),
        "spellings": spellings(shown),
        "days": {"first": min(held, default=None), "last": max(held, default=None)},
        "undated": count - sum(held.values()),
        "undated_address": _search(**search, undated=1),
        "chart": chart(held, of),
        "beside": [
            (other, together, _search(tag=[shown.slug, other.slug]))
            for other, together in named_beside(shown, articles)
        ],
        "sampled": SAMPLED if count > SAMPLED else 0,
    }


def _search(**asked: str | int | date | list[str]) -> str:
    return f"{reverse('archive:search')}?{urlencode(asked, doseq=True)}"
