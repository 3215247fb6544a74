"""What a reader may do with what they suggested: see what became of it, and take it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.signing import Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive.discuss import suggestions
from archive.discuss.differing import Piece, differences
from archive.discuss.guard import issue, same_site_post
from archive.discuss.outcomes import outcome
from archive.discuss.writer import digest, writer_id
from archive.models import Article, Suggestion
from archive.reading import read
from archive.views.writing import see_other

SHOWN = 100
RECEIPTS = Signer(salt="archive.suggestion.receipt")


@dataclass(frozen=True, slots=True)
class Told:
    """One suggestion for its writer's eyes. `article` is None where readers cannot see it.

    `base` and `text` are the wordings word by word; what the source keeps back is not among them.
    """

    suggestion: Suggestion
    words: str
    article: Article | None
    french: str = ""
    base: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()


def receipt(suggestion: Suggestion) -> str:
    """What the address of a suggestion carries for a browser that keeps no cookie."""
    return RECEIPTS.signature(str(suggestion.pk))


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What this browser's writer suggested, and what became of it."""
    mine = Suggestion.objects.filter(writer=digest(writer_id(request))).exclude(writer="")
    told = _listed(mine.select_related("segment").order_by("-created_at", "-pk")[:SHOWN])
    return render(request, "archive/suggestion_own.html", {"told": told})


@never_cache
@require_safe
def suggestion(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Tell its writer, and nobody else, how a suggestion stands."""
    found = _found(suggestion_id)
    given = request.GET.get("receipt", "")
    has_receipt = given.isascii() and constant_time_compare(given, receipt(found))
    if not has_receipt and not _is_own(request, found):
        raise Http404
    return _page(request, found)


@never_cache
@csrf_exempt  # `_withdraw` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, suggestion_id: int) -> HttpResponseBase:
    """Ask its writer whether a suggestion shall go for good, then let it go."""
    found = _found(suggestion_id)
    if not _is_own(request, found):
        raise Http404
    return _withdraw(request, found) if request.method == "POST" else _confirm(request, found)


def _found(pk: int) -> Suggestion:
    return get_object_or_404(Suggestion.objects.select_related("segment", "base"), pk=pk)


def _is_own(request: HttpRequest, found: Suggestion) -> bool:
    identity = writer_id(request)
    return bool(identity) and found.writer == digest(identity)


def _page(request: HttpRequest, found: Suggestion, status: int = 200, **more: Any) -> HttpResponse:
    context = {"it": _told(found), "is_own": _is_own(request, found), **more}
    return render(request, "archive/suggestion_kept.html", context, status=status)


def _confirm(request: HttpRequest, found: Suggestion, words: str = "") -> HttpResponse:
    more = {"token": issue("withdraw", found.pk), "words": words, "asked": True}
    return _page(request, found, 403 if words else 200, **more)


@same_site_post("withdraw", refused=_confirm)
def _withdraw(request: HttpRequest, found: Suggestion, open_for: timedelta) -> HttpResponse:
    try:
        suggestions.withdraw(found)
    except suggestions.Conflict:
        found.refresh_from_db()  # an editor was faster: the page says what they decided
        return _page(request, found, 409)
    return see_other(reverse("archive:own_suggestions"))


def _told(found: Suggestion) -> Told:
    """The suggestion beside what readers see of its sentence now."""
    articles = Article.objects.published().for_lists().select_related("edition__capture")
    article = articles.filter(pk=found.segment.article_id).first()
    lines = read(article).sentences if article and article.edition else ()
    shown = next((s for s in lines if s.uid == found.segment.uid), None)
    if shown is None:
        return Told(found, outcome(found), article, text=(Piece(found.text, changed=False),))
    base, text = differences(found.base.text, found.text)
    return Told(found, outcome(found), article, shown.french, tuple(base), tuple(text))


def _listed(found: Iterable[Suggestion]) -> list[Told]:
    """Each with its article, from one query more."""
    mine = list(found)
    ids = {each.segment.article_id for each in mine}
    seen = Article.objects.published().for_lists().in_bulk(ids)
    return [Told(each, outcome(each), seen.get(each.segment.article_id)) for each in mine]
