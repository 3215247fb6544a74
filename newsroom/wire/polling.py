"""Polling feeds: each claimed one is asked what is new, and its answer written down at once.

All that follows from an answer stands in one transaction with the end of its job, so that a
worker killed at any point has done nothing or everything.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from django.utils import timezone

from archive import ledger
from archive.models import Feed, Source
from archive.models.feed import FETCH
from newsroom.ingest.addresses import canonical, url_hash
from newsroom.wire import pace, rounds
from newsroom.wire.arrivals import Arrivals, bring_in
from newsroom.wire.asking import Disallowed, ask
from newsroom.wire.fetching import FEEDS, Answer, Forbidden, Unreachable
from newsroom.wire.holding import digest
from newsroom.wire.listing import Listing, NoListing, read_listing
from newsroom.wire.story import answered

log = logging.getLogger(__name__)

GONE = "Its server says that it is there no more (410)."


def poll(claims: Sequence[ledger.Claim]) -> None:
    """Ask the claimed feeds, those of one host one after the other; settle each claim."""
    feeds = Feed.objects.followed().filter(pk__in=[int(claim.key) for claim in claims])
    addresses = {str(pk): url for pk, url in feeds.values_list("pk", "url")}
    rounds.run(claims, lambda claim: addresses.get(claim.key, ""), _poll)


def _poll(claim: ledger.Claim) -> None:
    feed = Feed.objects.followed().filter(pk=int(claim.key)).first()
    if feed is None:
        ledger.finish(claim, lambda: None)
        return
    try:
        answer = ask(feed.url, etag=feed.etag, last_modified=feed.last_modified, accept=FEEDS)
        _hear(claim, feed, answer)
    except Disallowed as error:
        _fail(claim, feed, error.reason, at_least=pace.LONGEST)
    except Forbidden as error:
        _drop(claim, feed, Feed.State.PAUSED, error.reason)
    except (Unreachable, NoListing) as error:
        _fail(claim, feed, error.reason)


def _hear(claim: ledger.Claim, feed: Feed, answer: Answer) -> None:
    """Decide by the status. Raises NoListing where the answer is no feed."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        _keep(claim, feed, answer, None)
    elif answer.status == HTTPStatus.OK:
        is_same = digest(answer) == feed.sha256
        _keep(claim, feed, answer, None if is_same else read_listing(answer.body, answer.url))
    elif answer.status == HTTPStatus.GONE:
        _drop(claim, feed, Feed.State.GONE, GONE)
    else:
        _fail(claim, feed, answered(answer), at_least=answer.retry_after or 0.0)


def _keep(claim: ledger.Claim, feed: Feed, answer: Answer, listing: Listing | None) -> None:
    """Write down what the feed told: None if that is what it told the last time."""
    ledger.finish(claim, partial(_on, feed.pk, partial(_take_in, answer, listing)))


def _on(number: int, write: Callable[[Feed], None]) -> None:
    """Write to the feed's row, unless the staff have paused or removed it in the meantime.

    The source's row is locked first, as for storing its stories.
    """
    feed = Feed.objects.followed().filter(pk=number).first()
    if feed:
        Source.objects.select_for_update().get(pk=feed.source_id)
        feed = Feed.objects.followed().select_for_update().filter(pk=number).first()
    if feed:
        write(feed)


def _take_in(answer: Answer, listing: Listing | None, feed: Feed) -> None:
    now = timezone.now()
    came = bring_in(feed, listing, now) if listing else Arrivals()
    _set_pace(feed, answer, listing, came, now)
    if listing:
        feed.title = listing.title[:300] or feed.title
        feed.sha256 = digest(answer)
    feed.etag = answer.etag[:500] or ("" if listing else feed.etag)
    feed.last_modified = answer.last_modified[:200] or ("" if listing else feed.last_modified)
    if came.left:
        feed.etag = feed.last_modified = feed.sha256 = ""  # so that the rest is told again
    if came.new or came.changed:
        feed.changed_at = now
    feed.tried_at = feed.succeeded_at = now
    feed.failures, feed.problem = 0, ""
    _follow_move(feed, answer.moved_to)
    feed.save()
    ledger.enqueue_all(FETCH, map(str, came.due))
    told = (feed.pk, came.new, came.changed, came.foreign, feed.interval)
    log.info("feed %d: %d new, %d changed, %d of other sources; asked every %d s", *told)


def _set_pace(
    feed: Feed, answer: Answer, listing: Listing | None, came: Arrivals, now: datetime
) -> None:
    """Say when the feed is asked next; soon where it had more to tell than was taken."""
    entries = listing.entries if listing else ()
    least = max(answer.max_age or 0.0, (listing and listing.pause) or 0.0)
    feed.interval = pace.next_interval(
        feed.interval if feed.succeeded_at else None,
        [entry.updated for entry in entries if entry.updated],
        now,
        brought=bool(came.new or came.changed),
        least=least,
    )
    interval = pace.SHORTEST if came.left else feed.interval
    feed.next_fetch_at = now + timedelta(seconds=pace.wait(interval, feed.pk, now, least=least))


def _follow_move(feed: Feed, address: str) -> None:
    """Ask at its new address from now on, unless another feed is asked there."""
    if not canonical(address):
        return
    moved = url_hash(address)
    if Feed.objects.filter(url_hash=moved).exclude(pk=feed.pk).exists():
        log.warning("feed %d has moved to %s, which is another feed’s", feed.pk, address)
        return
    feed.url, feed.url_hash = address, moved


def _fail(claim: ledger.Claim, feed: Feed, reason: str, *, at_least: float = 0.0) -> None:
    """Try again later, the later the more often it has failed."""
    failures = feed.failures + 1
    seconds = pace.back_off(feed.interval, failures, least=at_least)

    def write(row: Feed) -> None:
        row.failures, row.problem, row.tried_at = failures, reason, timezone.now()
        row.next_fetch_at = row.tried_at + timedelta(seconds=seconds)
        row.save(update_fields=["failures", "problem", "tried_at", "next_fetch_at"])

    ledger.postpone(claim, reason, seconds=seconds, effects=partial(_on, feed.pk, write))
    log.warning("feed %d: %s Asked again in %.0f s", feed.pk, reason, seconds)


def _drop(claim: ledger.Claim, feed: Feed, state: Feed.State, reason: str) -> None:
    """Ask it no more: only the staff can change that."""

    def write(row: Feed) -> None:
        row.state, row.problem, row.tried_at = state, reason, timezone.now()
        row.failures, row.next_fetch_at = row.failures + 1, None
        fields = ["state", "failures", "problem", "tried_at", "next_fetch_at"]
        row.save(update_fields=fields)

    ledger.give_up(claim, reason, effects=partial(_on, feed.pk, write))
    log.warning("feed %d: %s It is asked no more.", feed.pk, reason)
