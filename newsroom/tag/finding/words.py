"""The finder's hand-kept words: words.txt beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from archive.names.tables import sections

TABLE = Path(__file__).with_name("words.txt")


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section that is a plain list."""
    return frozenset(word for line in lines(section) for word in line.split())


def lines(section: str) -> list[str]:
    """A section's lines, without comments."""
    return sections(TABLE)[section]
