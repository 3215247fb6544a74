"""What a listing brings: each of its entries becomes a Page or changes one, once."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from archive.models import Article, Feed, Page
from newsroom.ingest.addresses import url_hash
from newsroom.wire.listing import Entry, Listing

MOST_FIRST = 50  # of a feed that is new here: what is older was news before we came
MOST_NEW = 200  # in one request; what is left comes with the next
REST = timedelta(minutes=15)  # between two looks at one page
OLDER = "It is older than the newest 50 that its feed listed when it was first read."


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came of a listing's entries; `due` are the numbers of the pages to be fetched now.

    `foreign` counts those whose address another source has, `left` those left for next time.
    """

    new: int = 0
    changed: int = 0
    foreign: int = 0
    left: int = 0
    due: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, the digest of its address (None without one), and its page if there is one."""

    entry: Entry
    url_hash: str | None
    page: Page | None


def bring_in(feed: Feed, listing: Listing, now: datetime) -> Arrivals:
    """Write down what the listing tells, in the caller's transaction; it holds the source's row.

    An entry is known by the feed's name for it, else by its address.
    """
    matches = _matches(feed, listing.entries)
    met = [page for each in matches if (page := each.page)]
    changed = _renewed(feed, matches, now)
    strange = [each for each in matches if each.page is None]
    taken = _taken(feed, strange)
    fresh = [each for each in strange if each.url_hash not in taken]
    is_first = feed.succeeded_at is None
    new = fresh if is_first else fresh[:MOST_NEW]
    wanted = new[:MOST_FIRST] if is_first else new
    due = [page.pk for page in changed if page.next_fetch_at and page.next_fetch_at <= now]
    others = sum(page.source_id != feed.source_id for page in met)
    return Arrivals(
        new=len(wanted),
        changed=len(changed),
        foreign=others + len(strange) - len(fresh),
        left=len(fresh) - len(new),
        due=(*due, *_created(feed, wanted, new[len(wanted) :], now)),
    )


def _matches(feed: Feed, entries: Sequence[Entry]) -> list[Match]:
    """Each entry with its page; no page goes to two of them."""
    hashes = [url_hash(entry.url) if entry.url else None for entry in entries]
    named = Q(feed=feed, entry_ref__in=[entry.ref for entry in entries])
    placed = Q(url_hash__in=[digest for digest in hashes if digest])
    rows = Page.objects.filter(named | placed).defer("entry").order_by("pk")
    known = list(rows.select_for_update())
    by_ref = {page.entry_ref: page for page in known if page.feed_id == feed.pk}
    by_hash = {page.url_hash: page for page in known if page.url_hash}
    pages = [by_ref.get(entry.ref) for entry in entries]
    met = {page.pk for page in pages if page}
    for n, digest in enumerate(hashes):
        page = by_hash.get(digest) if digest else None
        if pages[n] is None and page and page.pk not in met:
            pages[n] = page
    return [Match(*each) for each in zip(entries, hashes, pages, strict=True)]


def _taken(feed: Feed, matches: Sequence[Match]) -> set[str | None]:
    """Which of their addresses have a page already, or are those of another source's articles."""
    hashes = [each.url_hash for each in matches if each.url_hash]
    if not hashes:
        return set()
    pages = Page.objects.filter(url_hash__in=hashes)
    articles = Article.objects.filter(url_hash__in=hashes).exclude(source=feed.source_id)
    return {*pages.values_list("url_hash", flat=True), *articles.values_list("url_hash", flat=True)}


def _renewed(feed: Feed, matches: Sequence[Match], now: datetime) -> list[Page]:
    """Bring the feed's known pages in line with their entries; return those that say more.

    The page of another feed stays with it: each feed may word the same article in its own way.
    """
    own = [
        (each, page)
        for each in matches
        if (page := each.page)
        and page.source_id == feed.source_id
        and page.feed_id in (None, feed.pk)
    ]
    moved = [each for each, page in own if each.url_hash not in (None, page.url_hash)]
    taken = _taken(feed, moved)
    changed = []
    for each, page in own:
        may_move = each in moved and each.url_hash not in taken
        if _renew(feed, page, each, now, may_move=may_move):
            changed.append(page)
    return changed


def _renew(feed: Feed, page: Page, match: Match, now: datetime, *, may_move: bool) -> bool:
    """Write what differs; whether the entry says something else or stands somewhere else."""
    entry = match.entry
    says_more = page.feed_id is not None and page.entry_sha256 != entry.sha256
    facts: dict[str, object] = {}
    if may_move:
        facts |= {"url": entry.url, "url_hash": match.url_hash, "etag": "", "last_modified": ""}
    if page.entry_sha256 != entry.sha256:
        facts |= {"entry": zlib.compress(entry.document), "entry_sha256": entry.sha256}
    if (page.feed_id, page.entry_ref) != (feed.pk, entry.ref):
        facts |= {"feed_id": feed.pk, "entry_ref": entry.ref}
    if says_more or may_move:
        page.next_fetch_at = facts["next_fetch_at"] = _next_look(page, now)
    if facts:
        Page.objects.filter(pk=page.pk).update(**facts)
    return says_more or may_move


def _next_look(page: Page, now: datetime) -> datetime | None:
    """Now, but not soon after the last look, nor before a failing server is to be asked again."""
    planned = page.next_fetch_at
    if planned is None and page.state == Page.State.LISTED:
        return None  # it is older than our interest in its feed
    if planned and page.failures:
        return planned
    at = max(now, page.tried_at + REST) if page.tried_at else now
    return min(at, planned) if planned else at


def _created(
    feed: Feed, wanted: Sequence[Match], older: Sequence[Match], now: datetime
) -> list[int]:
    """Make the pages of new entries; return the numbers of those wanted.

    Another source's feed may list the same address in this very moment: it is its page then.
    """
    pages = [_page(feed, each, next_fetch_at=now) for each in wanted]
    pages += [_page(feed, each, next_fetch_at=None, problem=OLDER) for each in older]
    if not pages:
        return []
    # In one order everywhere, or two such statements might wait for each other.
    pages.sort(key=lambda page: page.url_hash or "")
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    mine = feed.pages.filter(entry_ref__in=[each.entry.ref for each in wanted])
    return list(mine.values_list("pk", flat=True))


def _page(feed: Feed, match: Match, **facts: Any) -> Page:
    entry = match.entry
    return Page(
        source_id=feed.source_id,
        feed=feed,
        url=entry.url,
        url_hash=match.url_hash,
        entry_ref=entry.ref,
        entry=zlib.compress(entry.document),
        entry_sha256=entry.sha256,
        **facts,
    )
