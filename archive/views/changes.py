"""The page of what an article's source changed later."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.changes import PER_PAGE, editions_of, turns
from archive.changes import changes as compared
from archive.models import Article
from archive.reading import read
from archive.views.reading import withdrawn
from archive.views.shelf import from_shelf


@require_safe
@from_shelf(withdrawn=withdrawn)
def changes(request: HttpRequest, found: Article) -> HttpResponse:
    """What the source changed, the newest first; `?upto=` names the Edition to begin with."""
    told = turns(editions_of(found))
    first = told[0].after.n if told else 0
    upto = _number(request.GET.get("upto", ""), first)
    rest = [turn for turn in told if turn.after.n <= upto]
    if not rest:
        raise Http404
    context = {
        "article": found,
        "reading": read(found),
        "changes": compared(found, rest[:PER_PAGE]),
        "is_first": len(rest) == len(told),
        "older": rest[PER_PAGE].after.n if len(rest) > PER_PAGE else None,
    }
    return render(request, "archive/changes.html", context)


def _number(typed: str, default: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else default
