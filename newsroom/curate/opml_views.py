"""The staff's pages that take in a list of feeds from another program, and hand one out."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.models import Source
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.adding import LONGEST
from newsroom.curate.source_forms import OpmlForm
from newsroom.wire import desk
from newsroom.wire.accepting import Refused
from newsroom.wire.importing import plan_opml

VIEW, ADD = "archive.view_source", "archive.add_source"
SALT = "newsroom.curate.opml_views"
STALE = "What you looked at is more than a day old, or was changed on its way. Choose it again."
MOST_SHOWN = 300  # sources, and refused outlines
MOST_SAID = 20  # refusals after an import


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: StaffRequest) -> HttpResponse:
    """Take a file and show what it would add."""
    form = OpmlForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, 422 if request.method == "POST" else 200)
    raw = form.cleaned_data["file"]
    try:
        plan = plan_opml(raw)
    except Refused as refused:
        form.add_error("file", refused.reason)
        return _page(request, form, 422)
    context = {
        "form": form,
        "plan": plan,
        "additions": plan.additions[:MOST_SHOWN],
        "more": max(0, len(plan.additions) - MOST_SHOWN),
        "refused": plan.refused[:MOST_SHOWN],
        "rules": _said(form.rules()),
        "sealed": _sealed(raw, form.rules(), request.user),
    }
    return render(request, "newsroom/sources_import.html", context)


def _page(request: StaffRequest, form: OpmlForm, status: int) -> HttpResponse:
    return render(request, "newsroom/sources_import.html", {"form": form}, status=status)


def _said(rules: dict[str, str]) -> list[str]:
    """The rules in words."""
    return [
        f"readers see {Source.Display(rules['display']).label}",
        f"an article is {Source.Release(rules['release']).label}",
        f"what is taken in is {Source.Take(rules['take']).label}",
    ]


@staff(ADD)
@require_POST
def accept(request: StaffRequest) -> HttpResponse:
    """Follow what the file named, under the rules that were shown with it."""
    try:
        raw, rules = _opened(request.POST.get("sealed", ""), request.user)
        made = desk.import_opml(raw, by=request.user, **rules)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("curate:sources_import")
    for words in made.refused[:MOST_SAID]:
        messages.warning(request, words)
    if len(made.refused) > MOST_SAID:
        messages.warning(request, f"{len(made.refused) - MOST_SAID} refusals more are not listed.")
    told = f"{_counted(made.feeds, 'feed')} of {_counted(made.sources, 'new source')} added"
    messages.success(request, f"{told}, {made.known} known, {len(made.refused)} refused.")
    return redirect("curate:sources")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _sealed(raw: bytes, rules: dict[str, str], user: User) -> str:
    held = [base64.b64encode(raw).decode("ascii"), rules, user.pk]
    return signing.dumps(held, salt=SALT, compress=True)


def _opened(token: str, user: User) -> tuple[bytes, dict[str, str]]:
    """What `_sealed` held. Raises Refused where it is stale, forged or another editor's."""
    try:
        raw, rules, pk = signing.loads(token, salt=SALT, max_age=LONGEST)
    except (signing.BadSignature, ValueError) as error:
        raise Refused(STALE) from error
    if pk != user.pk:
        raise Refused(STALE)
    return base64.b64decode(raw), rules


@staff(VIEW)
@require_safe
def hand_out(request: StaffRequest) -> HttpResponse:
    """All feeds as a file for other programs."""
    name = f"passerelle-{timezone.localdate():%Y-%m-%d}.opml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(desk.export_opml(), content_type="text/x-opml", headers=headers)
