"""The finder's hand-kept words: words.txt beside this file."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("words.txt")


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section that is a plain list."""
    return frozenset(word for line in lines(section) for word in line.split())


def lines(section: str) -> list[str]:
    """A section's lines, without comments."""
    return _sections()[section]


@cache
def _sections() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found[section].append(line)
    return dict(found)
