"""Formats: each turns the bytes of a file into stories and refusals, one after the other.

A new format is a copy of its sibling plus one line in FORMATS.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from newsroom.ingest.formats import feed, html, jsonl, text
from newsroom.ingest.story import Refusal, Story


class Reader(Protocol):
    """What each format has: the stories of a file with their reference and its name.

    `charset` is the encoding that its sender named, for files that name none themselves.
    """

    def __call__(
        self, raw: bytes, ref: str, name: str, charset: str = "", /
    ) -> Iterator[Story | Refusal]: ...


FORMATS: dict[str, Reader] = {
    "text": text.read,
    "html": html.read,
    "feed": feed.read,
    "jsonl": jsonl.read,
}

MARKS = b"\xef\xbb\xbf\xfe\xff"  # the bytes of byte order marks; no format begins with one
HEAD = 4096  # bytes that tell a format
FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|section|p|h1)[\s>/]",
    re.IGNORECASE,
)
JSON = re.compile(rb"\{\s*(?:\"|\})")
NAMES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def detect(raw: bytes, name: str) -> str:
    """The format of a file by its first bytes, else by the ending of its name, else text."""
    head = raw[:HEAD].lstrip(MARKS).replace(b"\x00", b"").lstrip()
    if head.startswith(b"<"):
        if FEED.search(head) and not re.match(rb"<!doctype\s+html", head, re.IGNORECASE):
            return "feed"
        if HTML.search(head):
            return "html"
    if JSON.match(head):
        return "jsonl"
    return next((kind for ending, kind in NAMES.items() if name.lower().endswith(ending)), "text")
