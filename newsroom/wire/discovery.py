"""Finding what there is to follow at an address: a feed, a news sitemap, or a site's feeds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newsroom.ingest.addresses import canonical, url_hash
from newsroom.ingest.encodings import decode
from newsroom.ingest.markup import parse
from newsroom.ingest.story import Refusal
from newsroom.ingest.wording import tidy
from newsroom.models import Host
from newsroom.wire import asking, turns
from newsroom.wire.accepting import Refused, accepted, front_of, host_of
from newsroom.wire.asking import Busy, Disallowed
from newsroom.wire.fetching import FEEDS, PAGES, Answer, Unreachable
from newsroom.wire.listing import Listing, NoListing, read_listing

MOST_REQUESTS = 6
MOST_SITEMAPS = 2  # of those that robots.txt names
LONGEST = 25.0  # seconds after which no further request is begun
FEED_TYPES = {"application/rss+xml", "application/atom+xml"}
USUAL_PATHS = ("feed", "rss.xml", "feed.xml")
FEED_LIKE = re.compile(r"(?:^|[/._=-])(?:rss|atom|feeds?|flux)(?:[/._\d-]|$)", re.IGNORECASE)
NEWS_LIKE = re.compile(r"news|actu", re.IGNORECASE)
NOT_NEWS = re.compile(r"comment|podcast", re.IGNORECASE)
SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
HELPS = "Give the address of a feed itself."


@dataclass(frozen=True, slots=True)
class Found:
    """Something to follow: its address, what it lists, and what it calls itself."""

    url: str
    listing: Listing
    answer: Answer
    title: str = ""

    @property
    def count(self) -> int:
        """How many entries it lists."""
        return len(self.listing.entries)

    @property
    def newest(self) -> datetime | None:
        """When its newest entry was written or changed, as far as it says."""
        return max(self._times(), default=None)

    @property
    def oldest(self) -> datetime | None:
        """When its oldest entry was written or changed, as far as it says."""
        return min(self._times(), default=None)

    @property
    def pace(self) -> float | None:
        """The seconds from one entry to the next on average; None where too few have a date."""
        times = self._times()
        if len(times) < 2:
            return None
        return (max(times) - min(times)).total_seconds() / (len(times) - 1)

    def _times(self) -> list[datetime]:
        return [entry.updated for entry in self.listing.entries if entry.updated]


@dataclass(frozen=True, slots=True)
class Site:
    """A page that leads to feeds: where it stands, and what its site calls itself."""

    url: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """What there is to follow at an address, and the page that led there, if one did."""

    feeds: list[Found]
    site: Site | None = None


def find_feeds(url: str, *, patience: float = 20.0) -> list[Found]:
    """What there is to follow at the address: itself, or what the page there leads to.

    Raises NoListing where nothing is, and Refused, Unreachable, Busy or Disallowed where the
    address may not or cannot be asked.
    """
    return explore(url, patience=patience).feeds


def explore(url: str, *, patience: float = 20.0) -> Explored:
    """The same, with what the page says of its site."""
    search = _Search(patience)
    address = accepted(url)
    answer = search.ask(address)
    found = _found(address, answer)
    if found:
        return Explored([found])
    tree = _tree(answer)
    if tree is None:
        raise NoListing(f"{address} is neither a feed nor a page that could lead to one. {HELPS}")
    feeds = _led_to(search, answer.url, tree)
    if not feeds:
        raise search.busy or NoListing(f"No feed was found at {address}. {HELPS}")
    return Explored(feeds, Site(answer.url, tuple(_names(tree))))


def _led_to(search: _Search, url: str, tree: HtmlElement) -> list[Found]:
    """What the page leads to, the surest way that brings something."""
    base = _base(tree, url)
    return (
        search.read(_announced(tree, base))
        or search.read(_alike(tree, base))
        or search.read(_sitemaps(url), most=MOST_SITEMAPS)
        or search.read([(urljoin(front_of(url), path), "") for path in USUAL_PATHS], enough=1)
    )


@dataclass(slots=True)
class _Search:
    """One search: how many requests are left to it, and until when; who wanted it to wait."""

    patience: float
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST)
    left: int = MOST_REQUESTS
    asked: set[str] = field(default_factory=set)
    busy: Busy | None = None

    def ask(self, url: str, accept: str = PAGES) -> Answer:
        """The address's answer, as soon as its host may be asked."""
        self.left -= 1
        self.asked.add(url_hash(url))
        patience = min(self.patience, max(0.0, self.until - time.monotonic()))
        answer = asking.ask(url, accept=accept, patience=patience)
        if answer.status != 200:
            raise NoListing(f"{url} answered with the status {answer.status}.")
        return answer

    def read(
        self,
        candidates: Iterable[tuple[str, str]],
        *,
        most: int = MOST_REQUESTS,
        enough: int = MOST_REQUESTS,
    ) -> list[Found]:
        """Those of the candidates (address, title) that are listings and say something new."""
        found: list[Found] = []
        for url, title in candidates:
            if not self.left or not most or len(found) >= enough or time.monotonic() > self.until:
                break
            if url_hash(url) not in self.asked:
                most -= 1
                each = self._read(url, title)
                if each and not any(_say_the_same(each, other) for other in found):
                    found.append(each)
        return found

    def _read(self, url: str, title: str) -> Found | None:
        try:
            address = accepted(url)
            return _found(address, self.ask(address, FEEDS), title)
        except Busy as busy:
            self.busy = busy
        except (Refused, NoListing, Unreachable, Disallowed):
            pass
        return None  # another candidate may be better


