"""Making Editions: the one place where what readers see changes."""

import hashlib
import json

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive import audit
from archive.models import Article, Capture, Edition, Segment, Translation
from archive.search import outbox

ManifestRow = tuple[int, str, int, int]
HEADLINE_LENGTH = 120


class Incomplete(Exception):
    """An article cannot be published while one of its sentences has no English wording."""

    permanent = False


def shorten(sentence: str, limit: int = HEADLINE_LENGTH) -> str:
    """Cut a sentence to at most `limit` characters at a word, with an ellipsis if cut.

    A derived headline is the opening of the first sentence, in either language.
    """
    sentence = " ".join(sentence.split())
    if len(sentence) <= limit:
        return sentence
    opening = (
        sentence[: limit - 1].rsplit(" ", 1)[0]
        if " " in sentence[:limit]
        else sentence[: limit - 1]
    )
    return opening.rstrip(" ,;:–—-(«“\"'") + "…"


@transaction.atomic
def publish(article_id: int, *, by: User | None = None, note: str = "") -> Edition:
    """Make an Edition of the wordings that stand now and show it to readers.

    The same wordings again are the same Edition: publishing twice makes one. Raises Incomplete
    where a sentence has no wording.
    """
    article = (
        Article.objects.select_for_update(of=("self",))
        .select_related("capture", "edition")
        .get(pk=article_id)
    )
    capture = article.capture
    if capture is None:
        raise Incomplete(f"Article {article_id} holds no capture yet.")
    pairs = standing(article)
    if article.edition and _shows(article.edition, capture, pairs):
        return article.edition
    edition = _compose(article, capture, pairs)
    edition.by, edition.note, edition.at = by, note, timezone.now()
    edition.save(force_insert=True)
    article.edition = edition
    article.version += 1
    article.save(update_fields=["edition", "version"])
    outbox.touch(article_id)
    if by:
        audit.record("publish", f"article:{article_id}", actor=by, edition=edition.n)
    return edition


def standing(article: Article) -> list[tuple[Segment, Translation]]:
    """Each living sentence in order with the wording that stands for it."""
    segments = list(article.segments.alive().with_current())
    lacking = [segment.uid for segment in segments if segment.current_id is None]
    if lacking or not segments:
        raise Incomplete(
            f"Article {article.pk}: {len(lacking)} sentences have no English wording yet."
        )
    wordings = Translation.objects.in_bulk([segment.current_id for segment in segments])
    return [(segment, wordings[segment.current_id]) for segment in segments]


def _manifest(pairs: list[tuple[Segment, Translation]]) -> list[list[int | str]]:
    return [[s.uid, s.kind, s.paragraph, t.pk] for s, t in pairs]


def _shows(edition: Edition, capture: Capture, pairs: list[tuple[Segment, Translation]]) -> bool:
    """Whether the Edition already shows just this; a capture of the same words is no change."""
    return (
        edition.manifest == _manifest(pairs)
        and edition.title_fr == capture.title
        and edition.byline == capture.byline
        and edition.published_on == capture.published_on
        and edition.date_basis == capture.date_basis
    )


def _compose(
    article: Article, capture: Capture, pairs: list[tuple[Segment, Translation]]
) -> Edition:
    last = article.editions.order_by("-n").first()
    edition = Edition(
        article=article,
        n=last.n + 1 if last else 1,
        capture=capture,
        title=_english_title(pairs),
        title_fr=capture.title,
        byline=capture.byline,
        published_on=capture.published_on,
        date_basis=capture.date_basis,
        manifest=_manifest(pairs),
        previous_digest=last.digest if last else "",
    )
    edition.digest = digest(edition, pairs)
    return edition


def _english_title(pairs: list[tuple[Segment, Translation]]) -> str:
    """The headline's wording, or the opening of the first sentence where there is none."""
    headline = next((t for s, t in pairs if s.kind == Segment.Kind.TITLE), None)
    return headline.text[:500] if headline else shorten(pairs[0][1].text)


def digest(edition: Edition, pairs: list[tuple[Segment, Translation]]) -> str:
    """SHA-256 (hexadecimal) of all that the Edition shows, chained to the one before."""
    shown = {
        "article": edition.article_id,
        "n": edition.n,
        "previous": edition.previous_digest,
        "capture": edition.capture.sha256,
        "title": edition.title,
        "title_fr": edition.title_fr,
        "byline": edition.byline,
        "published_on": edition.published_on.isoformat() if edition.published_on else None,
        "date_basis": edition.date_basis,
        "segments": [[s.uid, s.kind, s.paragraph, s.text, t.text, t.origin] for s, t in pairs],
    }
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
