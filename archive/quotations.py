"""Which words of a sentence are a quotation: said in French, and in English only a translation.

Where the marks of the two languages do not tell the same story, no place is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MARK = re.compile('[«»“”„"]')
OPENING, CLOSING, STRAIGHT, RUNNING = "«“„", "»”", '"', "…"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence, its own marks included, and whether it is a quotation."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Quotations:
    """A sentence that holds a quotation, in spans that join to its French and its English.

    Unless `certain`, the English is one plain span that holds a quotation somewhere.
    `runs_on` where the quotation is still open at the sentence's end.
    """

    french: tuple[Span, ...]
    english: tuple[Span, ...]
    certain: bool
    runs_on: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """The outermost quotations as (start, end), whether the last is open, and marks in pairs."""

    places: tuple[tuple[int, int], ...]
    is_open: bool
    paired: bool


def find(french: str, english: str, *, running: bool = False) -> Quotations | None:
    """The quotations of one sentence; None where the French holds none.

    `running` says that a quotation of an earlier sentence is still open where this one begins.
    """
    said = _scan(french, running=running)
    if not said.places:
        return None
    told = next((f for f in _readings(english, running=running) if _agree(said, f)), None)
    spans = _spans(english, told.places if told else ())
    return Quotations(_spans(french, said.places), spans, told is not None, said.is_open)


def in_paragraph(pairs: Sequence[tuple[str, str]]) -> list[Quotations | None]:
    """The same for the sentences of a paragraph, (French, English), whose quotations may run on.

    A paragraph whose first guillemet closes goes on with a quotation of the one before.
    """
    first = re.search("[«»]", " ".join(french for french, _ in pairs))
    running = first is not None and first[0] == "»"
    found = []
    for french, english in pairs:
        quotations = find(french, english, running=running)
        running = quotations is not None and quotations.runs_on
        found.append(quotations)
    return found


def _readings(english: str, *, running: bool) -> Iterator[_Found]:
    """The ways to read the English: a sentence alone may bring an opening mark of its own."""
    yield _scan(english, running=running)
    if running and english.lstrip().startswith((*OPENING, STRAIGHT)):
        yield _scan(english, running=False)


def _agree(said: _Found, told: _Found) -> bool:
    """Whether as many quotations are told as were said, and none ends later than it should."""
    same = len(said.places) == len(told.places)
    return same and told.paired and (said.is_open or not told.is_open)


def _scan(text: str, *, running: bool) -> _Found:
    places, start, paired = [], 0, True
    opened = [RUNNING] if running else []
    for match in MARK.finditer(text):
        mark = match[0]
        if _closes(mark, opened):
            opened.pop()
            if not opened:
                places.append((start, match.end()))
        elif mark in CLOSING:
            paired = False
        elif opened or not _measures(text, match.start()):
            start = start if opened else match.start()
            opened.append(mark)
    if opened and text[start:].strip():
        places.append((start, len(text)))
    return _Found(tuple(places), bool(opened), paired)


def _closes(mark: str, opened: list[str]) -> bool:
    if not opened:
        return False
    return mark in CLOSING or (mark == STRAIGHT and opened[-1] in (STRAIGHT, RUNNING))


def _measures(text: str, place: int) -> bool:
    """Whether the mark stands for inches or seconds: « un écran de 27" »."""
    return text[place] == STRAIGHT and text[place - 1 : place].isdigit()


def _spans(text: str, places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    cuts = [0, *(cut for place in places for cut in place), len(text)]
    stretches = [text[a:b] for a, b in pairwise(cuts)]
    return tuple(Span(t, quoted=n % 2 == 1) for n, t in enumerate(stretches) if t)
