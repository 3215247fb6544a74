"""Adding articles in the browser: the same reading and storing as `manage.py ingest`.

A preview is the storing itself, taken back: what it shows is what will be kept, to the word.
"""

import base64
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
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
from newsroom.wire.asking import Busy, Disallowed
from newsroom.wire.fetching import Answer, Unreachable
from newsroom.wire.story import page_at
from newsroom.wire.taking import keep_by_hand

log = logging.getLogger(__name__)

SALT = "newsroom.curate.adding"
LONGEST = 24 * 3600  # seconds for which a preview may be stored
STALE = "The preview is more than a day old, or was changed on its way. Preview the text again."
MOST_SHOWN = 300  # sentences of one story in a preview
PATIENCE = 20.0  # seconds for which an address may wait for its host's turn
Do = Callable[[Source], Receipt]
Way = tuple[str, Do]


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor gave: the bytes, the name of the file ("" for pasted text), whose it is.

    Of an address, `url`, the bytes are those of its `page`, as it answered.
    """

    raw: bytes
    name: str
    source: str
    url: str = ""
    page: Answer | None = None

    @property
    def ref(self) -> str:
        """The reference of a story without its own, as `ingest` gives it."""
        return self.name or f"sha256:{sha256(self.raw).hexdigest()}"

    def stories(self) -> Iterator[Story | Refusal]:
        """Its stories and refusals, as a file's."""
        return read(self.raw, ref=self.ref, name=self.name or "pasted text")

    def ways(self) -> Iterator[Way]:
        """For each of its stories where it stands, and what stores it."""
        if self.page is not None:
            yield "", partial(_store_page, self.url, self.page)
            return
        for each in self.stories():
            yield each.where, partial(_store_story, each)


def fetched(url: str, source: Source) -> Given:
    """What the address answers now. Raises Refusal where nothing can be had there."""
    try:
        page = page_at(url, patience=PATIENCE)
    except (Unreachable, Busy, Disallowed) as error:
        raise Refusal(str(error)) from error
    return Given(page.body, "", source.slug, url, page)


def _store_page(url: str, page: Answer, source: Source) -> Receipt:
    return keep_by_hand(url, page, source, store=_store_now).receipt


def _store_story(each: Story | Refusal, source: Source) -> Receipt:
    if isinstance(each, Refusal):
        raise each
    return _store_now(each, source, timezone.now())


def _store_now(story: Story, source: Source, received_at: datetime) -> Receipt:
    return line.store(story, source, received_at=received_at)


def sealed(given: Given, user: User) -> str:
    """What was previewed, so signed that this editor alone can have just this stored."""
    facts = asdict(given.page).items() if given.page else ()
    page = {name: value for name, value in facts if name != "body"}  # its body is `raw`
    raw = base64.b64encode(given.raw).decode("ascii")
    held = [raw, given.name, given.source, user.pk, given.url, page]
    return signing.dumps(held, salt=SALT, compress=True)


def opened(token: str, user: User) -> Given:
    """What `sealed` held. Raises Refusal where it is stale, forged or another editor's."""
    try:
        held, name, source, pk, url, page = signing.loads(token, salt=SALT, max_age=LONGEST)
        if pk != user.pk:
            raise Refusal(STALE)
        raw = base64.b64decode(held)
        return Given(raw, name, source, url, Answer(**page, body=raw) if page else None)
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
    return _taken_back(list(given.ways()), source)  # read before: a transaction holds others up


def preview_of(story: Story, source: Source) -> Preview:
    """The same of one story that was read already."""
    return _taken_back([("", partial(_store_story, story))], source)[0]


def _taken_back(ways: Sequence[Way], source: Source) -> list[Preview]:
    with transaction.atomic():
        newest = source.articles.order_by("-pk").values_list("pk", flat=True).first() or 0
        seen = [_preview(where, do, source, newest) for where, do in ways]
        transaction.set_rollback(True)
    log.info("%d stories previewed and taken back", len(seen))
    return seen


def _preview(where: str, do: Do, source: Source, newest: int) -> Preview:
    try:
        receipt = do(source)
    except Refusal as refusal:
        return Preview("refused", where, refusal.reason)
    article = Article.objects.select_related("capture").get(pk=receipt.article_id)
    sentences = list(article.segments.alive()[: MOST_SHOWN + 1])
    return Preview(
        receipt.outcome,
        where,
        warnings=receipt.warnings,
        capture=article.capture,
        sentences=tuple(sentences[:MOST_SHOWN]),
        more=max(0, article.segments.alive().count() - MOST_SHOWN),
        held=article.pk if article.pk <= newest else None,
    )


def store(given: Given, source: Source, *, by: User) -> tuple[Tally, Sequence[str]]:
    """Keep what was previewed, and say what became of it and what was refused."""
    tally, words = Tally(), []
    for where, do in given.ways():
        try:
            tally.count(_store(do, source, by))
        except Refusal as refusal:
            tally.refused += 1
            words.append(": ".join(filter(None, [where, refusal.reason])))
    return tally, words


@transaction.atomic
def _store(do: Do, source: Source, by: User) -> Receipt:
    """One story with its audit; twice is once, so that a store that broke off is sent again."""
    receipt = do(source)
    if receipt.outcome != "unchanged":
        audit.record("add article", f"article:{receipt.article_id}", actor=by)
    return receipt
