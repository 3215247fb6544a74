"""The door of ingest: a story becomes an Article, a Capture and its Segments, once."""

import hashlib
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import IntegrityError, transaction

from archive import ledger
from archive.editions import shorten
from archive.models import Article, Capture, Segment, Source
from newsroom.ingest.addresses import kept_ref, url_hash
from newsroom.ingest.datelines import PARIS, inferred
from newsroom.ingest.matching import matched
from newsroom.ingest.story import MOST_SENTENCES, NO_TEXT, TOO_LONG, Dateline, Refusal, Story

log = logging.getLogger(__name__)

Split = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a story, and what its bringer should know."""

    outcome: Literal["stored", "changed", "unchanged"]
    article_id: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its place; the headline is alone in paragraph 0."""

    kind: str
    paragraph: int
    text: str

    @property
    def sha256(self) -> str:
        """Digest (hexadecimal) by which a sentence is known again in a later capture."""
        return _digest(self.text)


def store_story(story: Story, source: Source, *, received_at: datetime, split: Split) -> Receipt:
    """Keep a story: twice is once, a new text of the same article is a new Capture.

    `split` cuts a paragraph into sentences. Raises Refusal where the story's address is already
    held by another source: one page has one article, or readers would find it twice.
    """
    sentences = _sentences(story, split)
    try:
        return _store(story, source, sentences, received_at)
    except IntegrityError:
        _free_hash(story)  # refuses it if another source took the address in this moment
        raise


@transaction.atomic
def _store(
    story: Story, source: Source, sentences: Sequence[Sentence], received_at: datetime
) -> Receipt:
    # The source's row is the lock: two processes storing the same story come one by one.
    Source.objects.select_for_update().get(pk=source.pk)
    article = _known(story, source)
    if article:
        return _store_again(article, story, sentences, received_at)
    twin = _twin(story, source)
    if twin:
        return Receipt("unchanged", twin, story.warnings)
    return _store_first(story, source, sentences, received_at)


def _sentences(story: Story, split: Split) -> list[Sentence]:
    found = [Sentence(Segment.Kind.TITLE, 0, story.title)] if story.title else []
    for paragraph, block in enumerate(story.blocks, start=1):
        found += [Sentence(block.kind, paragraph, text) for text in split(block.text)]
    if not any(sentence.paragraph for sentence in found):
        raise Refusal(NO_TEXT, where=story.where)
    if len(found) > MOST_SENTENCES:
        raise Refusal(TOO_LONG, where=story.where)
    return found


def _known(story: Story, source: Source) -> Article | None:
    """The article that this story is about, by its reference, else by its address."""
    # An editor may be at it: whatever is written to it waits.
    held = source.articles.select_for_update(of=("self",))
    articles = held.select_related("capture").defer("capture__raw")
    article = articles.filter(source_ref=kept_ref(story.ref)).first()
    if article is None and story.canonical_url:
        article = articles.filter(url_hash=url_hash(story.canonical_url)).first()
    return article


def _twin(story: Story, source: Source) -> int | None:
    """The article of the same source whose newest capture has this very text."""
    found = source.articles.filter(capture__text_sha256=_digest(story.text())).order_by("pk")
    return found.values_list("pk", flat=True).first()


def _store_first(
    story: Story, source: Source, sentences: Sequence[Sentence], received_at: datetime
) -> Receipt:
    is_auto = source.release == Source.Release.AUTO
    article = Article(
        source=source,
        source_ref=kept_ref(story.ref),
        canonical_url=story.canonical_url,
        url_hash=_free_hash(story),
        state=Article.State.LIVE if is_auto else Article.State.HIDDEN,
    )
    capture = _capture(article, story, sentences, received_at, first_received=received_at)
    _keep(article, capture, sentences)
    log.info("article %s: stored, %s sentences", article.pk, len(sentences))
    return Receipt("stored", article.pk, _warnings(story, capture))


def _store_again(
    article: Article, story: Story, sentences: Sequence[Sentence], received_at: datetime
) -> Receipt:
    first = article.captures.order_by("n").values_list("received_at", flat=True).first()
    capture = _capture(article, story, sentences, received_at, first_received=first or received_at)
    if article.capture and _tells_the_same(article.capture, capture):
        return Receipt("unchanged", article.pk, story.warnings)
    if story.canonical_url and not article.url_hash:
        article.canonical_url, article.url_hash = story.canonical_url, _free_hash(story)
    article.version += 1
    _keep(article, capture, sentences)
    log.info("article %s: changed, capture %s", article.pk, capture.n)
    return Receipt("changed", article.pk, _warnings(story, capture))


