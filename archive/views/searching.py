"""The search page and its help, whole without JavaScript."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import refining
from archive.examples import guide
from archive.filters import ArticleFilter
from archive.finding import entries, find
from archive.listing import Cursor
from archive.models import Article
from archive.refining import Address
from archive.search import Results
from archive.search.results import DEEPEST, PAGE

SORTS = {"relevance": "Best match first", "newest": "Newest first"}
MORE = ("after", "before", "lang", "exact", "level", "discussed", "undated")


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `q` and the filters; with neither, the newest articles."""
    asked = ArticleFilter(request.GET, Article.objects.none())
    typed, page, address = asked.typed, _page(request.GET.get("page", "")), Address(request.GET)
    results, away = find(asked, page=page, after=Cursor.parse(request.GET.get("cursor", "")))
    called = refining.labels(results, asked)
    context = {
        "q": request.GET.get("q", "")[:500],
        "asked": asked,
        "typed": typed,
        "total": results.total,
        "entries": entries(results.hits, typed),
        "ignored": [*typed.ignored, *refining.unknown(asked, called), *away],
        "facets": refining.facets(results, called, address),
        "chips": refining.chips(asked, called, address),
        "chart": refining.histogram(results, address),
        "undated": results.total - sum(results.days.values()),
        "undated_address": address.put(undated="1", after="", before=""),
        "hidden": [(n, v) for n in refining.REPEATED for v in asked.value(n) or []],
        "narrowed": any(asked.value(name) for name in MORE),
        "feed": address.put(sort=""),
        **_order(asked, address),
        **_pages(results, asked, address, page),
    }
    return render(request, "archive/search.html", context)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """The query language, with examples that run on what this archive holds."""
    return render(request, "archive/search_help.html", {"sections": guide()})


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(1, number), DEEPEST // PAGE)


def _order(asked: ArticleFilter, address: Address) -> dict[str, Any]:
    if not asked.typed.groups:
        return {"sort": "newest", "sorts": []}
    addresses = {"relevance": address.put(sort=""), "newest": address.put(sort="newest")}
    return {"sort": asked.order, "sorts": [(key, SORTS[key], addresses[key]) for key in SORTS]}


def _pages(results: Results, asked: ArticleFilter, address: Address, page: int) -> dict[str, str]:
    """The ways to the pages around this one, by number or, in order of time, by cursor."""
    begun = "cursor" in address.given or page > 1
    found = {"first": address.put() if begun else "", "earlier": "", "later": ""}
    if results.further is not None:
        on = date.fromordinal(results.further >> 40)
        found["later"] = address.put(cursor=str(Cursor(on, results.further & (1 << 40) - 1)))
    elif "cursor" not in address.given:
        if page > 1:
            found["earlier"] = address.put(page=str(page - 1))
        if results.total > page * PAGE and page < DEEPEST // PAGE:
            found["later"] = address.put(page=str(page + 1))
    return found
