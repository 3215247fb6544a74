"""What editors let readers see: now, at a time to come, no longer, or as it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.curate import desk, publishing
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.forms import ReasonForm
from newsroom.curate.review_answers import article_of

CHANGE = "archive.change_article"
Act = Callable[[StaffRequest, int, int], str]


@staff(CHANGE)
@require_safe
def editions(request: StaffRequest, article_id: int) -> HttpResponse:
    """Every Edition of an article; `?n=` is compared with what readers see, 0 is what stands."""
    found = article_of(article_id)
    chosen = _number(request.GET.get("n", ""))
    context = {
        "article": found,
        "editions": publishing.editions_of(found),
        "status": publishing.status(found),
        "chosen": chosen,
        "preview": None if chosen is None else publishing.preview(found, chosen),
    }
    return render(request, "newsroom/article_editions.html", context)


def _publish(request: StaffRequest, pk: int, expected: int) -> str:
    desk.publish(pk, by=request.user, expected=expected)
    return "Published."


def _schedule(request: StaffRequest, pk: int, expected: int) -> str:
    at = _time(request.POST.get("at", ""))
    desk.schedule(pk, at=at, by=request.user, expected=expected)
    return f"Scheduled: readers see it from {desk.spoken(at)} on."


def _unschedule(request: StaffRequest, pk: int, expected: int) -> str:
    desk.unschedule(pk, by=request.user, expected=expected)
    return "No longer scheduled: it stays hidden until somebody publishes it."


def _hide(request: StaffRequest, pk: int, expected: int) -> str:
    desk.hide(pk, by=request.user, expected=expected)
    return "Hidden: readers find nothing at its address."


def _withdraw(request: StaffRequest, pk: int, expected: int) -> str:
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        raise desk.Refused(" ".join(str(error) for error in form["reason"].errors))
    reason = form.cleaned_data["reason"]
    try:
        desk.withdraw(pk, reason=reason, by=request.user, expected=expected)
    except desk.Refused as refused:
        raise desk.Refused(f"{refused} The reason you wrote: “{reason}”") from refused
    return "Withdrawn: its address gives the reason."


def _put_back(request: StaffRequest, pk: int, expected: int) -> str:
    desk.put_back(pk, by=request.user, expected=expected)
    return "Put back: readers see it again."


def _point_to(request: StaffRequest, pk: int, expected: int) -> str:
    n = _number(request.POST.get("n", ""))
    if n is None:
        raise desk.Refused("Choose the edition that readers shall see.")
    desk.point_to(pk, n, by=request.user, expected=expected)
    return f"Edition {n} stands again. What was worded since stays on this desk."


def _time(typed: str) -> datetime:
    """A day and a time as the browser sends them, of the clock in Paris."""
    try:
        at = forms.DateTimeField().clean(typed)
    except ValidationError as error:
        raise desk.Refused(f"Give a day and a time in Paris. {' '.join(error.messages)}") from error
    assert isinstance(at, datetime), "an empty field is an error"  # noqa: S101
    return at


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


ACTS: Mapping[str, Act] = {
    "publish": _publish,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "hide": _hide,
    "withdraw": _withdraw,
    "put-back": _put_back,
    "point-to": _point_to,
}
