"""The entries of a listing, each told by itself.

What an entry says is told from how it is written: its digest is of the words and dates that
readers would see, so neither another order, encoding or way of writing a date nor a counter in
an address makes a change of it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.sax.saxutils import quoteattr

from lxml import etree

from newsroom.ingest.addresses import canonical, kept_ref, url_hash
from newsroom.ingest.datelines import from_document
from newsroom.ingest.formats import feed
from newsroom.ingest.markup import fragment_blocks
from newsroom.ingest.story import Refusal
from newsroom.ingest.wording import tidy

SAME_DATE = 3  # entries that all bear one date bear the feed's clock, not their own
BASE = re.compile(r"\sxml:base\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its listing tells of it.

    `ref` is the listing's own name for it, `url` canonical or "". `document` is a small feed of
    this entry alone, in UTF-8; `sha256` (hexadecimal) is of what it says.
    """

    ref: str
    url: str
    title: str
    updated: datetime | None
    document: bytes
    sha256: str


def entries_of(elements: Iterable[str], root: re.Match[str] | None, url: str) -> tuple[Entry, ...]:
    """Each article once, the newest first; those without a date keep their order, at the end."""
    stamped = _stamped(list(_read(elements, root, url)))
    named = _once(stamped, lambda entry: entry.ref)
    placed = _once(named, lambda entry: url_hash(entry.url) if entry.url else entry.ref)
    return tuple(sorted(placed, key=_age, reverse=True))


def _once(entries: Iterable[Entry], name: Callable[[Entry], str]) -> list[Entry]:
    """Of those with one name the newest, whatever their order."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        held = kept.setdefault(name(entry), entry)
        if (_age(entry), entry.sha256) > (_age(held), held.sha256):
            kept[name(entry)] = entry
    return list(kept.values())


def _age(entry: Entry) -> float:
    return entry.updated.timestamp() if entry.updated else float("-inf")


def _read(elements: Iterable[str], root: re.Match[str] | None, url: str) -> Iterator[Entry]:
    for element in elements:
        try:
            entry = _entry(element, root, url)
        except Refusal:
            continue  # the others can be read
        if entry:
            yield entry


def _entry(element: str, root: re.Match[str] | None, url: str) -> Entry | None:
    """The entry, its digest still of its words alone; None if it is broken and has no name."""
    document = feed.alone(element, root)
    held = feed.entry_of(document)
    link, own = str(held.get("link", "")), tidy(str(held.get("id", "")))
    if link and link != own and not canonical(link):
        based = _based(root, url)
        document = feed.alone(element, based)
        link = str(feed.entry_of(document).get("link", ""))
    title, words = feed.headline(held), _words(held)
    address = canonical(link)
    ref = canonical(own) or own or address
    if not ref and not _is_whole(document):
        return None
    at = _at(held)
    ref = ref or f"sha256:{_digest(title or words, str(at))}"
    byline = tidy(str(held.get("author", "")))
    said = _digest(title, byline, words)
    return Entry(kept_ref(ref), address, title, at, document, said)


def _based(root: re.Match[str] | None, url: str) -> re.Match[str] | None:
    """The root tag with the address from which its entries' links are to be read."""
    if root is None:
        return None
    written = BASE.search(root[0])
    base = urljoin(url, (written[1] or written[2] or "") if written else "")
    bare = BASE.sub("", root[0]).removesuffix(">").removesuffix("/")
    return feed.ROOT.match(f"{bare} xml:base={quoteattr(base)}>")


def _is_whole(document: bytes) -> bool:
    try:
        etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return True


def _words(held: feed.Entry) -> str:
    """The text as its blocks say it; as it is written where it is too tangled to be read."""
    written = feed.content(held)
    try:
        return "\n".join(block.text for block in fragment_blocks(written))
    except Refusal:
        return written


def _at(held: feed.Entry) -> datetime | None:
    """When the entry was last changed, else published, by its own word."""
    parsed = held.get("updated_parsed") or held.get("published_parsed")
    if parsed:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    dated = from_document(str(held.get("updated", "") or held.get("published", "")))
    return dated.at if dated else None


def _stamped(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their dates in their digests, unless one clock dates them all."""
    dates = {entry.updated for entry in entries}
    if len(dates) == 1 and len(entries) >= SAME_DATE:
        entries = [replace(entry, updated=None) for entry in entries]
    return [replace(each, sha256=_digest(each.sha256, str(each.updated))) for each in entries]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
