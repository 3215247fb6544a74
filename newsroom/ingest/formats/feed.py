"""An RSS or Atom file: one story an entry, each read alone so that a broken one harms no other."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from newsroom.ingest.addresses import canonical
from newsroom.ingest.datelines import from_document
from newsroom.ingest.encodings import Decoded, decode
from newsroom.ingest.markup import fragment_blocks, without_long_tags
from newsroom.ingest.story import Dateline, Refusal, Story
from newsroom.ingest.wording import tidy

Entry = dict[str, Any]
ENTITY = "It declares an XML entity, which is not accepted."
NO_ENTRIES = "It is a feed without entries."
UNREADABLE = "It is an entry that cannot be read."
MOST_ENTRIES = 5_000
TOO_MANY = f"It has more than {MOST_ENTRIES:,} entries: from this one on none was read."
LONGEST_ROOT = 20_000
ROOT = re.compile(r"<(?P<tag>(?:\w{1,30}:)?(?:rss|feed|RDF))\b[^<>]*>")
# What lies inside a comment or a CDATA section is no tag.
MARK = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|<(?P<open>(?:\w{1,30}:)?(?:item|entry))(?:\s[^<>]*)?>"
    r"|</(?P<close>(?:\w{1,30}:)?(?:item|entry))\s*>",
    re.DOTALL,
)


def read(raw: bytes, ref: str, name: str, charset: str = "") -> Iterator[Story | Refusal]:
    """A story or refusal for each entry; `raw` of each is its element alone."""
    decoded = decode(raw, charset)
    if re.search(r"<!ENTITY", decoded.text, re.IGNORECASE):
        raise Refusal(ENTITY)
    root = ROOT.search(decoded.text)
    n = 0
    for n, element in enumerate(elements(decoded.text), start=1):
        if n > MOST_ENTRIES:
            yield Refusal(TOO_MANY, where=f"entry {n}")
            break
        try:
            yield _story(element, root, decoded, name, f"entry {n}")
        except Refusal as refusal:
            refusal.where = f"entry {n}"
            yield refusal
    if not n:
        raise Refusal(NO_ENTRIES)


def elements(text: str) -> Iterator[str]:
    """The entries' elements as they are written; an unclosed one ends where the next begins."""
    start = None
    for mark in MARK.finditer(text):
        if mark["open"]:
            if start is not None:
                yield text[start : mark.start()]
            start = mark.start()
        elif mark["close"] and start is not None:
            yield text[start : mark.end()]
            start = None


def _story(
    element: str, root: re.Match[str] | None, decoded: Decoded, name: str, where: str
) -> Story:
    entry = entry_of(alone(element, root))
    link = canonical(str(entry.get("link", "")))
    title = headline(entry)
    raw = element.encode(decoded.encoding.replace("-sig", ""), "replace")
    ref = link or tidy(str(entry.get("id", ""))) or "sha256:" + hashlib.sha256(raw).hexdigest()
    return Story(
        ref=ref,
        format="feed",
        raw=raw,
        encoding=decoded.encoding.replace("-sig", ""),
        name=name,
        blocks=fragment_blocks(content(entry)),
        title=title or None,
        byline=tidy(str(entry.get("author", ""))),
        published=_published(entry),
        canonical_url=link,
        where=where,
        warnings=decoded.warnings,
    )


def alone(element: str, root: re.Match[str] | None) -> bytes:
    """A feed of this one entry, inside its feed's root tag, which holds the namespaces."""
    opening = root[0] if root and len(root[0]) <= LONGEST_ROOT else "<rss version='2.0'>"
    tag = root["tag"] if root and opening == root[0] else "rss"
    channel = ("<channel>", "</channel>") if tag == "rss" else ("", "")
    document = f"{opening}{channel[0]}{without_long_tags(element)}{channel[1]}</{tag}>"
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return (head + document).encode("utf-8", "replace")


def parse(document: bytes) -> Any:
    """What feedparser makes of a feed, or of a part of one; Refusal where it stumbles."""
    try:
        return feedparser.parse(BytesIO(document))
    except (ValueError, AssertionError, RecursionError, LookupError, TypeError) as error:
        # The lenient parser behind feedparser stumbles over hostile markup in these ways.
        raise Refusal(UNREADABLE) from error


def entry_of(document: bytes) -> Entry:
    """The one entry of a feed that `alone` made."""
    parsed = parse(document)
    if not parsed.entries:
        raise Refusal(UNREADABLE)
    # A plain dictionary: feedparser's own answers for keys that are not there, and warns of it.
    return dict(dict.items(parsed.entries[0]))


def content(entry: Entry) -> str:
    """The longest of the entry's contents, else its summary."""
    contents = [str(each.get("value", "")) for each in entry.get("content", [])]
    return max(contents, key=len, default="") or str(entry.get("summary", ""))


def headline(entry: Entry) -> str:
    """The entry's title as running text."""
    title = str(entry.get("title", ""))
    blocks = fragment_blocks(title) if "<" in title or "&" in title else ()
    return tidy(" ".join(block.text for block in blocks) if blocks else title)


def _published(entry: Entry) -> Dateline | None:
    written = str(entry.get("published", "") or entry.get("updated", ""))
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return from_document(written) if written else None
    year, month, day, hour, minute, second = parsed[:6]
    at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    published = from_document(at.isoformat())
    return replace(published, evidence=written[:300]) if published else None
