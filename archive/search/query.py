"""What a reader typed: words, "phrases", beginnings*, =exact, -not, OR, and named filters.

Anything may be typed. What cannot be used is left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from django.utils.text import slugify

from archive.calendar import Span
from archive.search.schema import FOLDED, KINDS, Language, plain_text
from archive.search.spans import named_span

MOST_TERMS = 16
SHORTEST_BEGINNING = 3
LONGEST = 500  # characters read
MOST_REMARKS = 5
PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<name>[a-z]+):)?(?P<exact>=?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
CODES = ("source", "tag")
QUOTES = str.maketrans("“”«»„", '"""""')

Shape = Literal["word", "phrase", "beginning"]


class Term(NamedTuple):
    """A word, several in a row, or the beginning of one; `wanted` is false after a minus.

    With a `kind` it is looked for in the names of the article's tags of that kind alone.
    """

    text: str
    shape: Shape = "word"
    wanted: bool = True
    exact: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as it is understood: groups of terms, each group needs one of its terms.

    Any one of the `sources` will do, all of the `tags` must stand, none of the `not_` ones may.
    `ignored` says in a sentence each what was left out.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    not_tags: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    undated: bool = False
    language: Language | None = None
    level: str = ""
    discussed: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for in the texts or the names."""
        return bool(self.groups or self.unwanted)

    @property
    def wanted(self) -> list[Term]:
        """The terms looked for in the texts."""
        return [term for group in self.groups for term in group if not term.kind]


@dataclass(slots=True)
class _Reading:
    exact: bool
    groups: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)
    days: dict[str, Span] = field(default_factory=dict)
    language: Language | None = None
    ignored: list[str] = field(default_factory=list)
    terms: int = 0
    joined: bool = False

    def remark(self, words: str) -> None:
        if words not in self.ignored and len(self.ignored) < MOST_REMARKS:
            self.ignored.append(words)


def parse(text: str, *, exact: bool = False) -> Typed:
    """Understand what was typed; never fails. With `exact`, every word counts as written."""
    reading = _Reading(exact)
    text = plain_text(text).translate(QUOTES).replace("\x00", " ")
    if len(text) > LONGEST:
        reading.remark(f"Only the first {LONGEST} characters were read.")
    for piece in PIECE.finditer(text[:LONGEST]):
        _take(reading, piece)
    if reading.joined:
        reading.remark("OR stands between two words: the last one was left out.")
    return _typed(reading)


def _take(reading: _Reading, piece: re.Match[str]) -> None:
    name = piece["name"] or ""
    take: Callable[[_Reading, re.Match[str]], None]
    if name in CODES:
        take = _take_code
    elif name in {"after", "before"}:
        take = _take_days
    elif name == "lang":
        take = _take_language
    elif piece["word"] == "OR" and piece[0] == "OR":
        take = _take_or
    else:
        take = _take_term
    take(reading, piece)


def _value(piece: re.Match[str]) -> str:
    return str(piece["word"] if piece["phrase"] is None else piece["phrase"])


def _take_code(reading: _Reading, piece: re.Match[str]) -> None:
    """A source or a tag, by the word of its address or by its name."""
    if code := slugify(_value(piece)):
        reading.codes.setdefault(f"{piece['minus']}{piece['name']}", []).append(code)
    else:
        reading.remark(f"“{piece[0]}” names no {piece['name']}.")


def _take_days(reading: _Reading, piece: re.Match[str]) -> None:
    name, value = piece["name"], _value(piece)
    days = named_span(value)
    if days and not piece["minus"]:
        reading.days[name] = days
    else:
        reading.remark(f"“{piece[0]}” is no date such as {name}:2024, {name}:2024-10-23.")


def _take_language(reading: _Reading, piece: re.Match[str]) -> None:
    value = _value(piece).casefold()
    if value in {"fr", "en"} and not piece["minus"]:
        reading.language = Language(value)
    else:
        reading.remark(f"“{piece[0]}” is neither lang:en nor lang:fr.")


def _take_or(reading: _Reading, piece: re.Match[str]) -> None:
    reading.joined = bool(reading.groups)
    if not reading.joined:
        reading.remark("OR stands between two words: the first one was left out.")


def _take_term(reading: _Reading, piece: re.Match[str]) -> None:
    kind = piece["name"] if piece["name"] in KINDS else ""
    start = len(piece["minus"]) + (len(kind) + 1 if kind else 0)
    text = piece[0][start:].strip('"').removeprefix("=").strip('"')
    words = FOLDED.analyze(text)
    if not words:
        reading.remark(f"“{piece[0][:40]}” holds no word to look for.")
        return
    reading.terms += 1
    if reading.terms > MOST_TERMS:
        reading.remark(f"Only the first {MOST_TERMS} words were looked for.")
        return
    _place(reading, _term(reading, piece, text, words, kind))


def _term(reading: _Reading, piece: re.Match[str], text: str, words: list[str], kind: str) -> Term:
    wanted, exact = not piece["minus"], bool(piece["exact"]) or reading.exact
    plain = text.rstrip("*")
    if text.endswith("*") and piece["phrase"] is None and len(words) == 1:
        if len(words[0]) >= SHORTEST_BEGINNING:
            return Term(plain, "beginning", wanted, kind=kind)
        reading.remark(
            f"“{text}” is too short for a beginning: give at least {SHORTEST_BEGINNING} letters."
        )
    return Term(plain, "phrase" if len(words) > 1 else "word", wanted, exact and not kind, kind)


def _place(reading: _Reading, term: Term) -> None:
    if not term.wanted:
        reading.unwanted.append(term)
    elif reading.joined:
        reading.groups[-1].append(term)
    else:
        reading.groups.append([term])
    reading.joined = False


def _typed(reading: _Reading) -> Typed:
    def codes(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reading.codes.get(name, [])))

    days = reading.days
    return Typed(
        groups=tuple(tuple(group) for group in reading.groups),
        unwanted=tuple(reading.unwanted),
        sources=codes("source"),
        not_sources=codes("-source"),
        tags=codes("tag"),
        not_tags=codes("-tag"),
        after=days["after"].first if "after" in days else None,
        before=days["before"].last if "before" in days else None,
        language=reading.language,
        ignored=tuple(reading.ignored),
    )
