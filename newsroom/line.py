"""The assembly line: the order of the stages, and what an article still lacks. Read this first.

`poll` → a feed’s new entries as Pages, and a `fetch` job for each that is due
`fetch` → the page, or the feed’s own text, as a Story
file or Story → `store` → Article, Capture, Segments and a `translate` job, in one transaction
`translate` → wordings by memory or engine, held to the authority records and the glossary
→ Edition, where the source releases by itself, and a `tag` job in the same transaction
`tag` → what the French names, as taggings
`release`, once the time has come that an editor set → the Edition of a scheduled article
`seek`, where an editor changed what a name stands for → both jobs of each article that holds it

Beside the line, for readers who write: `letters` sends what they asked for, `retention` lets go
every day what is kept for a time only, `scrub` takes what was erased out of the database's files.
"""

import logging
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from archive import editions, embargoes, ledger
from archive.authority import seeking
from archive.discuss import letters as mail
from archive.discuss import retention as keeping
from archive.discuss import scrubbing
from archive.models import Article, Feed, Job, Page, Segment, Source, Translation
from archive.models import feed as feeds
from archive.names import Rendering
from newsroom.ingest import desk as ingest_desk
from newsroom.ingest.story import Story
from newsroom.tag import desk as tag_desk
from newsroom.tag import naming
from newsroom.tag.batch import readings
from newsroom.translate import desk as translate_desk
from newsroom.translate import glossary
from newsroom.translate.engines import Engine, EngineMissing, open_engine
from newsroom.translate.sentences import split
from newsroom.wire import polling, taking

log = logging.getLogger(__name__)

POLL, FETCH = feeds.POLL, feeds.FETCH
TRANSLATE, TAG, SEEK = "translate", "tag", "seek"
RELEASE = embargoes.RELEASE
LETTERS, RETENTION, SCRUB = "letters", "retention", "scrub"
Worded = tuple[Segment, translate_desk.Wording | Translation]
MOST_DUE = 1_000  # feeds, and pages, that one sweep queues
MISSING_PAUSE = 60.0  # seconds until an article without an engine asks again
UNWORDED_PAUSE = 30.0  # seconds until an article whose time has come looks for its English again


def store(story: Story, source: Source, *, received_at: datetime) -> ingest_desk.Receipt:
    """Keep a story as it came, cut into sentences, and have it translated."""
    return ingest_desk.store_story(story, source, received_at=received_at, split=_sentences)


def poll(claims: Sequence[ledger.Claim]) -> None:
    """Ask the claimed feeds what is new."""
    polling.poll(claims)


def fetch(claims: Sequence[ledger.Claim]) -> None:
    """Take in the claimed pages."""
    taking.fetch(claims, store=_store_fetched)


def _store_fetched(story: Story, source: Source, received_at: datetime) -> ingest_desk.Receipt:
    return store(story, source, received_at=received_at)


def _sentences(text: str) -> list[str]:
    return [span.text for span in split(text)]


def translate(claims: Sequence[ledger.Claim]) -> None:
    """Translate what the claimed articles lack, in one batch; finish each article by itself."""
    started = time.monotonic()
    engine = _engine()
    articles = [int(claim.key) for claim in claims]
    known = known_in(articles)
    segments = translate_desk.lacking(articles, engine.name, known)
    pairs = translate_desk.word(engine, segments, known, on_batch=_keep_going)
    log.info("%d sentences worded in %.1f s", len(segments), time.monotonic() - started)
    for claim in claims:
        mine = [pair for pair in pairs if str(pair[0].article_id) == claim.key]
        ledger.finish(claim, partial(_keep, int(claim.key), mine))


def names_in(article_ids: Collection[int]) -> Mapping[int, tuple[Rendering, ...]]:
    """The names of the articles' living sentences, by the sentence's primary key."""
    return naming.names_of(article_ids)


def known_in(article_ids: Collection[int]) -> Mapping[int, translate_desk.Known]:
    """The names and terms of the articles' living sentences: what their English is held to."""
    return glossary.with_terms(article_ids, names_in(article_ids))


def _engine() -> Engine:
    try:
        return open_engine(settings.TRANSLATION_ENGINE)
    except EngineMissing as error:
        raise ledger.Wait(str(error), seconds=MISSING_PAUSE) from error


def _keep_going(done: int, of: int) -> None:
    ledger.check_stop()


