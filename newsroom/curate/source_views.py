"""The staff's pages of sources: all of them, one with its feeds and pages, and adding one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.models import Feed, Source
from newsroom.curate import source_offers, source_pages
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.source_forms import AddressForm, FeedsForm, SourceForm
from newsroom.curate.source_offers import Offer
from newsroom.wire import desk

VIEW, ADD, CHANGE = "archive.view_source", "archive.add_source", "archive.change_feed"


@staff(VIEW)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Every source with its health, those with a problem first."""
    wanted = source_pages.Wanted.of(request.GET)
    context = {
        "wanted": wanted,
        "choices": source_pages.SHOWN,
        "rows": source_pages.listed(wanted, request.GET.get("page")),
    }
    return render(request, "newsroom/sources.html", context)


@staff(VIEW)
@require_safe
def shown(request: StaffRequest, slug: str) -> HttpResponse:
    """One source: how it fares, its feeds, its pages."""
    source = get_object_or_404(Source, slug=slug)
    context = source_pages.shown(source, request.GET)
    context |= {"back": request.get_full_path(), "address": AddressForm(initial={"source": source})}
    return render(request, "newsroom/source.html", context)


@staff(CHANGE)
@require_POST
def act(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Do one of the acts to a feed or a page of the source, and go back to where its form stood."""
    if name not in ACTS:
        raise Http404
    source = get_object_or_404(Source, slug=slug)
    try:
        words = ACTS[name](request, source)
    except desk.Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, words)
    home, back = reverse("curate:source", args=[slug]), request.POST.get("back", "")
    return redirect(back if back == home or back.startswith(f"{home}?") else home)


def _pause(request: StaffRequest, source: Source) -> str:
    feed = _feed(request, source)
    desk.pause(feed, by=request.user)
    return f"Paused: {feed}. It is asked for nothing until somebody resumes it."


def _resume(request: StaffRequest, source: Source) -> str:
    feed = _feed(request, source)
    desk.resume(feed, by=request.user)
    return f"Followed again: {feed}."


def _poll(request: StaffRequest, source: Source) -> str:
    feed = _feed(request, source)
    desk.poll_now(feed, by=request.user)
    return f"Being asked now: {feed}."


def _again(request: StaffRequest, source: Source) -> str:
    page = get_object_or_404(source.pages.defer("entry"), pk=_number(request, "page"))
    desk.fetch_again(page, by=request.user)
    return f"Being fetched once more: {page}."


def _feed(request: StaffRequest, source: Source) -> Feed:
    return get_object_or_404(source.feeds, pk=_number(request, "feed"))


def _number(request: StaffRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


ACTS: dict[str, Callable[[StaffRequest, Source], str]] = {
    "pause": _pause,
    "resume": _resume,
    "poll": _poll,
    "again": _again,
}


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Take an address and show what it offers; `?plain` makes a source without a feed."""
    if request.method != "POST":
        plain = Offer() if "plain" in request.GET else None
        return _add_page(request, AddressForm(), offer=plain)
    form = AddressForm(request.POST)
    into = None
    if form.is_valid():
        into, asked = form.cleaned_data["source"], form.cleaned_data["address"]
        try:
            made = source_offers.offer(desk.preview(asked), asked, into)
        except desk.Refused as refused:
            form.add_error("address", refused.reason)
        else:
            return _add_page(request, form, into=into, offer=made)
    return _add_page(request, form, into=into, status=422)


def _add_page(
    request: StaffRequest,
    form: AddressForm,
    *,
    into: Source | None = None,
    offer: Offer | None = None,
    accept: SourceForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "offer": offer, "into": into, "problem": problem}
    if offer is not None:
        context |= {
            "accept": accept or SourceForm(offer.free, initial=_proposed(offer)),
            "known": _source(offer.known),
            "sealed": source_offers.sealed(offer, request.user),
        }
    return render(request, "newsroom/source_add.html", context, status=status)


def _source(slug: str) -> Source | None:
    return Source.objects.filter(slug=slug).first() if slug else None


def _proposed(offer: Offer) -> dict[str, Any]:
    """What the form holds first: of the feeds the one that nobody follows yet and stands first."""
    named = {"name": offer.name, "slug": offer.slug, "homepage": offer.homepage}
    return named | {"take": offer.take, "feeds": offer.free[:1]}


@staff(ADD)
@require_POST
def accept(request: StaffRequest) -> HttpResponse:
    """Follow what was chosen of a preview, for a new source or for one that there is."""
    try:
        held = source_offers.opened(request.POST.get("sealed", ""), request.user)
    except desk.Refused as refused:
        messages.error(request, refused.reason)
        return redirect("curate:source_add")
    offer = source_offers.as_it_stands(held)
    into = _chosen_source(offer, request.POST.get("into", ""))
    form = SourceForm(offer.free, request.POST) if into is None else None
    feeds = form or FeedsForm(offer.free, request.POST)
    problem = ""
    if feeds.is_valid():
        try:
            source = _accepted(offer, form, feeds.chosen(), into, request.user)
        except desk.Refused as refused:
            problem = refused.reason
        else:
            messages.success(request, f"“{source}” {_said(len(feeds.chosen()))}")
            return redirect("curate:source", slug=source.slug)
    elif form is None:
        problem = " ".join(str(error) for error in feeds.errors.get("feeds", []))
    shown = into if offer.into else None
    asked = AddressForm(initial={"address": offer.asked, "source": shown})
    return _add_page(
        request, asked, into=shown, offer=offer, accept=form, problem=problem, status=422
    )


def _chosen_source(offer: Offer, pressed: str) -> Source | None:
    """The source there is that the feeds are for; None for a new one."""
    wanted = offer.into or pressed
    return _source(wanted) if wanted in {offer.into, offer.known} else None


@transaction.atomic
def _accepted(
    offer: Offer, form: SourceForm | None, feeds: Sequence[str], into: Source | None, by: User
) -> Source:
    """The source that follows from now on what was chosen."""
    titles = offer.titles
    if form is not None:
        return desk.add_source(feeds=feeds, titles=titles, by=by, **form.facts())
    assert into is not None, "without a form there is a source"  # noqa: S101
    for url in feeds:
        desk.follow(into, url, title=titles.get(url, ""), by=by)
    return into


def _said(count: int) -> str:
    if not count:
        return "is added."
    return f"is followed: {count} feed{'' if count == 1 else 's'}, asked at once."
