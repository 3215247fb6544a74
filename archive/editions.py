"""Making Editions: the one place where what readers see changes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive import audit, corrections
from archive.models import Article, Capture, Edition, Segment, Translation
from archive.search import outbox

ManifestRow = tuple[int, str, int, int]
HEADLINE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Facts:
    """What an Edition shows beside its sentences: as it was received, or as an editor gave it."""

    title: str
    title_fr: str
    byline: str
    published_on: date | None
    date_basis: str


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

    The same wordings again are the same Edition: publishing twice makes one. Where an editor let
    readers see an earlier Edition again, it stays until a person publishes. Raises Incomplete
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
    shown = article.edition
    if shown and _shows(shown, facts(article, capture, pairs), pairs):
        return shown
    if shown and by is None and is_set_back(shown):
        return shown
    edition = _compose(article, capture, pairs)
    edition.by, edition.note, edition.at = by, note, timezone.now()
    edition.save(force_insert=True)
    article.edition = edition
    article.version += 1
    if edition.date_basis == Capture.DateBasis.EDITOR or (shown and _moves(shown, edition)):
        article.listed_on = listed_on(edition)
    article.save(update_fields=["edition", "version", "listed_on"])
    outbox.touch(article_id)
    if by:
        audit.record("publish", f"article:{article_id}", actor=by, edition=edition.n)
    corrections.note(shown, edition)
    return edition


def is_set_back(edition: Edition) -> bool:
    """Whether the live Edition is not the article's newest: an editor chose it."""
    return edition.article.editions.filter(n__gt=edition.n).exists()


def _moves(before: Edition, after: Edition) -> bool:
    """Whether the article comes to stand under another day, or is no longer dated by an editor."""
    dates = [(each.published_on, each.date_basis) for each in (before, after)]
    return dates[0] != dates[1]


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


def draft(article: Article) -> Edition:
    """The Edition that publishing would show now: the live one, or one that is not saved.

    Raises Incomplete where a sentence has no wording.
    """
    if article.capture is None:
        raise Incomplete(f"Article {article.pk} holds no capture yet.")
    pairs = standing(article)
    if article.edition and _shows(article.edition, facts(article, article.capture, pairs), pairs):
        return article.edition
    edition = _compose(article, article.capture, pairs)
    edition.at = timezone.now()
    return edition


def facts(article: Article, capture: Capture, pairs: list[tuple[Segment, Translation]]) -> Facts:
    """Headlines, byline and date: what an editor gave, else what was received."""
    by_editor = article.given_date is not None
    return Facts(
        title=_english_title(article, pairs),
        title_fr=article.given_title_fr or capture.title,
        byline=article.given_byline or capture.byline,
        published_on=article.given_date or capture.published_on,
        date_basis=Capture.DateBasis.EDITOR if by_editor else capture.date_basis,
    )


def listed_on(edition: Edition) -> date:
    """The day under which an article stands whose live Edition this is."""
    if edition.published_on:
        return edition.published_on
    captures = edition.article.captures.order_by("n").values_list("received_at", flat=True)
    return timezone.localdate(captures[0])


def _manifest(pairs: list[tuple[Segment, Translation]]) -> list[list[int | str]]:
    return [[s.uid, s.kind, s.paragraph, t.pk] for s, t in pairs]


def _shows(edition: Edition, told: Facts, pairs: list[tuple[Segment, Translation]]) -> bool:
    """Whether the Edition already shows just this; a capture of the same words is no change."""
    shown = Facts(
        edition.title,
        edition.title_fr,
        edition.byline,
        edition.published_on,
        edition.date_basis,
    )
    return edition.manifest == _manifest(pairs) and shown == told


def _compose(
    article: Article, capture: Capture, pairs: list[tuple[Segment, Translation]]
) -> Edition:
    last = article.editions.order_by("-n").first()
    edition = Edition(
        article=article,
        n=last.n + 1 if last else 1,
        capture=capture,
        **asdict(facts(article, capture, pairs)),
        manifest=_manifest(pairs),
        previous_digest=last.digest if last else "",
    )
    edition.digest = digest(edition, pairs)
    return edition


def _english_title(article: Article, pairs: list[tuple[Segment, Translation]]) -> str:
    """The headline's wording; where there is none, an editor's, or the first sentence's opening."""
    headline = next((t for s, t in pairs if s.kind == Segment.Kind.TITLE), None)
    if headline:
        return headline.text[:500]
    return article.given_title or shorten(pairs[0][1].text)


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
