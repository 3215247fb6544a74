"""The pages of what persons corrected: on the whole site, and of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from archive.amendments import Amendment, compared, corrected, texts_of
from archive.corrections import PER_PAGE, LogEntry, log, log_of
from archive.feeds.atom import Atom
from archive.feeds.corrections import NEWEST, made_of, write
from archive.listing import rows
from archive.models import Article, Edition
from archive.reading import read
from archive.views.conditional import unless_known
from archive.views.reading import withdrawn
from archive.views.shelf import from_shelf

PER_ARTICLE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One act on an article, with the two Editions and what the later changed in the earlier."""

    entry: LogEntry
    before: Edition
    after: Edition
    amendment: Amendment


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """What was corrected and withdrawn, the newest first; `?before=` begins an older page."""
    before = number(request.GET.get("before", ""))
    found = log(before)
    shown = found[:PER_PAGE]
    corrected_ones = [entry.article for entry in shown if not entry.is_withdrawal]
    languages = {row.article.pk: row.language for row in rows(corrected_ones)}
    marked = [(entry, languages.get(entry.article.pk, "en")) for entry in shown]
    by_day = groupby(marked, key=lambda pair: localdate(pair[0].at))
    context = {
        "days": [(day, list(run)) for day, run in by_day],
        "older": shown[-1].pk if len(found) > PER_PAGE else None,
        "is_first": before is None,
    }
    return render(request, "archive/corrections.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest of the same."""
    entries = log(size=NEWEST)[:NEWEST]
    return unless_known(
        request,
        made_of(entries),
        lambda: HttpResponse(write(entries), content_type=Atom.content_type),
    )


@require_safe
@from_shelf(withdrawn=withdrawn)
def article(request: HttpRequest, found: Article) -> HttpResponse:
    """What persons corrected in one article; `?upto=` names the act to begin with."""
    upto = number(request.GET.get("upto", ""))
    entries = log_of(found, upto, PER_ARTICLE)
    context: dict[str, Any] = {
        "article": found,
        "reading": read(found),
        "told": told(found, entries[:PER_ARTICLE]),
        "older": entries[PER_ARTICLE].pk if len(entries) > PER_ARTICLE else None,
        "is_first": upto is None,
    }
    return render(request, "archive/article_corrections.html", context)


def told(found: Article, entries: Sequence[LogEntry]) -> list[Told]:
    """The acts with what they changed, from three queries."""
    wanted = {n for entry in entries for n in (entry.before, entry.edition)}
    editions = {edition.n: edition for edition in found.editions.filter(n__in=wanted)}
    texts = texts_of(editions.values())
    shown = []
    for entry in entries:
        was, now = editions[entry.before], editions[entry.edition]
        if entry.is_return:
            change = compared(was, now, texts, found.source.display)
        else:
            change = corrected(was, now, texts, found.source.display, entry.facts)
        shown.append(Told(entry, was, now, change))
    return shown


def number(typed: str) -> int | None:
    """The number that was typed, None for what is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
