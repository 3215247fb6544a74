"""What crawlers and browsers read of the site as a whole: what to fetch, and how to search it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import sitemap
from archive.views.conditional import FRESH, unless_known

XML = "application/xml; charset=utf-8"
# RFC 9309: of the rules that match, the longest holds. Feeds are for programs, and allowed.
RULES = (
    "Allow: /",
    "Disallow: /search/",
    "Allow: /search/help/",
    "Allow: /search/feed.atom",
    "Disallow: /comments/",
    "Allow: /comments/feed.atom",
    "Allow: /comments/*/feed.atom",
    "Disallow: /desk/",
    "Disallow: /admin/",
    "Disallow: /sign-in/",
    "Disallow: /sign-out/",
    "Disallow: /healthz",
    "Disallow: /readyz",
)


@require_safe
@cache_control(public=True, max_age=FRESH)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch, and where the pages are listed."""
    listed = f"Sitemap: {settings.SITE_URL}{reverse('archive:sitemap')}"
    lines = ("User-agent: *", *RULES, "", listed, "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The list of the files that list the pages."""
    files = sitemap.files()
    index = sitemap.index(files)
    return unless_known(request, files, lambda: HttpResponse(index, content_type=XML))


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponseBase:
    """The ways in."""
    places = sitemap.pages()
    return unless_known(request, [place.path for place in places], lambda: _streamed(places))


@require_safe
def sitemap_articles(request: HttpRequest, span: int) -> HttpResponseBase:
    """Up to ten thousand articles."""
    found = sitemap.articles(span)
    count, *rest = sitemap.sum_of(found)
    if not count:
        raise Http404
    return unless_known(
        request, [span, count, *rest], lambda: _streamed(sitemap.article_places(found))
    )


@require_safe
def sitemap_tags(request: HttpRequest, span: int) -> HttpResponseBase:
    """Up to ten thousand tags."""
    found = list(sitemap.tags(span))
    if not found:
        raise Http404
    slugs = [tag.slug for tag in found]
    return unless_known(request, slugs, lambda: _streamed(sitemap.tag_places(found)))


@require_safe
@cache_control(public=True, max_age=FRESH)
def opensearch(request: HttpRequest) -> HttpResponse:
    """How browsers search the archive (OpenSearch 1.1)."""
    described = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "archive/opensearch.xml", content_type=described)


def _streamed(places: Iterable[sitemap.Place]) -> StreamingHttpResponse:
    return StreamingHttpResponse(sitemap.urlset(places), content_type=XML)
