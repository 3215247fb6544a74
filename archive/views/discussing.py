"""Where readers write: a comment, its permanent address, and what became of one's own."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive.discuss import desk
from archive.discuss.guard import age, issue, same_site_post
from archive.discuss.notices import tell
from archive.discuss.pipeline import LATEST, Refusal, Sent
from archive.discuss.writer import (
    digest,
    is_receipt,
    network,
    new_writer_id,
    receipt,
    remember,
    writer_id,
)
from archive.feeds.comments import CommentsFeed, newest
from archive.forms import ID_MOST, CommentForm
from archive.models import Article, Comment
from archive.views import reading
from archive.views.conditional import unless_known
from archive.views.shelf import from_shelf

OWN_SHOWN = 100


@csrf_exempt  # `_send` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """Take a comment. Read, the address is one more of the article's, and leads there."""
    if request.method == "POST":
        return _send(request, article_id)
    return reading.article(request, article_id, slug="comments")


@require_safe
@from_shelf(withdrawn=reading.withdrawn)
def feed(request: HttpRequest, found: Article) -> HttpResponseBase:
    """The newest comments of a translated article, as Atom."""
    if found.edition is None:
        raise Http404
    comments = newest(found)
    shown = [(c.pk, c.name, c.body, c.published_at, c.edited_at) for c in comments]
    feed = CommentsFeed(comments)
    made_of = [found.pk, found.edition_id, *shown]
    return unless_known(request, made_of, lambda: feed(request, article=found))


@never_cache
@require_safe
def permalink(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Lead to a comment in its place; tell its writer, and nobody else, of one not shown."""
    comment = get_object_or_404(Comment, pk=comment_id)
    if comment.state == Comment.State.PUBLISHED:
        return _in_place(request, comment.article_id, comment=comment)
    has_receipt = is_receipt(request.GET.get("receipt", ""), comment.pk)
    if not has_receipt and not _is_own(request, comment):
        raise Http404
    (told,) = tell([comment])
    context = {"it": told, "is_own": _is_own(request, comment)}
    return render(request, "archive/comment_kept.html", context)


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What this browser's writer wrote, and what became of it."""
    mine = Comment.objects.filter(writer=digest(writer_id(request))).exclude(writer="")
    mine = mine.order_by("-created_at", "-pk")
    return render(request, "archive/comment_own.html", {"told": tell(mine[:OWN_SHOWN])})


@never_cache
@csrf_exempt  # `_erase` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Ask its writer whether a comment shall go for good, then let it go."""
    comment = get_object_or_404(Comment, pk=comment_id)
    if not _is_own(request, comment):
        raise Http404
    return _erase(request, comment) if request.method == "POST" else _confirm(request, comment)


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
        comment = desk.submit(found, _sent(request, form, digest(identity), open_for))
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.words)
        return _again(request, found, form)
    response = _see_other(_after_sending(found, comment))
    # Sent twice at once, the comment belongs to the first answer's cookie.
    if comment.writer == digest(identity):
        remember(response, identity)
    return response


def _form(request: HttpRequest, found: Article) -> CommentForm:
    """The form as it was sent, with its token as long as that is good."""
    token = request.POST.get("token", "")
    open_for = age(token, "comment", found.pk)
    if open_for is None or open_for > LATEST:
        token = issue("comment", found.pk)
    return CommentForm(request.POST, token=token, answering=_answered(request, found))


def _answered(request: HttpRequest, found: Article) -> Comment | None:
    asked = request.POST.get("parent", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and int(asked) <= ID_MOST):
        return None
    return found.comments.published().filter(pk=int(asked)).first()


def _again(
    request: HttpRequest, found: Article, form: CommentForm, status: int = 422
) -> HttpResponse:
    context = {"article": found, "comment_form": form}
    return render(request, "archive/comment_again.html", context, status=status)


def _sent(request: HttpRequest, form: CommentForm, writer: str, open_for: timedelta) -> Sent:
    given = form.cleaned_data
    return Sent(
        text=given["text"],
        name=given["name"],
        email=given["email"],
        trap=given["homepage"],
        parent=given["parent"],
        writer=writer,
        network=network(request.META.get("REMOTE_ADDR", "")),
        age=open_for,
    )


def _after_sending(found: Article, comment: Comment) -> str:
    if comment.state == Comment.State.PUBLISHED:
        return f"{found.get_absolute_url()}#comment-{comment.pk}"
    address = reverse("archive:comment_permalink", args=[comment.pk])
    return f"{address}?receipt={receipt(comment.pk)}"


def _see_other(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)


@from_shelf(withdrawn=reading.withdrawn)
def _in_place(request: HttpRequest, found: Article, comment: Comment) -> HttpResponse:
    return redirect(f"{found.get_absolute_url()}#comment-{comment.pk}")


def _is_own(request: HttpRequest, comment: Comment) -> bool:
    identity = writer_id(request)
    return bool(identity) and comment.writer == digest(identity)


def _confirm(request: HttpRequest, comment: Comment, words: str = "") -> HttpResponse:
    (told,) = tell([comment])
    context = {"it": told, "token": issue("erase", comment.pk), "words": words}
    return render(request, "archive/comment_erase.html", context, status=403 if words else 200)


@same_site_post("erase", refused=_confirm)
def _erase(request: HttpRequest, comment: Comment, open_for: timedelta) -> HttpResponse:
    desk.erase(comment)
    return _see_other(reverse("archive:own_comments"))
