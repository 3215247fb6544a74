"""Where readers say what is wrong with a comment."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive.discuss import reports
from archive.discuss.guard import issue, same_site_post
from archive.discuss.notices import REPORTED
from archive.discuss.pipeline import Refusal
from archive.discuss.text import as_html
from archive.discuss.writer import new_writer_id, remember, writer_id
from archive.forms import ReportForm
from archive.models import Article, Comment
from archive.views import reading
from archive.views.shelf import from_shelf
from archive.views.writing import see_other, token, whence


@csrf_exempt  # `_send` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Ask what is wrong with a comment that readers see, then tell the moderators.

    Whoever reports one again, which others had taken off the page meanwhile, is thanked again.
    """
    comment = get_object_or_404(Comment, pk=comment_id, published_at__isnull=False)
    if request.method != "POST" and comment.state != Comment.State.PUBLISHED:
        raise Http404
    return _about(request, comment.article_id, comment=comment)


@never_cache
@require_safe
def reported(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Thank the reader. It tells nothing of the comment, which may be gone from sight by then."""
    comment = get_object_or_404(Comment, pk=comment_id, published_at__isnull=False)
    return _thanks(request, comment.article_id)


@from_shelf(withdrawn=reading.withdrawn)
def _about(request: HttpRequest, found: Article, comment: Comment) -> HttpResponseBase:
    if found.edition is None:
        raise Http404
    comment.article = found
    if request.method == "POST":
        return _send(request, comment)
    return _asking(request, comment, ReportForm(token=issue("report", comment.pk)), status=200)


@from_shelf(withdrawn=reading.withdrawn)
def _thanks(request: HttpRequest, found: Article) -> HttpResponse:
    context = {"article": found, "words": REPORTED}
    return render(request, "archive/comment_reported.html", context)


def _asking(
    request: HttpRequest, comment: Comment, form: ReportForm, status: int = 422
) -> HttpResponse:
    """The form, below the comment as long as that is on the page."""
    is_shown = comment.state == Comment.State.PUBLISHED
    context = {"comment": comment, "article": comment.article, "form": form, "is_shown": is_shown}
    context["html"] = as_html(comment.body) if is_shown else ""
    return render(request, "archive/comment_report.html", context, status=status)


def _refused(request: HttpRequest, comment: Comment, words: str) -> HttpResponse:
    form = ReportForm(request.POST, token=token(request, "report", comment.pk))
    form.add_error(None, f"{words} What you wrote is kept: send it from here.")
    return _asking(request, comment, form, status=403)


@same_site_post("report", refused=_refused)
def _send(request: HttpRequest, comment: Comment, open_for: timedelta) -> HttpResponse:
    form = ReportForm(request.POST, token=token(request, "report", comment.pk))
    if not form.is_valid():
        return _asking(request, comment, form)
    identity, given = writer_id(request) or new_writer_id(), form.cleaned_data
    try:
        reports.report(
            comment,
            **whence(request, identity, open_for),
            reason=given["reason"],
            note=given["note"],
            trap=given["homepage"],
        )
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.words)
        return _asking(request, comment, form)
    response = see_other(reverse("archive:comment_reported", args=[comment.pk]))
    remember(response, identity)
    return response
