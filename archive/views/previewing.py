"""An article as it would be read if it were published now, for whoever holds the link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive import editions, previewing
from archive.models import Article
from archive.reading import read, read_draft
from archive.views.reading import shown_alone
from archive.views.shelf import whole


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The article's page, whatever its state: with what stands now, and nothing to fill in."""
    try:
        article_id = previewing.opened(token)
    except previewing.Expired:
        return _unlisted(render(request, "archive/preview_over.html", status=410))
    if article_id is None:
        raise Http404
    found = get_object_or_404(whole(Article.objects.all()), pk=article_id)
    try:
        reading, lacks = read_draft(found), False
    except editions.Incomplete:
        reading, lacks = read(found), True
    return _unlisted(shown_alone(request, reading, is_preview=True, lacks_english=lacks))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by nobody, and its address told to no other page."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
