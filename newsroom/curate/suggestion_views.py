"""The editors' pages of readers' suggestions, and of the sentences to look at first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from archive.discuss import recurrences, suggestions
from archive.models import Suggestion
from newsroom.curate import review, suggestion_queue
from newsroom.curate.access import StaffRequest, staff

CHANGE, REVIEW = "archive.change_suggestion", "archive.change_article"


@staff(CHANGE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Suggestions that wait, or those that were decided on; `?accepted=` names the last taken."""
    shows_decided = request.GET.get("show") == "decided"
    pages = suggestion_queue.decided if shows_decided else suggestion_queue.waiting
    taken = _taken(request)
    context = {
        "counts": suggestion_queue.counts(),
        "shows_decided": shows_decided,
        "rows": pages(request.GET.get("page")),
        "reasons": suggestion_queue.REASONS,
        "offer": suggestion_queue.offer(taken) if taken else None,
    }
    return render(request, "newsroom/suggestions.html", context)


@staff(CHANGE)
@require_safe
def one(request: StaffRequest, suggestion_id: int) -> HttpResponse:
    """One suggestion, and where else an accepted one may go."""
    return _page(request, suggestion_queue.row(_found(suggestion_id)))


@staff(CHANGE)
@require_POST
def decide(request: StaffRequest, suggestion_id: int, name: str) -> HttpResponse:
    """Do one of the acts to the suggestion. What cannot be done is said beside it."""
    if name not in ACTS:
        raise Http404
    found = _found(suggestion_id)
    try:
        words, address = ACTS[name](request, found)
    except suggestions.Refused as refused:
        messages.error(request, str(refused))
        credited = name != "accept" or "credited" in request.POST
        row = suggestion_queue.row(found, typed=_typed(request), credited=credited)
        return _page(request, row, 409)
    messages.success(request, words)
    return redirect(address)


@staff(REVIEW)
@require_safe
def reviewed(request: StaffRequest) -> HttpResponse:
    """The machine's sentences, those first that an editor should look at first."""
    context = {"lines": review.page(request.GET.get("page")), "persons": review.doubted_persons()}
    return render(request, "newsroom/review.html", context)


def _found(pk: int) -> Suggestion:
    return get_object_or_404(Suggestion.objects.select_related("segment", "translation"), pk=pk)


def _taken(request: HttpRequest) -> Suggestion | None:
    taken = Suggestion.objects.select_related("segment", "translation")
    return taken.filter(pk=_number(request.GET.get("accepted", ""))).first()


def _page(request: StaffRequest, row: suggestion_queue.Row, status: int = 200) -> HttpResponse:
    context = {
        "row": row,
        "own": request.POST.get("own", ""),
        "reasons": suggestion_queue.REASONS,
        "offer": suggestion_queue.offer(row.suggestion),
    }
    return render(request, "newsroom/suggestion.html", context, status=status)


def _typed(request: HttpRequest) -> str | None:
    text = request.POST.get("text")
    return None if text is None else text.replace("\x00", "")


def _accept(request: StaffRequest, found: Suggestion) -> tuple[str, str]:
    suggestions.accept(
        found,
        by=request.user,
        text=_typed(request),
        expected_base=_number(request.POST.get("standing", "")),
        credited="credited" in request.POST,
    )
    return "Accepted: readers see it now.", f"{_queue()}?accepted={found.pk}"


def _reject(request: StaffRequest, found: Suggestion) -> tuple[str, str]:
    own = request.POST.get("own", "").replace("\x00", "")
    suggestions.reject(found, by=request.user, reason=request.POST.get("reason") or own)
    return "Not taken: its writer is told the reason.", _queue()


def _reopen(request: StaffRequest, found: Suggestion) -> tuple[str, str]:
    suggestions.reopen(found, by=request.user)
    return "It waits again.", reverse("curate:suggestion", args=[found.pk])


def _give(request: StaffRequest, found: Suggestion) -> tuple[str, str]:
    """Give the wording to what was chosen; more than fits one batch is left for the next."""
    pairs = [value.partition("-")[::2] for value in request.POST.getlist("chosen")]
    chosen = [(_number(segment), _number(wording)) for segment, wording in pairs]
    if not chosen:
        raise suggestions.Refused("Nothing was chosen.")
    given = recurrences.give(found, chosen, by=request.user)
    for words in given.refused:
        messages.warning(request, words)
    count = len(given.made)
    words = f"Given to {count} more sentence{'' if count == 1 else 's'}: readers see it now."
    return words, f"{_queue()}?accepted={found.pk}"


def _queue() -> str:
    return reverse("curate:suggestions")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


ACTS: dict[str, Callable[[StaffRequest, Suggestion], tuple[str, str]]] = {
    "accept": _accept,
    "reject": _reject,
    "reopen": _reopen,
    "give": _give,
}
