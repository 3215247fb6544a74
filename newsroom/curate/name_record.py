"""What a record’s own page at the desk shows, in a fixed number of queries and one a merge deep."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from archive.models import Alias, Article, AuditEvent, Merge, StopName, Tag, Tagging
from archive.names import fold
from archive.tagging import heir, parts_of
from newsroom.curate.names import STANDING, titled
from newsroom.curate.naming import stop_form

ARTICLES, EVENTS, STOPS = 20, 50, 100  # on one page


def shown(tag: Tag, number: str | None) -> dict[str, Any]:
    """The record with its names, articles, merges and history."""
    labels = _labels(tag)
    aliases = Alias.objects.filter(tag__in=parts_of(tag)).select_related("tag")
    merges = Merge.objects.filter(Q(tag=tag) | Q(heir=tag)).select_related("tag", "heir", "by")
    target = Q(target=f"tag:{tag.slug}") | Q(target=f"stop:{fold(stop_form(tag))}"[:200])
    return {
        "tag": tag,
        "heir": heir(tag),
        "aliases": [
            (alias, alias.folded in _labels(alias.tag))
            for alias in aliases.order_by("folded", "pk")
        ],
        "articles": _articles(tag, number),
        "stands": tag.taggings.filter(STANDING).count(),
        "merges": list(merges[:EVENTS]),
        "events": list(AuditEvent.objects.filter(target).select_related("actor")[:EVENTS]),
        "stops": list(StopName.objects.filter(folded__in=labels - {""}, kind__in=["", tag.kind])),
    }


def _labels(tag: Tag) -> set[str]:
    """Its labels, folded: a name that is one is not split off."""
    return {fold(tag.label_en), fold(tag.label_fr)}


def _articles(tag: Tag, number: str | None) -> Page[Any]:
    """The taggings, newest articles first, each with its article."""
    rows = Tagging.objects.filter(tag=tag).order_by("-article")
    page: Page[Any] = Paginator(rows, ARTICLES).get_page(number)
    listed: list[Any] = list(page.object_list)
    articles: dict[int, Article] = titled(row.article_id for row in listed)
    page.object_list = [(row, articles[row.article_id]) for row in listed]
    return page


def stops(number: str | None) -> Page[Any]:
    """The stop list by name."""
    rows = StopName.objects.select_related("by").order_by("folded", "kind")
    return Paginator(rows, STOPS).get_page(number)
