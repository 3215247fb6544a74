"""A day, a month or a year as it is typed: 2024-10-23, 2024-10, 2024."""

import re
from collections.abc import Callable

from archive.calendar import Span

TYPED = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
OF: dict[int, Callable[..., Span]] = {1: Span.year, 2: Span.month, 3: Span.day}


def named_span(text: str) -> Span | None:
    """The days that a date, a month or a year names; None where it names none."""
    found = TYPED.fullmatch(text)
    if found is None:
        return None
    numbers = [int(part) for part in found.groups() if part]
    try:
        return OF[len(numbers)](*numbers)
    except ValueError:
        return None