def _found(url: str, answer: Answer, title: str = "") -> Found | None:
    try:
        listing = read_listing(answer.body, answer.url)
    except NoListing:
        return None
    return Found(answer.moved_to or url, listing, answer, title or listing.title)


def _say_the_same(one: Found, other: Found) -> bool:
    """Whether both list the same articles, as an RSS and an Atom feed of one site do."""
    urls = {entry.url for entry in one.listing.entries if entry.url}
    return bool(urls) and urls == {entry.url for entry in other.listing.entries if entry.url}


def _tree(answer: Answer) -> HtmlElement | None:
    try:
        return parse(decode(answer.body, answer.charset).text)
    except Refusal:
        return None


def _base(tree: HtmlElement, url: str) -> str:
    return next((urljoin(url, base.get("href", "")) for base in tree.iter("base")), url)


def _announced(tree: HtmlElement, base: str) -> Iterator[tuple[str, str]]:
    """The feeds that the page's head names, with their titles."""
    for link in tree.iter("link"):
        relations = link.get("rel", "").lower().split()
        kind = link.get("type", "").partition(";")[0].strip().lower()
        title, url = tidy(link.get("title", "")), _joined(base, link.get("href", ""))
        is_feed = "alternate" in relations and kind in FEED_TYPES
        if url and is_feed and not NOT_NEWS.search(f"{url} {title}"):
            yield url, title


def _alike(tree: HtmlElement, base: str) -> Iterator[tuple[str, str]]:
    """Links within the site whose address looks like a feed's."""
    home = _family(base)
    for link in tree.iter("a"):
        url = _joined(base, link.get("href", ""))
        parts = urlsplit(url)
        where = f"{parts.path}?{parts.query}"
        if url and _family(url) == home and FEED_LIKE.search(where) and not NOT_NEWS.search(where):
            yield url, tidy(" ".join(link.itertext()))


def _joined(base: str, link: str) -> str:
    """The link as a whole address, or "" where it is none on the web."""
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return ""
    return url if link and canonical(url) else ""


def _family(url: str) -> str:
    """The last two names of the host, which a paper's servers have in common."""
    return ".".join(host_of(url).split(".")[-2:])


def _sitemaps(url: str) -> list[tuple[str, str]]:
    """The news sitemaps that the host's robots.txt names; asking for the page has brought it."""
    host = Host.objects.filter(origin=turns.origin_of(url)).first()
    named = SITEMAP_LINE.findall(host.robots) if host else []
    return [(each, "") for each in dict.fromkeys(named) if NEWS_LIKE.search(each)]


def _names(tree: HtmlElement) -> Iterator[str]:
    """What the site calls itself, the most exact statement first."""
    for tag in tree.iter("meta"):
        if "og:site_name" in {tag.get("property"), tag.get("name")}:
            yield tidy(tag.get("content", ""))
    yield from (tidy(title.text or "") for title in list(tree.iter("title"))[:1])
