"""What a reader typed: words, "phrases", beginnings*, -not, OR, and a few named filters.

Anything may be typed. What cannot be used is left out, and said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from archive.search.schema import FOLDED, Language, plain_text

MOST_TERMS = 16
SHORTEST_BEGINNING = 3
LONGEST = 500  # characters read
PIECE = re.compile(r'(?P<minus>-?)(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
NAMED = {"source", "tag", "after", "before", "lang"}
QUOTES = str.maketrans("“”«»„", '"""""')

Shape = Literal["word", "phrase", "beginning"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, several in a row, or the beginning of one; `wanted` is false after a minus."""

    text: str
    shape: Shape = "word"
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as it is understood: groups of terms, each group needs one of its terms.

    `ignored` says in a sentence each what was left out.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    language: Language | None = None
    ignored: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for in the texts."""
        return bool(self.groups or self.unwanted)


@dataclass(slots=True)
class _Reading:
    groups: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    terms: int = 0
    joined: bool = False


def parse(text: str) -> Typed:
    """Understand what was typed; never fails."""
    reading = _Reading()
    text = plain_text(text).translate(QUOTES).replace("\x00", " ")
    if len(text) > LONGEST:
        reading.ignored.append(f"Only the first {LONGEST} characters were read.")
    for piece in PIECE.finditer(text[:LONGEST]):
        _take(reading, piece)
    return _typed(reading)


def _take(reading: _Reading, piece: re.Match[str]) -> None:
    name, value = piece["name"], piece["phrase"] if piece["phrase"] is not None else piece["word"]
    if name in NAMED:
        reading.named.setdefault(name, []).append(value)
    elif piece["word"] == "OR" and not name and not piece["minus"]:
        reading.joined = bool(reading.groups)
    else:
        whole = f"{name}:{value}" if name else value
        _take_term(reading, whole, phrase=piece["phrase"] is not None, wanted=not piece["minus"])


def _take_term(reading: _Reading, text: str, *, phrase: bool, wanted: bool) -> None:
    words = FOLDED.analyze(text)
    if not words:
        return
    reading.terms += 1
    if reading.terms > MOST_TERMS:
        if reading.terms == MOST_TERMS + 1:
            reading.ignored.append(f"Only the first {MOST_TERMS} words were looked for.")
        return
    term = _term(reading, text, words, phrase=phrase, wanted=wanted)
    if not term.wanted:
        reading.unwanted.append(term)
    elif reading.joined:
        reading.groups[-1].append(term)
    else:
        reading.groups.append([term])
    reading.joined = False


def _term(reading: _Reading, text: str, words: list[str], *, phrase: bool, wanted: bool) -> Term:
    if text.endswith("*") and not phrase and len(words) == 1:
        if len(words[0]) >= SHORTEST_BEGINNING:
            return Term(text.rstrip("*"), "beginning", wanted)
        reading.ignored.append(
            f"“{text}” is too short for a beginning: give at least {SHORTEST_BEGINNING} letters."
        )
    return Term(text.rstrip("*"), "phrase" if len(words) > 1 else "word", wanted)


def _typed(reading: _Reading) -> Typed:
    named = reading.named
    after, before = (_day(reading, name, named.get(name, [])) for name in ("after", "before"))
    return Typed(
        groups=tuple(tuple(group) for group in reading.groups),
        unwanted=tuple(reading.unwanted),
        sources=tuple(value.casefold() for value in named.get("source", []) if value),
        tags=tuple(value.casefold() for value in named.get("tag", []) if value),
        after=after,
        before=before,
        language=_language(reading, named.get("lang", [])),
        ignored=tuple(reading.ignored),
    )


def _day(reading: _Reading, name: str, values: list[str]) -> date | None:
    for value in values[-1:]:
        try:
            return date.fromisoformat(value)
        except ValueError:
            reading.ignored.append(f"“{name}:{value}” is no date such as {name}:2024-10-23.")
    return None


def _language(reading: _Reading, values: list[str]) -> Language | None:
    for value in values[-1:]:
        if value.casefold() in {"fr", "en"}:
            return Language(value.casefold())
        reading.ignored.append(f"“lang:{value}” is neither lang:en nor lang:fr.")
    return None
