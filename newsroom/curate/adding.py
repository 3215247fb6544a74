"""Adding articles in the browser: the same reading and storing as `manage.py ingest`.

A preview is the storing itself, taken back: what it shows is what will be kept, to the word.
"""

import base64
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils import timezone

from archive import audit
from archive.models import Article, Capture, Segment, Source
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.reading import read
from newsroom.ingest.story import Refusal, Story
from newsroom.ingest.tally import Tally

log = logging.getLogger(__name__)

SALT = "newsroom.curate.adding"
LONGEST = 24 * 3600  # seconds for which a preview may be stored
STALE = "The preview is more than a day old, or was changed on its way. Preview the text again."
MOST_SHOWN = 300  # sentences of one story in a preview


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor gave: the bytes, the name of the file ("" for pasted text), whose it is."""

    raw: bytes
    name: str
    source: str

    @property
    def ref(self) -> str:
        """The reference of a story without its own, as `ingest` gives it."""
        return self.name or f"sha256:{sha256(self.raw).hexdigest()}"

    def stories(self) -> Iterator[Story | Refusal]:
        """Its stories and refusals, as a file's."""
        return read(self.raw, ref=self.ref, name=self.name or "pasted text")


def sealed(given: Given, user: User) -> str:
    """What was previewed, so signed that this editor alone can have just this stored."""
    held = [base64.b64encode(given.raw).decode("ascii"), given.name, given.source, user.pk]
    return signing.dumps(held, salt=SALT, compress=True)


def opened(token: str, user: User) -> Given:
    """What `sealed` held. Raises Refusal where it is stale, forged or another editor's."""
    try:
        raw, name, source, pk = signing.loads(token, salt=SALT, max_age=LONGEST)
        if pk != user.pk:
            raise Refusal(STALE)
        return Given(base64.b64decode(raw), name, source)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal(STALE) from error


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of one story, or why it is refused.

    `outcome` is `stored`, `changed`, `unchanged` or `refused`; `held` is the article that is
    there already; `more` counts the sentences not listed.
    """

    outcome: str
    where: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()
    capture: Capture | None = None
    sentences: tuple[Segment, ...] = ()
    more: int = 0
    held: int | None = None


def preview(given: Given, source: Source) -> list[Preview]:
    """What storing would make of it; nothing is kept."""
    stories = list(given.stories())  # read before the transaction: it holds others up
    with transaction.atomic():
        newest = source.articles.order_by("-pk").values_list("pk", flat=True).first() or 0
        seen = [_preview(each, source, newest) for each in stories]
        transaction.set_rollback(True)
    log.info("%d stories previewed and taken back", len(seen))
    return seen


def _preview(each: Story | Refusal, source: Source, newest: int) -> Preview:
    try:
        if isinstance(each, Refusal):
            raise each
        receipt = line.store(each, source, received_at=timezone.now())
    except Refusal as refusal:
        return Preview("refused", refusal.where, refusal.reason)
    article = Article.objects.select_related("capture").get(pk=receipt.article_id)
    sentences = list(article.segments.alive()[: MOST_SHOWN + 1])
    return Preview(
        receipt.outcome,
        each.where,
        warnings=receipt.warnings,
        capture=article.capture,
        sentences=tuple(sentences[:MOST_SHOWN]),
        more=max(0, article.segments.alive().count() - MOST_SHOWN),
        held=article.pk if article.pk <= newest else None,
    )


def store(given: Given, source: Source, *, by: User) -> tuple[Tally, Sequence[str]]:
    """Keep what was previewed, and say what became of it and what was refused."""
    tally, words = Tally(), []
    for each in given.stories():
        try:
            tally.count(_store(each, source, by))
        except Refusal as refusal:
            tally.refused += 1
            words.append(": ".join(filter(None, [refusal.where, refusal.reason])))
    return tally, words


@transaction.atomic
def _store(each: Story | Refusal, source: Source, by: User) -> Receipt:
    """One story with its audit; twice is once, so that a store that broke off is sent again."""
    if isinstance(each, Refusal):
        raise each
    receipt = line.store(each, source, received_at=timezone.now())
    if receipt.outcome != "unchanged":
        audit.record("add article", f"article:{receipt.article_id}", actor=by)
    return receipt
