"""How the review page answers an act: its script with rows, a browser without it with the page."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse

from archive.models import Article
from newsroom.curate import desk, queues, review_page, saving
from newsroom.curate.access import StaffRequest


def article_of(article_id: int) -> Article:
    """The article with what its page shows, or 404."""
    return get_object_or_404(Article.objects.for_lists(), pk=article_id)


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks."""
    return request.headers.get("Accept", "") == "application/json"


def seen(request: HttpRequest) -> dict[int, int]:
    """The sentences and the wordings that the editor looked at, as `12-345 13-346`."""
    pairs = [pair.partition("-")[::2] for pair in request.POST.get("seen", "").split()]
    number = saving.NUMBER.fullmatch
    return {int(s): int(w) for s, w in pairs[: saving.MOST] if number(s) and number(w)}


def answer(
    request: StaffRequest, found: Article, uids: Collection[int], said: str, status: int = 200
) -> HttpResponse:
    """What became of the sentences: their rows for the script, else the page where they stand."""
    if wants_json(request):
        return JsonResponse(rows(request, found, uids, said), status=status)
    (messages.success if status < 400 else messages.error)(request, said)
    address = reverse("curate:article", args=[found.pk])
    if not uids:
        return redirect(address)
    number = queues.page_of(found, min(uids))
    place = f"?page={number}" if number > 1 else ""
    return redirect(f"{address}{place}#s{min(uids)}")


def rows(
    request: StaffRequest, found: Article, uids: Collection[int], said: str
) -> dict[str, object]:
    """The rows of the sentences as they stand now, and the version that the page then shows."""
    found.refresh_from_db(fields=["version"])
    context = {"article": found, "address": reverse("curate:article", args=[found.pk])}
    made = {
        line.segment.uid: render_to_string(
            "newsroom/article_line.html", {**context, "line": line}, request
        )
        for line in review_page.lines(found, uids)
    }
    return {"said": said, "version": found.version, "rows": made}


def done(
    request: StaffRequest, article_id: int, uids: Collection[int], act: Callable[[], str]
) -> HttpResponse:
    """Do it, and tell what became of the sentences; what cannot be done is said in its place."""
    found = article_of(article_id)
    try:
        said, status = act(), 200
    except desk.Refused as refused:
        said, status = str(refused), 409
    return answer(request, found, uids, said, status)
