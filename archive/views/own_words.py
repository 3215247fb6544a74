"""What a writer may do with what they wrote: see it, change it, erase it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.discuss import desk, own_words
from archive.discuss.guard import issue, same_site_post
from archive.discuss.notices import tell
from archive.discuss.outcomes import outcome
from archive.discuss.own_words import Erased, Owner
from archive.discuss.pipeline import Refusal, Sent
from archive.discuss.writer import digest, writer_id
from archive.forms import WordsForm
from archive.models import Comment
from archive.views.by_mail import UNSURE, as_file
from archive.views.writing import EDITABLE, editable_until, is_own, see_other, token, whence

SHOWN = 50  # comments on a page
SUGGESTED = 5  # of the suggestions, which have a page of their own


class _All(NamedTuple):
    """All that this browser's writer wrote: what the forms on that page are about."""

    pk: int = 0


ALL = _All()


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What this browser's writer wrote, and what became of it."""
    return _shown(request, ALL)


@never_cache
@csrf_exempt  # `_export` keeps its own guard
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """All that this browser's writer wrote, as a file."""
    return _export(request, ALL)


@never_cache
@csrf_exempt  # `_erase_all` keeps its own guard
@require_POST
def erase_all(request: HttpRequest) -> HttpResponseBase:
    """Erase all that this browser's writer wrote, once they are sure."""
    return _erase_all(request, ALL)


@never_cache
@csrf_exempt  # `_erase` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Ask its writer whether a comment shall go for good, then let it go."""
    comment = _own(request, comment_id)
    return _erase(request, comment) if request.method == "POST" else _confirm(request, comment)


@never_cache
@csrf_exempt  # `_change` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Give its writer the comment to change, for ten minutes."""
    comment = _own(request, comment_id)
    if request.method == "POST":
        return _change(request, comment)
    given = {"text": comment.body, "language": comment.language}
    form = WordsForm(token=issue("edit", comment.pk), initial=given)
    return _editing(request, comment, form, status=200)


def _shown(
    request: HttpRequest, everything: _All, problem: str = "", *, erased: Erased | None = None
) -> HttpResponse:
    owner = _owner(request)
    page = Paginator(own_words.comments(owner), SHOWN).get_page(request.GET.get("page"))
    suggested = own_words.of_suggestions(owner)[:SUGGESTED]
    context = {
        "page": page,
        "told": [(told, editable_until(told.comment)) for told in tell(page)],
        "suggested": [(each, outcome(each)) for each in suggested],
        "token": issue("own", everything.pk),
        "is_known": bool(owner.writer),
        "problem": problem,
        "erased": erased,
    }
    status = (422 if problem == UNSURE else 403) if problem else 200
    return render(request, "archive/comment_own.html", context, status=status)


def _owner(request: HttpRequest) -> Owner:
    return Owner(writer=digest(writer_id(request)))


@same_site_post("own", refused=_shown)
def _export(request: HttpRequest, everything: _All, open_for: timedelta) -> HttpResponseBase:
    return as_file(_owner(request))


@same_site_post("own", refused=_shown)
def _erase_all(request: HttpRequest, everything: _All, open_for: timedelta) -> HttpResponse:
    if not request.POST.get("sure"):
        return _shown(request, everything, UNSURE)
    return _shown(request, everything, erased=own_words.erase(_owner(request)))


def _own(request: HttpRequest, comment_id: int) -> Comment:
    comment = get_object_or_404(Comment, pk=comment_id)
    if not is_own(request, comment):
        raise Http404
    return comment


def _confirm(request: HttpRequest, comment: Comment, words: str = "") -> HttpResponse:
    (told,) = tell([comment])
    context = {"it": told, "token": issue("erase", comment.pk), "words": words}
    return render(request, "archive/comment_erase.html", context, status=403 if words else 200)


@same_site_post("erase", refused=_confirm)
def _erase(request: HttpRequest, comment: Comment, open_for: timedelta) -> HttpResponse:
    desk.erase(comment)
    return see_other(reverse("archive:own_comments"))


def _editing(
    request: HttpRequest, comment: Comment, form: WordsForm, status: int = 422
) -> HttpResponse:
    (told,) = tell([comment])
    until = editable_until(comment)
    context = {"it": told, "form": form, "until": until, "too_late": _why_not(comment)}
    return render(request, "archive/comment_edit.html", context, status=status)


def _why_not(comment: Comment) -> str:
    """The sentence for whoever comes when the comment cannot be changed any more."""
    return desk.LATE if comment.state in EDITABLE else desk.SETTLED


def _not_changed(request: HttpRequest, comment: Comment, words: str) -> HttpResponse:
    form = WordsForm(request.POST, token=token(request, "edit", comment.pk))
    form.add_error(None, f"{words} Your text is kept: send it from here.")
    return _editing(request, comment, form, status=403)


@same_site_post("edit", refused=_not_changed)
def _change(request: HttpRequest, comment: Comment, open_for: timedelta) -> HttpResponse:
    form = WordsForm(request.POST, token=token(request, "edit", comment.pk))
    if not form.is_valid():
        return _editing(request, comment, form)
    given = form.cleaned_data
    sent = Sent(
        **whence(request, writer_id(request), open_for),
        text=given["text"],
        name=comment.name,
        language=given["language"],
        trap=given["homepage"],
    )
    try:
        desk.edit(comment, sent)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.words)
        return _editing(request, comment, form)
    return see_other(reverse("archive:comment_permalink", args=[comment.pk]))
