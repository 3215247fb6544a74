"""A sentence's own page: its wordings, what readers say of it, and the form for a better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.checks import Finding
from archive.citing import cite
from archive.copying import Whence
from archive.discuss.checking import checked
from archive.discuss.circumstances import why_closed
from archive.discuss.guard import issue
from archive.discuss.suggestions import is_same, longest
from archive.discuss.text import one_line
from archive.discuss.thread import about
from archive.history import history
from archive.models import Article, Segment, Translation
from archive.reading import Reading, Sentence, read
from archive.views.reading import withdrawn
from archive.views.shelf import from_shelf
from archive.wording_form import SuggestionForm


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence whose English readers see now: what they may better, or find wrong.

    `pk` is the article's: one token serves all its sentences.
    """

    reading: Reading
    sentence: Sentence
    wording: Translation

    @property
    def pk(self) -> int:
        """What a form's token is about."""
        return self.reading.article.pk

    @property
    def segment(self) -> Segment:
        """The sentence's row."""
        return self.wording.segment


def seen(found: Article, uid: int) -> Seen:
    """The sentence as readers see it; 404 where they see no English of it."""
    reading = read(found)
    shown = next((s for s in reading.sentences if s.uid == uid), None)
    if shown is None or shown.wording is None:
        raise Http404
    return Seen(reading, shown, shown.wording)


@require_safe
@from_shelf(withdrawn=withdrawn)
def sentence(request: HttpRequest, found: Article, uid: int) -> HttpResponse:
    """One sentence and every English wording of it that readers have seen."""
    return page(request, read(found), uid, doubted="doubted" in request.GET)


def page(
    request: HttpRequest,
    reading: Reading,
    uid: int,
    form: SuggestionForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The sentence's page, with the form as it was sent or a new one."""
    told = history(reading, uid)
    if told is None:
        raise Http404
    found = reading.article
    context: dict[str, Any] = {"article": found, "reading": reading, "history": told, **more}
    context |= {"said": about(reading, uid), "closed": why_closed(found)}
    work = cite(reading, archive=settings.SITE_NAME, address=settings.SITE_URL).translation
    if work and told.shown:
        context["source_line"] = Whence.of(work).line(told.shown)
    if told.shown and told.shown.wording:
        context |= _invitation(found, told.shown.wording, form)
    return render(request, "archive/sentence.html", context, status=status)


def _invitation(
    found: Article, wording: Translation, form: SuggestionForm | None
) -> dict[str, Any]:
    """The form for a better wording, and what the checks find in one that was sent."""
    context: dict[str, Any] = {"doubt_token": issue("doubt", found.pk), "wording": wording}
    if form is not None:
        return {**context, "suggestion_form": form, "findings": _findings(wording, form)}
    token, initial = issue("suggest", found.pk), {"text": wording.text}
    return {**context, "suggestion_form": SuggestionForm(token=token, initial=initial)}


def _findings(wording: Translation, form: SuggestionForm) -> Sequence[Finding]:
    text = one_line(str(form["text"].value() or ""))
    if not text or len(text) > longest(wording.text) or is_same(text, wording.text):
        return ()
    return checked(wording.segment, text)
