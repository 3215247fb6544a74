"""Translation memory exchange: TMX 1.4b, read and written as a stream.

Pure: no database, no settings. A file of any size is read and written in little memory. The format
is LISA's (TMX 1.4b Specification, 2005); of it we take sentence pairs, and of a segment its text:
the codes of other programs (`bpt`, `ept`, `ph`, `it`, `ut`) are left out. A document type other
than the plain one of TMX and entities of its own are refused, since nothing good needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

CHUNK = 64 * 1024  # bytes
MOST_CHARACTERS = 10_000  # of one segment
MOST_DEEP = 32  # elements within each other
DTD = "tmx14.dtd"
CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
STAMP = "%Y%m%dT%H%M%SZ"
CREATOR = re.compile(r"[a-z]{1,20}")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="Passerelle" creationtoolversion="1" segtype="sentence" \
o-tmf="Passerelle" adminlang="en" srclang="fr" datatype="plaintext" creationdate="{at}"/>
<body>
"""
FOOT = "</body>\n</tmx>\n"


class NotTmx(Exception):
    """Why a file cannot be read as TMX: one plain sentence."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Unit:
    """A French sentence and its English.

    `by` is the part that its author had (`editor`, `reader`), never a name. `facts` are what we
    say of it beside: `origin`, `state`, `article`, `sentence`.
    """

    french: str
    english: str
    at: datetime | None = None
    by: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def written(units: Iterable[Unit], *, at: datetime) -> Iterator[str]:
    """The file, piece by piece, to be encoded as UTF-8."""
    yield HEAD.format(at=_stamp(at))
    for unit in units:
        yield _unit(unit)
    yield FOOT


def _unit(unit: Unit) -> str:
    attributes = f' creationdate="{_stamp(unit.at)}"' if unit.at else ""
    if unit.by:
        attributes += f" creationid={quoteattr(unit.by)}"
    props = "".join(
        f"<prop type={quoteattr('x-' + name)}>{_text(value)}</prop>"
        for name, value in unit.facts.items()
    )
    pair = "".join(
        f'<tuv xml:lang="{language}"><seg>{_text(text)}</seg></tuv>'
        for language, text in (("fr", unit.french), ("en", unit.english))
    )
    return f"<tu{attributes}>{props}{pair}</tu>\n"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)


def _text(text: str) -> str:
    return escape(UNPRINTABLE.sub(" ", text))


def read(file: IO[bytes]) -> Iterator[Unit]:
    """Each pair of French and English in the file, in its order; of several English the first.

    A unit without one of the two is passed over. Raises NotTmx.
    """
    reader = _Reader()
    while chunk := file.read(CHUNK):
        yield from reader.fed(chunk)
    yield from reader.fed(b"", is_last=True)


class _Reader:
    """An XML parser's handlers, and the unit that they are in."""

    def __init__(self) -> None:
        self.done: list[Unit] = []
        self.path: list[str] = []
        self.tu: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.language, self.prop = "", ""
        self.words: list[str] = []
        self.length = 0
        self.parser = parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.entity
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def fed(self, chunk: bytes, *, is_last: bool = False) -> list[Unit]:
        """The units that the chunk completes."""
        self.done = []
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise NotTmx(
                f"It is no XML that can be read: {why}, in line {error.lineno}."
            ) from error
        return self.done

    def refuse(self, reason: str) -> NoReturn:
        """Say why the file is not read, and in which line."""
        raise NotTmx(f"{reason} It is in line {self.parser.CurrentLineNumber}.")

    def doctype(self, name: str, system: str | None, public: str | None, inner: int) -> None:
        """Refuse any document type but the plain one of TMX."""
        if name != "tmx" or inner or (system or DTD).rsplit("/", 1)[-1] != DTD:
            self.refuse("The file has a document type other than that of TMX 1.4.")

    def entity(self, *told: object) -> None:
        """Refuse entities, of which XML itself has enough for TMX."""
        self.refuse("The file has an entity of its own.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where the text that follows belongs."""
        if not self.path and tag != "tmx":
            self.refuse(f"The file begins with “{tag[:40]}” and not with “tmx”.")
        if len(self.path) >= MOST_DEEP:
            self.refuse("Its elements lie too deep within each other.")
        self.path.append(tag)
        if tag == "tu":
            self.tu, self.facts, self.texts = attributes, {}, {}
        elif tag == "tuv":
            given = attributes.get("xml:lang") or attributes.get("lang") or ""
            self.language = re.split("[-_]", given.casefold())[0]
        elif tag in {"seg", "prop"}:
            self.prop = attributes.get("type", "")
            self.words, self.length = [], 0

    def characters(self, text: str) -> None:
        """Keep text of a segment or property, without other programs' codes."""
        if CODES.isdisjoint(self.path) and not {"seg", "prop"}.isdisjoint(self.path):
            self.length += len(text)
            if self.length > MOST_CHARACTERS:
                self.refuse(f"A segment is longer than {MOST_CHARACTERS:,} characters.")
            self.words.append(text)

    def end(self, tag: str) -> None:
        """Keep what the element held."""
        self.path.pop()
        if tag == "seg":
            self.texts.setdefault(self.language, tidy("".join(self.words)))
        elif tag == "prop" and self.path[-1] == "tu" and self.prop.startswith("x-"):
            self.facts[self.prop.removeprefix("x-")] = "".join(self.words)
        elif tag == "tu":
            self.keep()

    def keep(self) -> None:
        """The unit, if it has both languages."""
        french, english = self.texts.get("fr"), self.texts.get("en")
        if french and english:
            by = self.tu.get("creationid", "")
            role = by if CREATOR.fullmatch(by) else ""
            self.done.append(Unit(french, english, _moment(self.tu), role, self.facts))


def tidy(text: str) -> str:
    """One line, as the archive keeps a sentence: no-break spaces stay as they are."""
    return BLANKS.sub(" ", UNPRINTABLE.sub(" ", text)).strip(" \u00a0\u202f")


def _moment(attributes: Mapping[str, str]) -> datetime | None:
    try:
        found = datetime.strptime(attributes.get("creationdate", ""), STAMP)  # noqa: DTZ007
    except ValueError:
        return None
    return found.replace(tzinfo=UTC)
