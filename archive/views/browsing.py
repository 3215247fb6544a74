"""The ways in: the latest, the calendar, the undated, the sources."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.calendar import Span, neighbours, weeks, years
from archive.coverage import coverage, holdings
from archive.discuss.liveliest import liveliest
from archive.health import health
from archive.listing import Cursor, held_sources, listing
from archive.models import Article, Tag
from archive.reading import web_address
from archive.tagging import most_used

MOST_SUBJECTS, MOST_NAMED, MOST_DISCUSSED = 12, 12, 4
NAMED = (Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest articles by day; `?before=` is the cursor of an older page."""
    page = listing(Article.objects.published(), _cursor(request))
    context = {"listing": page, **(_front() if page.is_first else {})}
    return render(request, "archive/home.html", context)


def _front() -> dict[str, Any]:
    """What the first page shows beside the latest."""
    return {
        "discussed": liveliest(MOST_DISCUSSED),
        "subjects": most_used(MOST_SUBJECTS, Tag.Kind.SUBJECT),
        "named": most_used(MOST_NAMED, *NAMED),
    }


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every year that holds articles, by month, and how many articles bear no date."""
    articles = Article.objects.published()
    context = {"years": years(articles), "undated": articles.undated().count()}
    return render(request, "archive/calendar.html", context)


@require_safe
def undated(request: HttpRequest) -> HttpResponse:
    """The articles that bear no date, by the day on which they were received."""
    articles = Article.objects.published().undated()
    context = {"listing": listing(articles, _cursor(request)), "count": articles.count()}
    return render(request, "archive/undated.html", context)


@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    """The months of a year, with how many articles each holds."""
    span = _span(Span.year, year)
    articles = Article.objects.published()
    context = {
        "span": span,
        "years": years(span.of(articles)),
        "neighbours": neighbours(articles, span),
    }
    return render(request, "archive/calendar_year.html", context)


@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """A month's sheet, with how many articles each day holds."""
    span = _span(Span.month, year, month)
    articles = Article.objects.published()
    sheet = weeks(articles, span)
    context = {
        "span": span,
        "weeks": sheet,
        "count": sum(cell.count for week in sheet for cell in week),
        "neighbours": neighbours(articles, span),
    }
    return render(request, "archive/calendar_month.html", context)


@require_safe
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """The articles of a day, and how many undated ones were received on it."""
    span = _span(Span.day, year, month, day)
    articles = Article.objects.published()
    held = span.of(articles)
    context = {
        "span": span,
        "listing": listing(held, _cursor(request)),
        "count": held.count(),
        "undated": span.undated(articles).count(),
        "undated_from": Cursor.at_start_of(span.first),
        "neighbours": neighbours(articles, span),
    }
    return render(request, "archive/day.html", context)


def _span(of: Callable[..., Span], *numbers: str) -> Span:
    """The span an address names; a date that never was is a page that is not there."""
    try:
        return of(*map(int, numbers))
    except ValueError as error:
        raise Http404 from error


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where the articles come from, and what is held of each."""
    return render(request, "archive/sources.html", {"holdings": holdings()})


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source, what it allows, what is held of it, and its articles."""
    found = get_object_or_404(held_sources(), slug=slug)
    articles = Article.objects.published().filter(source=found)
    page = listing(articles, _cursor(request))
    context = {
        "source": found,
        "homepage": web_address(found.homepage),
        "coverage": coverage(found) if page.is_first else None,
        "health": health(found) if page.is_first else None,
        "listing": page,
    }
    return render(request, "archive/source.html", context)


def _cursor(request: HttpRequest) -> Cursor | None:
    return Cursor.parse(request.GET.get("before", ""))
