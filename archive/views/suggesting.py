"""Where readers mend a sentence: a better wording, or one click that it reads wrong."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.discuss import doubts, suggestions
from archive.discuss.guard import same_site_post
from archive.discuss.pipeline import Refusal, Sent
from archive.discuss.writer import digest, new_writer_id, remember, writer_id
from archive.models import Article
from archive.views.own_suggestions import receipt
from archive.views.reading import withdrawn
from archive.views.sentences import Seen, page, seen
from archive.views.shelf import from_shelf
from archive.views.writing import see_other, token, whence
from archive.wording_form import SuggestionForm

REWORDED = "The sentence was reworded since you opened the page. Look at the new wording."
POSTED = ["GET", "HEAD", "POST"]
KEPT = "Your wording is kept: send it from here."


@csrf_exempt  # `_send` keeps its own guard
@require_http_methods(POSTED)
@from_shelf(withdrawn=withdrawn)
def suggest(request: HttpRequest, found: Article, uid: int) -> HttpResponseBase:
    """Take a reader's wording. Read, the address leads to the form."""
    shown = seen(found, uid)
    if request.method == "POST":
        return _send(request, shown)
    return redirect(_address(shown, "suggest"))


@csrf_exempt  # `_note` keeps its own guard
@require_http_methods(POSTED)
@from_shelf(withdrawn=withdrawn)
def doubt(request: HttpRequest, found: Article, uid: int) -> HttpResponseBase:
    """Note that a reader finds the wording wrong. Read, the address leads to the sentence."""
    shown = seen(found, uid)
    if request.method == "POST":
        return _note(request, shown)
    return redirect(_address(shown))


def _address(shown: Seen, place: str = "") -> str:
    address = reverse("archive:sentence", args=[shown.reading.article.pk, shown.sentence.uid])
    return f"{address}#{place}" if place else address


def _form(request: HttpRequest, shown: Seen) -> SuggestionForm:
    return SuggestionForm(request.POST, token=token(request, "suggest", shown.pk))


def _again(
    request: HttpRequest, shown: Seen, form: SuggestionForm, status: int = 422
) -> HttpResponse:
    return page(request, shown.reading, shown.sentence.uid, form, status)


def _not_ours(request: HttpRequest, shown: Seen, words: str) -> HttpResponse:
    form = _form(request, shown)
    form.add_error(None, f"{words} {KEPT}")
    return _again(request, shown, form, status=403)


@same_site_post("suggest", refused=_not_ours)
def _send(request: HttpRequest, shown: Seen, open_for: timedelta) -> HttpResponse:
    form = _form(request, shown)
    if not form.is_valid():
        return _again(request, shown, form)
    identity, given = writer_id(request) or new_writer_id(), form.cleaned_data
    sent = Sent(
        **whence(request, identity, open_for),
        text=given["text"],
        name=given["name"],
        email=given["email"],
        trap=given["homepage"],
        translation=_number(request.POST.get("wording", "")),
    )
    try:
        made = suggestions.suggest(shown.segment, sent, given["note"])
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.words)
        return _again(request, shown, form)
    address = reverse("archive:suggestion", args=[made.pk])
    response = see_other(f"{address}?receipt={receipt(made)}")
    # Sent twice at once, the suggestion belongs to the first answer's cookie.
    if made.writer == digest(identity):
        remember(response, identity)
    return response


def _unheard(request: HttpRequest, shown: Seen, words: str, status: int = 403) -> HttpResponse:
    return page(request, shown.reading, shown.sentence.uid, None, status, not_noted=words)


@same_site_post("doubt", refused=_unheard)
def _note(request: HttpRequest, shown: Seen, open_for: timedelta) -> HttpResponse:
    if _number(request.POST.get("wording", "")) != shown.wording.pk:
        return _unheard(request, shown, REWORDED, status=409)
    identity = writer_id(request) or new_writer_id()
    sent = Sent(text="", name="", **whence(request, identity, open_for))
    try:
        doubts.doubt(shown.wording, sent)
    except Refusal as refusal:
        return _unheard(request, shown, refusal.words, status=422)
    response: HttpResponseRedirect = see_other(f"{_address(shown)}?doubted=1#wordings")
    remember(response, identity)
    return response


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
