"""Tables kept by hand: lines under `[headings]`, with `#` before what is only said of them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path


@cache
def sections(table: Path) -> dict[str, list[str]]:
    """A table's lines by heading, read once a process; empty lines and comments are left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            found[heading].append(line)
    return dict(found)
