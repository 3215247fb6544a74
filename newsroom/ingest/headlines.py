"""Which first line of a plain text is its headline, and which line below names its author."""

import re

from newsroom.ingest.datelines import DATELINE, TODAY
from newsroom.ingest.wording import words

LONGEST_HEADLINE = 160
OPEN_END = re.compile(r"[.,;:…–—-]$")
STOP_INSIDE = re.compile(r"[^\W\d_]{3,}\.\s+[A-ZÀ-ÖØ-Ý«]")
SPEECH = re.compile(r"[–—•*-]\s")
BYLINE = re.compile(r"par\s+(?P<name>[^.!?]{3,80})", re.IGNORECASE)
NAMED = re.compile(r"[A-ZÀ-ÖØ-ÝŒ]")


def is_headline(line: str) -> bool:
    """Whether a first line reads as a headline: short, one phrase, no full stop, no dateline."""
    return (
        len(line) <= LONGEST_HEADLINE
        and bool(words(line))
        and not OPEN_END.search(line)
        and not STOP_INSIDE.search(line)
        and not SPEECH.match(line)
        and not DATELINE.match(line)
        and not TODAY.search(line)
    )


def byline_of(line: str) -> str:
    """The author that a line such as « Par la rédaction de Lyon » names, else ""."""
    found = BYLINE.fullmatch(line)
    return found["name"].strip() if found and NAMED.search(found["name"]) else ""
