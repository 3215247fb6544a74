"""Feeds of what readers say."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.discuss.order import order
from archive.feeds.atom import Atom
from archive.feeds.comments import Talk, everywhere, in_thread, on_article
from archive.models import Article, Comment
from archive.views import reading
from archive.views.conditional import unless_known
from archive.views.shelf import from_shelf


@require_safe
def site(request: HttpRequest) -> HttpResponseBase:
    """The newest comments on all articles."""
    return _atom(request, everywhere())


@require_safe
@from_shelf(withdrawn=reading.withdrawn)
def article(request: HttpRequest, found: Article) -> HttpResponseBase:
    """The newest comments on a translated article."""
    if found.edition is None:
        raise Http404
    return _atom(request, on_article(found))


@require_safe
def thread(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """A comment that readers meet, and the newest answers to it and below it."""
    first = get_object_or_404(Comment.objects.in_threads(), pk=comment_id)
    return _thread(request, first.article_id, first=first)


@from_shelf(withdrawn=reading.withdrawn)
def _thread(request: HttpRequest, found: Article, first: Comment) -> HttpResponseBase:
    below = order(found.pk).with_answers(first.pk)
    if found.edition is None or not below:
        raise Http404
    return _atom(request, in_thread(found, first, below))


def _atom(request: HttpRequest, talk: Talk) -> HttpResponseBase:
    return unless_known(
        request, talk.made_of, lambda: HttpResponse(talk.write(), content_type=Atom.content_type)
    )
