"""Citations of an Edition and of its original, as files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.citing import Citation, Work, bibtex, cite, ris, text
from archive.models import Article, Edition
from archive.reading import read_edition
from archive.views.shelf import from_shelf


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write citations; `kept` says whether browsers should save it as a file."""

    media_type: str
    write: Callable[[Iterable[Work]], str]
    kept: bool = True


FORMATS = {
    "txt": Format("text/plain", text.write, kept=False),
    "ris": Format("application/x-research-info-systems", ris.write),
    "bib": Format("application/x-bibtex", bibtex.write),
}


def withdrawn(request: HttpRequest, found: Article) -> HttpResponse:
    """Say in plain text that an editor took the article back, and why."""
    words = f"This article was withdrawn. {found.withdrawn_reason}\n"
    return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")


@require_safe
@from_shelf(withdrawn=withdrawn)
def citation(request: HttpRequest, found: Article, n: int, form: str) -> HttpResponse:
    """Both works of an Edition, or one: `?of=original`, `?of=translation`."""
    if form not in FORMATS:
        raise Http404
    editions = found.editions.select_related("capture").defer("capture__raw")
    edition: Edition = get_object_or_404(editions, n=n)
    reading = read_edition(found, edition)
    cited = cite(reading, archive=settings.SITE_NAME, address=settings.SITE_URL)
    works = _asked(cited, request.GET.get("of", ""))
    return _answer(FORMATS[form], works, name=f"{works[0].key}.{form}")


def _asked(cited: Citation, part: str) -> tuple[Work, ...]:
    named = dict(cited.named())
    return (named[part],) if part in named else cited.works


def _answer(form: Format, works: Iterable[Work], *, name: str) -> HttpResponse:
    answer = HttpResponse(form.write(works), content_type=f"{form.media_type}; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    if form.kept:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
