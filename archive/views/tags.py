"""The authority records: all by kind, and each with its articles."""

from itertools import groupby

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.listing import Cursor, listing
from archive.models import Tag
from archive.tagging import articles_under, heir, in_use, spellings

HEADINGS = {
    Tag.Kind.SUBJECT: "Subjects",
    Tag.Kind.PERSON: "People",
    Tag.Kind.PLACE: "Places",
    Tag.Kind.ORGANISATION: "Organisations",
}


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag that leads to an article in English, by kind and name."""
    by_kind = {kind: list(run) for kind, run in groupby(in_use(), key=lambda tag: tag.kind)}
    shelves = [(heading, by_kind[k]) for k, heading in HEADINGS.items() if k in by_kind]
    return render(request, "archive/tags.html", {"shelves": shelves})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag with its articles; one that was merged into another leads there for ever."""
    found = get_object_or_404(Tag.objects.select_related("merged_into"), slug=slug)
    shown = heir(found)
    if shown.status == Tag.Status.HIDDEN:
        raise Http404
    if shown.pk != found.pk:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    articles = articles_under(shown)
    count = articles.count()
    if not count:
        raise Http404
    context = {
        "tag": shown,
        "count": count,
        "spellings": spellings(shown),
        "days": articles.dated().aggregate(first=Min("listed_on"), last=Max("listed_on")),
        "listing": listing(articles, Cursor.parse(request.GET.get("before", ""))),
    }
    return render(request, "archive/tag.html", context)