def _keep(article_id: int, pairs: Sequence[Worded]) -> None:
    """Write the article's new wordings and show them, where its source releases by itself."""
    translate_desk.store(pairs)
    article = Article.objects.select_related("source").get(pk=article_id)
    shown = article.state == Article.State.LIVE and article.source.release == Source.Release.AUTO
    if shown and not _overtaken(article):
        editions.publish(article_id)
    ledger.enqueue(TAG, str(article_id))
    log.info("article %d: %d sentences translated", article_id, len(pairs))


def tag(claims: Sequence[ledger.Claim]) -> None:
    """Tag each claimed article by what its French names; they are read together."""
    for claim, reading in zip(claims, readings([int(each.key) for each in claims]), strict=True):
        ledger.check_stop()
        ledger.finish(claim, partial(tag_desk.write, reading))


def release(claims: Sequence[ledger.Claim]) -> None:
    """Publish each claimed article whose time has come; one without all its English waits."""
    for claim in claims:
        ledger.check_stop()
        try:
            ledger.finish(claim, partial(embargoes.release, int(claim.key)))
        except editions.Incomplete as lacking:
            ledger.fail(claim, ledger.Wait(str(lacking), seconds=UNWORDED_PAUSE))


def seek(claims: Sequence[ledger.Claim]) -> None:
    """Queue the articles that hold what the claims seek, in one pass through the archive."""
    started, count = time.monotonic(), 0
    for queued in seeking.read_again(claim.key for claim in claims):
        count += queued
        ledger.check_stop()
    for claim in claims:
        ledger.finish(claim, lambda: None)
    told = (", ".join(claim.key for claim in claims), count, time.monotonic() - started)
    log.info("sought %s: %d articles are read again, found in %.1f s", *told)


def letters(claims: Sequence[ledger.Claim]) -> None:
    """Send each claimed letter, outside any transaction; one that is not taken stops no other."""
    for claim in claims:
        ledger.check_stop()
        try:
            mail.deliver(claim.key)
        except mail.Undelivered as error:
            ledger.fail(claim, error)
        else:
            ledger.finish(claim, _nothing)


def retention(claims: Sequence[ledger.Claim]) -> None:
    """Let go what is due, once for all claims, and write a small SQLite file anew."""
    gone = keeping.run(between=ledger.check_stop)
    log.info("retention: %s", keeping.sentence(gone))
    scrubbing.scrub(at_most=scrubbing.AT_NIGHT)
    for claim in claims:
        ledger.finish(claim, _nothing)


def scrub(claims: Sequence[ledger.Claim]) -> None:
    """Take what was erased out of the database's files."""
    scrubbing.scrub()
    for claim in claims:
        ledger.finish(claim, _nothing)


def _nothing() -> None:
    """What a job writes that has done its work already."""


def queue_daily() -> None:
    """Queue what is due once a day, unless it was: the day's job itself says so, on any host."""
    day = timezone.now().astimezone(UTC).date().isoformat()
    if not Job.objects.filter(kind=RETENTION, key=day).exists():
        with transaction.atomic():
            ledger.enqueue(RETENTION, day)


def queue_embargoes() -> None:
    """Queue each scheduled article whose time has come, if no job knows of it."""
    if keys := embargoes.unqueued():
        with transaction.atomic():
            ledger.enqueue_all(RELEASE, keys)


def queue_due() -> None:
    """Queue the feeds and pages whose time has come, those that have waited longest first."""
    for kind, due in ((POLL, Feed.objects.due()), (FETCH, Page.objects.due())):
        oldest = due.order_by("next_fetch_at", "pk").values_list("pk", flat=True)
        if keys := [str(pk) for pk in oldest[:MOST_DUE]]:
            with transaction.atomic():
                ledger.enqueue_all(kind, keys)


def _overtaken(article: Article) -> bool:
    """Whether a newer capture's sentences still wait; its own queued job will publish them."""
    return article.segments.alive().unworded().exists()


def find_forgotten() -> int:
    """Queue articles with an unworded sentence and no job that knows of it; return how many.

    None should ever be found: a job is written with its cause. This is for restored backups.
    """
    known = Job.objects.filter(kind=TRANSLATE, key=OuterRef("key")).exclude(state=Job.State.DONE)
    lacking = Segment.objects.alive().unworded().filter(article=OuterRef("pk"))
    articles = Article.objects.alias(key=Cast("pk", CharField()))
    ids = list(articles.filter(Exists(lacking), ~Exists(known)).values_list("pk", flat=True))
    for pk in ids:
        with transaction.atomic():
            ledger.enqueue(TRANSLATE, str(pk))
    return len(ids)
