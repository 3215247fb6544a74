"""The moderators' page of a writer: what they sent, what came of it, and how they are treated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from archive.discuss import standings
from archive.models import Comment
from newsroom.curate import writer_page
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.comment_forms import StandingForm
from newsroom.curate.comment_views import CHANGE, for_rows

TREAT = "archive.change_standing"


@staff(CHANGE)
@require_safe
def shown(request: StaffRequest, writer: str) -> HttpResponse:
    """A writer by their digest: nobody knows them otherwise."""
    return _page(request, writer, StandingForm())


@staff(TREAT)
@require_POST
def treat(request: StaffRequest, writer: str, name: str) -> HttpResponse:
    """Hold, suspend or ban the writer with a reason, or lift what stands."""
    if name not in ACTS or not _is_known(writer):
        raise Http404
    form = StandingForm(request.POST, is_for_a_time=name == "suspend")
    if name != "lift" and not form.is_valid():
        return _page(request, writer, form, 422)
    try:
        messages.success(request, ACTS[name](request, writer, form))
    except standings.Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, writer, form, 409)
    return redirect("curate:writer", writer=writer)


def _page(
    request: StaffRequest, writer: str, form: StandingForm, status: int = 200
) -> HttpResponse:
    if not _is_known(writer):
        raise Http404
    context = writer_page.of(writer, request.GET.get("page"))
    context |= {"form": form, **for_rows(request)}
    return render(request, "newsroom/writer.html", context, status=status)


def _is_known(writer: str) -> bool:
    return bool(writer) and Comment.objects.filter(writer=writer).exists()


def _hold(request: StaffRequest, writer: str, form: StandingForm) -> str:
    said = standings.hold(writer, by=request.user, **_given(request, form))
    return f"Whatever they send waits for a moderator. They read: “{said.reason}”"


def _suspend(request: StaffRequest, writer: str, form: StandingForm) -> str:
    said = standings.suspend(writer, form.ends(), by=request.user, **_given(request, form))
    day = date_format(form.cleaned_data["until"], "j F Y")
    return f"Suspended until {day}. They read: “{said.reason}”"


def _ban(request: StaffRequest, writer: str, form: StandingForm) -> str:
    said = standings.ban(writer, by=request.user, **_given(request, form))
    return f"Banned. They read: “{said.reason}”"


def _lift(request: StaffRequest, writer: str, form: StandingForm) -> str:
    lifted = standings.lift(writer, by=request.user, seen=request.POST.get("seen"))
    return "They are treated as everybody else again." if lifted else "That was so already."


def _given(request: StaffRequest, form: StandingForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "seen": request.POST.get("seen")}


ACTS: dict[str, Callable[[StaffRequest, str, StandingForm], str]] = {
    "hold": _hold,
    "suspend": _suspend,
    "ban": _ban,
    "lift": _lift,
}
