"""An article as JSON."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.changes import PER_PAGE, Change, changes, editions_of, turns
from archive.corrections import LogEntry, log_of
from archive.feeds.corrections import page_of
from archive.models import Article
from archive.reading import Reading, Sentence, read
from archive.views.shelf import from_shelf
from archive.whereabouts import whereabouts

NEWEST = 10  # corrections


def withdrawn(request: HttpRequest, found: Article) -> JsonResponse:
    """Say in JSON that an editor took the article back, why, and what stood here last."""
    answer: dict[str, Any] = {"id": found.pk, "error": "withdrawn"}
    answer |= {"reason": found.withdrawn_reason, "edition": None}
    if found.edition:
        answer["edition"] = {"n": found.edition.n, "digest": found.edition.digest}
    return JsonResponse(answer, status=410)


@require_safe
@from_shelf(withdrawn=withdrawn)
def article_json(request: HttpRequest, found: Article) -> JsonResponse:
    """The article as its page shows it, and no more than its source allows.

    - `id`: integer. `url`: the page's public address. `original_url`: string or null.
    - `title`: English headline, null while untranslated. `title_fr`: French headline.
    - `byline`: string, may be empty.
    - `published_on`: ISO date or null. `date_basis`: `document`, `inferred`, `editor` or
      `unknown`.
    - `source`: `slug`, `name`, `homepage`. `display`: `full`, `excerpt` or `metadata`.
    - `level`: `translation pending`, `machine translation`, `partly reviewed`, `fully reviewed`.
    - `capture`: `sha256` of the bytes received and `received_at` (ISO 8601).
    - `edition`: `n`, `digest`, `url`, `at`; null while untranslated.
    - `corrections`: the newest ten changes by persons to what readers saw, the newest first, each
      with `at`, `edition` (the one that readers saw from then on), `note` and `url`.
    - `segments`: in order, each with `uid` (never changes), `n` (order, from 1), `kind` (`title`,
      `paragraph`, `quote`, `list`, `caption`), `paragraph`, `french`, `english` (null while
      untranslated), `origin` (`machine`, `memory`, `editor`, `reader`, null), `checked` (by a
      person), `score` (natural log-probability per token, or null), and `checks` (a list of
      `code` and `words`, without those that an editor dismissed).
    - `changes`: the newest ten edits by the source, the newest first, each with `seen_at` (when
      the archive received the text), `from_edition`, `to_edition`, the number of sentences
      `changed`, `added` and `removed` (the headline is not counted), and `url`.
    - `at_source`: what became of the page at its source: `state` (`there`, `gone`), `seen_at` and
      `gone_at`; null if it was never looked at.
    """
    told = changes(found, turns(editions_of(found))[:PER_PAGE])
    contract = _contract(read(found)) | {
        "changes": [_change(found, change) for change in told],
        "at_source": _at_source(found),
    }
    return JsonResponse(contract, json_dumps_params={"ensure_ascii": False})


def _contract(reading: Reading) -> dict[str, Any]:
    found, facts, source = reading.article, reading.facts, reading.article.source
    return {
        "id": found.pk,
        "url": settings.SITE_URL + found.get_absolute_url(),
        "original_url": reading.original_url or None,
        "title": reading.edition.title if reading.edition else None,
        "title_fr": reading.title_fr,
        "byline": facts.byline,
        "published_on": facts.published_on,
        "date_basis": facts.date_basis,
        "source": {"slug": source.slug, "name": source.name, "homepage": source.homepage},
        "display": source.display,
        "level": reading.level,
        "capture": {"sha256": reading.capture.sha256, "received_at": reading.capture.received_at},
        "edition": _edition(reading),
        "corrections": [_correction(entry) for entry in log_of(found, size=NEWEST)[:NEWEST]],
        "segments": [_segment(sentence) for sentence in reading.sentences],
    }


def _edition(reading: Reading) -> dict[str, Any] | None:
    if reading.edition is None:
        return None
    address = reverse("archive:edition", args=[reading.article.pk, reading.edition.n])
    return {
        "n": reading.edition.n,
        "digest": reading.edition.digest,
        "url": settings.SITE_URL + address,
        "at": reading.edition.at,
    }


def _correction(entry: LogEntry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "edition": entry.edition,
        "note": entry.note or entry.summary,
        "url": settings.SITE_URL + page_of(entry),
    }


def _segment(sentence: Sentence) -> dict[str, Any]:
    wording = sentence.wording
    return {
        "uid": sentence.uid,
        "n": sentence.n,
        "kind": sentence.kind,
        "paragraph": sentence.paragraph,
        "french": sentence.french,
        "english": sentence.english,
        "origin": wording.origin if wording else None,
        "checked": sentence.checked,
        "score": wording.score if wording else None,
        "checks": sentence.checks,
    }


def _change(found: Article, change: Change) -> dict[str, Any]:
    last = change.turn.after.n
    address = reverse("archive:changes", args=[found.pk])
    return {
        "seen_at": change.turn.seen_at,
        "from_edition": change.turn.before.n,
        "to_edition": last,
        **change.counts,
        "url": f"{settings.SITE_URL}{address}?upto={last}#v{last}",
    }


def _at_source(found: Article) -> dict[str, Any] | None:
    known = whereabouts(found)
    if known is None:
        return None
    return {"state": known.state, "seen_at": known.seen_at, "gone_at": known.gone_at}
