"""Where readers comment, and a comment's permanent address."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive.discuss import desk
from archive.discuss.guard import same_site_post
from archive.discuss.notices import tell
from archive.discuss.order import Order, order
from archive.discuss.passages import Pin, pin
from archive.discuss.pipeline import Refusal, Sent
from archive.discuss.writer import (
    digest,
    is_receipt,
    new_writer_id,
    receipt,
    remember,
    writer_id,
)
from archive.forms import ID_MOST, CommentForm
from archive.models import Article, Comment
from archive.reading import read
from archive.views import reading
from archive.views.shelf import from_shelf
from archive.views.writing import editable_until, is_own, see_other, token, whence


@csrf_exempt  # `_send` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """Take a comment. Read, the address is one more of the article's, and leads there."""
    if request.method == "POST":
        return _send(request, article_id)
    return reading.article(request, article_id, slug="comments")


@never_cache
@require_safe
def permalink(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Lead to a comment in its place; tell its writer, and nobody else, of one not shown."""
    comment = get_object_or_404(Comment, pk=comment_id)
    has_receipt = is_receipt(request.GET.get("receipt", ""), comment.pk)
    may_know = has_receipt or is_own(request, comment)
    if comment.state == Comment.State.PUBLISHED or not may_know:
        standing = order(comment.article_id)
        if standing.page_of(comment.pk) is None:
            raise Http404
        return _in_place(request, comment.article_id, comment=comment, standing=standing)
    (told,) = tell([comment])
    mine, until = is_own(request, comment), editable_until(comment)
    context = {"it": told, "is_own": mine, "until": until}
    return render(request, "archive/comment_kept.html", context)


def _place(found: Article, comment: Comment, standing: Order, query: str = "") -> str:
    """Where readers of the article meet the comment: its page of the thread, and its mark there."""
    page = standing.page_of(comment.pk) or 1
    asked = "&".join(filter(None, [query, f"comments={page}" if page > 1 else ""]))
    return f"{found.get_absolute_url()}{'?' if asked else ''}{asked}#comment-{comment.pk}"


@from_shelf(withdrawn=reading.withdrawn)
def _in_place(
    request: HttpRequest, found: Article, comment: Comment, standing: Order
) -> HttpResponse:
    return redirect(_place(found, comment, standing))


def _refused(request: HttpRequest, found: Article, words: str) -> HttpResponse:
    form = _form(request, found)
    form.add_error(None, f"{words} Your text is kept: send it from here.")
    return _again(request, found, form, status=403)


@from_shelf(withdrawn=reading.withdrawn)
@same_site_post("comment", refused=_refused)
def _send(request: HttpRequest, found: Article, open_for: timedelta) -> HttpResponse:
    form = _form(request, found)
    if not form.is_valid():
        return _again(request, found, form)
    identity = writer_id(request) or new_writer_id()
    try:
        comment = desk.submit(found, _sent(request, form, identity, open_for))
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.words)
        return _again(request, found, form)
    response = see_other(_after_sending(found, comment))
    # Sent twice at once, the comment belongs to the first answer's cookie.
    if comment.writer == digest(identity):
        remember(response, identity)
    return response


def _form(request: HttpRequest, found: Article) -> CommentForm:
    """The form as it was sent, with its token as long as that is good."""
    made = token(request, "comment", found.pk)
    answering, about = _answered(request, found), _about(request, found)
    return CommentForm(request.POST, token=made, answering=answering, about=about)


def _answered(request: HttpRequest, found: Article) -> Comment | None:
    asked = request.POST.get("parent", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and int(asked) <= ID_MOST):
        return None
    return found.comments.published().filter(pk=int(asked)).first()


def _about(request: HttpRequest, found: Article) -> Pin | None:
    uid = request.POST.get("about", "")
    return pin(read(found), uid, request.POST.get("wording", "")) if uid else None


def _again(
    request: HttpRequest, found: Article, form: CommentForm, status: int = 422
) -> HttpResponse:
    context = {"article": found, "comment_form": form}
    return render(request, "archive/comment_again.html", context, status=status)


def _sent(request: HttpRequest, form: CommentForm, identity: str, open_for: timedelta) -> Sent:
    given = form.cleaned_data
    return Sent(
        **whence(request, identity, open_for),
        text=given["text"],
        name=given["name"],
        email=given["email"],
        notify=given["notify"],
        language=given["language"],
        trap=given["homepage"],
        parent=given["parent"],
        segment=form.about.segment if form.about else None,
        translation=form.about.translation if form.about else None,
    )


def _after_sending(found: Article, comment: Comment) -> str:
    if comment.state == Comment.State.PUBLISHED:
        return _place(found, comment, order(found.pk), query=f"sent={comment.pk}")
    address = reverse("archive:comment_permalink", args=[comment.pk])
    return f"{address}?receipt={receipt(comment.pk)}"