def _free_hash(story: Story) -> str | None:
    if not story.canonical_url:
        return None
    digest = url_hash(story.canonical_url)
    holder = Article.objects.filter(url_hash=digest).select_related("source").first()
    if holder:
        held = f"article {holder.pk} of source “{holder.source.slug}”"
        raise Refusal(f"Its address is already held by {held}.", where=story.where)
    return digest


def _tells_the_same(held: Capture, new: Capture) -> bool:
    """Whether nothing that readers see differs; other bytes of the same words are no change."""
    if held.sha256 == new.sha256:
        return True
    shown = ("text_sha256", "title", "byline", "published_on", "published_at")
    return all(getattr(held, name) == getattr(new, name) for name in shown)


def _capture(
    article: Article,
    story: Story,
    sentences: Sequence[Sentence],
    received_at: datetime,
    *,
    first_received: datetime,
) -> Capture:
    """The story as a Capture, not saved. An article cannot be younger than its first receipt."""
    body = [sentence.text for sentence in sentences if sentence.paragraph]
    dated = story.published or inferred(body, not_after=_day(first_received))
    return Capture(
        n=article.capture.n + 1 if article.capture else 1,
        received_at=received_at,
        raw=zlib.compress(story.raw),
        size=len(story.raw),
        sha256=hashlib.sha256(story.raw).hexdigest(),
        text_sha256=_digest(story.text()),
        format=story.format,
        encoding=story.encoding,
        name=story.name[-500:],
        title=shorten(story.title, 500) if story.title else shorten(body[0]),
        title_derived=not story.title,
        byline=story.byline[:300],
        **_date_fields(dated),
    )


def _date_fields(dated: Dateline | None) -> dict[str, object]:
    if dated is None:
        return {"date_basis": Capture.DateBasis.UNKNOWN}
    return {
        "published_on": dated.on,
        "published_at": dated.at,
        "date_basis": dated.basis,
        "date_evidence": dated.evidence[:300],
    }


def _keep(article: Article, capture: Capture, sentences: Sequence[Sentence]) -> None:
    """Write all of it and the job that follows from it."""
    first = capture if article.pk is None else article.captures.order_by("n")[0]
    article.listed_on = article.given_date or capture.published_on or _day(first.received_at)
    article.save()
    capture.article = article
    capture.save(force_insert=True)
    article.capture = capture
    _keep_segments(article, sentences)
    article.save(update_fields=["capture", "next_uid"])
    ledger.enqueue("translate", str(article.pk))


def _keep_segments(article: Article, sentences: Sequence[Sentence]) -> None:
    """Bring the article's sentences in line: unchanged ones keep their uid wherever they moved."""
    held = list(article.segments.order_by("-alive", "position", "uid"))
    pairs = matched([segment.sha256 for segment in held], [each.sha256 for each in sentences])
    before = [_place(segment) for segment in held]
    for segment in held:
        segment.alive = False
    fresh = []
    for position, (sentence, index) in enumerate(zip(sentences, pairs, strict=True)):
        segment = _new(article, sentence) if index is None else held[index]
        segment.kind, segment.paragraph = sentence.kind, sentence.paragraph
        segment.position, segment.alive = position, True
        if index is None:
            fresh.append(segment)
    moved = [segment for segment, was in zip(held, before, strict=True) if _place(segment) != was]
    Segment.objects.bulk_update(moved, ["kind", "paragraph", "position", "alive"], batch_size=200)
    Segment.objects.bulk_create(fresh, batch_size=500)


def _place(segment: Segment) -> tuple[str, int, int, bool]:
    return segment.kind, segment.paragraph, segment.position, segment.alive


def _new(article: Article, sentence: Sentence) -> Segment:
    """A Segment under the article's next uid, which is never given again."""
    uid = article.next_uid
    article.next_uid += 1
    return Segment(article=article, uid=uid, text=sentence.text, sha256=sentence.sha256)


def _warnings(story: Story, capture: Capture) -> tuple[str, ...]:
    if capture.published_on and capture.published_on > _day(capture.received_at):
        late = f"Its date, {capture.published_on}, lies after the day of receipt."
        return (*story.warnings, late)
    return story.warnings


def _day(moment: datetime) -> date:
    """The day in Paris, by which French papers date."""
    return moment.astimezone(PARIS).date()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
