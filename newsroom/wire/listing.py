"""Reading a listing: an RSS or Atom feed, or a news sitemap."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin

from newsroom.ingest.addresses import canonical
from newsroom.ingest.encodings import decode
from newsroom.ingest.formats import feed
from newsroom.ingest.markup import without_long_tags
from newsroom.ingest.story import Refusal
from newsroom.wire import sitemap
from newsroom.wire.entries import Entry, entries_of

__all__ = ["Entry", "Listing", "NoListing", "read_listing"]

Kind = Literal["rss", "atom", "sitemap"]
MOST_ENTRIES = 500  # as they stand; what follows is older, in every feed that is worth following
LONGEST_HEAD = 100_000  # characters before the first entry
EMPTY = "It answered with nothing."
WEB_PAGE = "It is a web page, not a feed."
INDEX = "It is an index of sitemaps, not a news sitemap itself."
NO_NEWS = "It is a sitemap, but none of its addresses is marked as news."
NOTHING = "It is neither an RSS or Atom feed nor a news sitemap."
UNREADABLE = "It is a feed whose entries are all broken."
# What lies inside a comment or a CDATA section is no tag.
FIRST_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|(?P<page><!doctype\s+html\b|<html\b)"
    r"|<(?P<map>urlset|sitemapindex)\b|(?P<root><(?:\w{1,30}:)?(?:rss|feed|RDF)\b[^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
SUBSET = re.compile(r"<!ENTITY|<!DOCTYPE[^<>\[]*\[", re.IGNORECASE)
CLOSED = re.compile(r"</(?:\w{1,30}:)?(?:item|entry)\s*>\Z")
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}


class NoListing(Exception):
    """It is nothing that can be followed, at least today: one plain sentence says why."""

    permanent = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or news sitemap tells: each article once, the newest first.

    `pause` is how many seconds it asks to be left alone between two requests.
    """

    kind: Kind
    title: str
    home: str
    entries: tuple[Entry, ...]
    pause: float | None


def read_listing(body: bytes, url: str) -> Listing:
    """The listing that was found at `url`; raises NoListing where it is none."""
    if not body.strip():
        raise NoListing(EMPTY)
    try:
        text = decode(_marked(body)).text
    except Refusal as refusal:
        raise NoListing(refusal.reason) from refusal
    first = next((tag for tag in FIRST_TAG.finditer(text) if tag.lastgroup), None)
    if first is None or first["page"]:
        raise NoListing(WEB_PAGE if first else NOTHING)
    if SUBSET.search(text, 0, first.start()):
        raise NoListing(feed.ENTITY)
    if first["map"]:
        return _sitemap(text[first.start() :], first["map"].lower(), url)
    return _feed(text[first.start() :], url)


def _marked(body: bytes) -> bytes:
    """UTF-16 bears its byte order mark, which some servers leave out."""
    marks = {b"<\x00": b"\xff\xfe", b"\x00<": b"\xfe\xff"}
    return marks.get(body[:2], b"") + body


def _feed(text: str, url: str) -> Listing:
    root = feed.ROOT.match(text)
    if root is None:
        raise NoListing(NOTHING)
    elements = list(islice(feed.elements(text), MOST_ENTRIES))
    # A broken end may have lost half of the text, which would look like an edit.
    whole = [element for element in elements if CLOSED.search(element)]
    entries = entries_of(whole, root, url)
    if elements and not entries:
        raise NoListing(UNREADABLE)
    channel = _channel(text[: text.find(elements[0])] if elements else text)
    return Listing(
        kind="atom" if root["tag"].endswith("feed") else "rss",
        title=feed.headline(channel),
        home=canonical(urljoin(url, str(channel.get("link", "")))) if "link" in channel else "",
        entries=entries,
        pause=_pause(channel),
    )


def _channel(head: str) -> dict[str, Any]:
    """What stands before the first entry: the feed on itself."""
    try:
        document = without_long_tags(head[:LONGEST_HEAD]).encode("utf-8", "replace")
        return dict(dict.items(feed.parse(document).feed))
    except Refusal:
        return {}


def _pause(channel: dict[str, Any]) -> float | None:
    """Seconds: RSS says `ttl` in minutes; the syndication module, how often in which period."""
    period = PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower(), 0)
    often = _number(channel.get("sy_updatefrequency", 1)) or 1
    return max(period / often, 60 * _number(channel.get("ttl", 0))) or None


def _number(written: object) -> float:
    found = re.fullmatch(r"\s*(\d{1,7})\s*", str(written))
    return float(found[1]) if found else 0.0


def _sitemap(text: str, tag: str, url: str) -> Listing:
    if tag == "sitemapindex":
        raise NoListing(INDEX)
    found = sitemap.addresses(text)
    if not found and re.search(r"<url[\s>]", text):
        raise NoListing(NO_NEWS)
    root = feed.ROOT.match("<rss version='2.0'>")
    entries = entries_of([address.item() for address in found], root, url)
    outlet = next((address.outlet for address in found), "")
    return Listing("sitemap", outlet, "", entries, None)
