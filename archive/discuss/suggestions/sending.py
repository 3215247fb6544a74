"""What a reader does with a suggestion: send it, and take it back while it waits."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q

from archive import wordings
from archive.discuss import circumstances, scrubbing
from archive.discuss.checking import checked
from archive.discuss.pipeline import Hold, Refusal, Sent, judge
from archive.discuss.sealing import digest_of, seal
from archive.discuss.suggestions.steps import State, move
from archive.models import Article, Segment, Suggestion, Translation

logger = logging.getLogger(__name__)

# A wording may be three times as long as the one it betters; this long it may always be.
ALWAYS_FITS = 1000  # characters
NOTE_LONGEST = 1000
GONE = "Readers cannot see this sentence any more, so nothing was sent."
MOVED = (
    "The wording has changed since you opened the page. The new one stands above, your text here."
)
EMPTY = "Write the sentence as it should read."
SAME = "That is the wording that stands. Change it, then send it."


def suggest(segment: Segment, sent: Sent, note: str = "") -> Suggestion:
    """Keep a reader's wording for an editor. A Refusal stores nothing and says why.

    `sent.translation` is the wording that the reader looked at. The same words again, while the
    first wait, are the same suggestion.
    """
    with transaction.atomic():
        base = _seen_by_readers(segment)
        _ensure_fit(sent, base)
        if earlier := _alike(segment, sent, note):
            return earlier
        hold = judge(circumstances.of_suggestion(sent, given=base.text))
        made = _written(segment, base, sent, note, hold)
    logger.info("article %s: suggestion %s", segment.article_id, made.pk)
    return made


def withdraw(suggestion: Suggestion) -> None:
    """Take a waiting suggestion back, its words, name and address with it.

    Only its writer may ask for it: whoever calls this has compared the digest.
    """
    emptied = ("text", "note", "name", "evidence", "email_sealed", "email_digest", "network")
    with transaction.atomic():
        move(suggestion, State.WITHDRAWN, by=None, checks=[], **dict.fromkeys(emptied, ""))
        scrubbing.enqueue()


def is_same(one: str, other: str) -> bool:
    """Whether two wordings differ in their spaces at most."""
    return one.split() == other.split()


def longest(base: str) -> int:
    """How many characters a wording may have in place of this one."""
    return min(max(ALWAYS_FITS, 3 * len(base)), wordings.MOST_CHARACTERS)


def _seen_by_readers(segment: Segment) -> Translation:
    """The wording that the live Edition shows; the article stays locked, so that it stays so."""
    articles = Article.objects.translated().select_for_update(of=("self",), no_key=True)
    article = articles.select_related("edition").filter(pk=segment.article_id).first()
    manifest = article.edition.manifest if article and article.edition else []
    shown = next((pk for uid, _, _, pk in manifest if uid == segment.uid), None)
    if shown is None:
        raise Refusal("gone", GONE)
    return Translation.objects.get(pk=shown)


def _ensure_fit(sent: Sent, base: Translation) -> None:
    """Raise a Refusal for what no editor need look at."""
    count, most = len(sent.text), longest(base.text)
    if not count:
        raise Refusal("empty", EMPTY, "text")
    if count > most:
        words = f"A wording of this sentence may have {most:,} characters; yours has {count:,}."
        raise Refusal("long", f"{words} Shorten it a little.", "text")
    if sent.translation != base.pk:
        raise Refusal("moved", MOVED, "text")
    if is_same(sent.text, base.text):
        raise Refusal("same", SAME, "text")


def _alike(segment: Segment, sent: Sent, note: str) -> Suggestion | None:
    """The same suggestion, sent before by the same writer or from the same network."""
    writer = Q(writer=sent.writer) & ~Q(writer="")
    network = Q(network=sent.network) & ~Q(network="")
    said = {"text": sent.text, "name": sent.name, "note": note}
    said |= {"email_digest": digest_of(sent.email), "state": State.NEW}
    return Suggestion.objects.filter(writer | network, segment=segment, **said).first()


def _written(
    segment: Segment, base: Translation, sent: Sent, note: str, hold: Hold | None
) -> Suggestion:
    return Suggestion.objects.create(
        segment=segment,
        base=base,
        text=sent.text,
        note=note,
        name=sent.name,
        email_sealed=seal(sent.email),
        email_digest=digest_of(sent.email),
        writer=sent.writer,
        network=sent.network,
        checks=[finding.as_json() for finding in checked(segment, sent.text)],
        hold_reason=hold.reason if hold else "",
        evidence=hold.evidence if hold else "",
    )
