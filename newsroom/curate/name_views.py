"""The editors’ page “Names”: records to look at, pairs that may be one, and each record’s own."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive import authority
from archive.authority.holding import hold_records
from archive.models import Alias, Merge, StopName, Tag
from newsroom.curate import name_record, names, naming
from newsroom.curate.access import StaffRequest, staff

CHANGE = "archive.change_tag"
READING = "Articles that hold it are being read again."


@staff(CHANGE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Records by the number of articles they stand on, and suggested merges."""
    wanted = names.Wanted.of(request.GET)
    past, last = names.past(request.user)
    context = {
        "wanted": wanted,
        "statuses": names.STATUSES,
        "kinds": Tag.Kind.choices,
        "records": names.records(wanted, request.GET.get("page")),
        "pairs": names.pairs(request.GET.get("pairs")),
        "proposed": names.proposed(),
        "sought": names.sought(),
        "past": past,
        "last": last,
        "back": request.get_full_path(),
        "acts": naming.ACTS,
    }
    return render(request, "newsroom/names.html", context)


@staff(CHANGE)
@require_POST
def act(request: StaffRequest) -> HttpResponse:
    """Do an act to what was chosen; more than one is counted and asked about first."""
    name, _, one = request.POST.get("do", "").partition(" ")
    if name not in naming.ACTS:
        raise Http404
    deed = naming.ACTS[name]
    values = [one] if one else request.POST.getlist("chosen")[: naming.MOST]
    given = naming.chosen(dict.fromkeys(values), on_pairs=deed.on_pairs)
    if len(given) > 1 and "sure" not in request.POST:
        context = {"act": deed, "name": name, "chosen": given, "counted": deed.things(len(given))}
        context["back"] = _back(request)
        return render(request, "newsroom/names_ask.html", context)
    count, refused = naming.perform(deed, given, request.user)
    if not given:
        messages.warning(request, "Nothing was chosen.")
    elif count or not refused:
        messages.success(request, deed.said(count))
    for words in refused:
        messages.error(request, words)
    return redirect(_back(request))


@staff(CHANGE)
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Take back what was done together."""
    undone = authority.undo(request.POST.get("batch", "").replace("\x00", ""), request.user)
    if undone.count:
        messages.success(request, f"Undone: {undone.count} act{'s' * (undone.count > 1)}.")
    elif not undone.refused:
        messages.warning(request, "That was undone already.")
    for words in undone.refused:
        messages.error(request, words)
    return redirect(_back(request))


def _back(request: StaffRequest) -> str:
    """The page of names that the form stood on; no other place."""
    place = urlsplit(request.POST.get("back", ""))
    home = reverse("curate:names")
    here = place.path.startswith((home, reverse("curate:stop_names"))) and ".." not in place.path
    if place.netloc or place.scheme or not here:
        return home
    return f"{place.path}?{place.query}" if place.query else place.path


@staff(CHANGE)
@require_safe
def record(request: StaffRequest, slug: str) -> HttpResponse:
    """One record: labels, names, articles, merges, and what was done to it."""
    tag = get_object_or_404(Tag.objects.select_related("merged_into"), slug=slug)
    context = name_record.shown(tag, request.GET.get("page"))
    context |= {"proposed": names.proposed(), "back": request.get_full_path()}
    return render(request, "newsroom/name.html", context)


@staff(CHANGE)
@require_POST
def change(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Do one of the acts to a record, and go back to where its form stood."""
    if name not in CHANGES:
        raise Http404
    tag = get_object_or_404(Tag, slug=slug)
    try:
        words = CHANGES[name](request, tag)
    except authority.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect(_back(request))


@transaction.atomic
def _rename(request: StaffRequest, tag: Tag) -> str:
    names = ("en", "fr", "was_en", "was_fr")
    en, fr, *seen = (request.POST.get(name, "").replace("\x00", "") for name in names)
    (held,) = hold_records(tag.pk)
    if "was_en" in request.POST and seen != [held.label_en, held.label_fr]:
        raise authority.Refused(f"It was renamed “{held}” meanwhile: look at its labels again.")
    if not authority.rename(tag, en, fr, request.user):
        return "Nothing was changed."
    return f"It is called “{tag}” now; its old name leads to it still."


def _merge(request: StaffRequest, tag: Tag) -> str:
    made = authority.merge(tag, naming.only_one(request.POST.get("into", "")), request.user)
    return f"“{made.tag}” is part of “{made.heir}” now."


def _unmerge(request: StaffRequest, tag: Tag) -> str:
    merges = Merge.objects.select_related("tag", "heir")
    made = get_object_or_404(merges, pk=_number(request, "merge"))
    authority.undo_merge(made, request.user)
    return f"“{made.tag}” is a record of its own again."


def _split(request: StaffRequest, tag: Tag) -> str:
    alias = get_object_or_404(Alias, pk=_number(request, "alias"))
    made = authority.split_off(alias, request.user)
    return f"“{made}” is a record of its own now: see that its English label is right. {READING}"


def _number(request: StaffRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0


CHANGES: dict[str, Callable[[StaffRequest, Tag], str]] = {
    "rename": _rename,
    "merge": _merge,
    "unmerge": _unmerge,
    "split": _split,
}


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stopped(request: StaffRequest) -> HttpResponse:
    """The stop list: add a form, or allow one again."""
    if request.method == "POST":
        return _change_stops(request)
    context: dict[str, Any] = {
        "page": name_record.stops(request.GET.get("page")),
        "kinds": [each for each in Tag.Kind.choices if each[0] != Tag.Kind.SUBJECT],
    }
    return render(request, "newsroom/stop_names.html", context)


def _change_stops(request: StaffRequest) -> HttpResponse:
    text = request.POST.get("text", "").replace("\x00", "")
    try:
        if "stop" in request.POST:
            held = get_object_or_404(StopName, pk=_number(request, "stop"))
            authority.unstop(held, request.user)
            messages.success(request, f"“{held}” may be a name again. {READING}")
        else:
            authority.stop(text, request.POST.get("kind", ""), request.user)
            messages.success(request, f"“{text}” is no name from now on.")
    except authority.Refused as refused:
        messages.error(request, str(refused))
    return redirect("curate:stop_names")
