"""The glossary as CSV: read with whatever mark a spreadsheet puts between cells, and written.

The first line names the columns: french, english, part, forbidden (with | between), note. A cell
that a spreadsheet would take for a formula is written with an apostrophe before it, which reading
takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from newsroom.curate.desk import Refused
from newsroom.curate.glossary import MOST_CHANGES
from newsroom.curate.terms import Change, Facts, clean
from newsroom.models import Term

COLUMNS = ("french", "english", "part", "forbidden", "note")
WANTED = ("french", "english")
MARKS = (",", ";", "\t")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_BYTES = 2_000_000
PARTS = {name.casefold(): value for value, label in Term.Part.choices for name in (value, label)}
NOT_UTF8 = "The file is not in UTF-8: save it as “CSV UTF-8”."


class Rows(Protocol):
    """What `csv.reader` gives, which has no name of its own."""

    line_num: int

    def __next__(self) -> list[str]:
        """The next row."""


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, by its number: the change that it asks for, or why it is refused."""

    number: int
    fate: Fate
    change: Change
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the lines of a file would do."""

    lines: list[Line]

    @property
    def changes(self) -> list[Change]:
        """The changes of those that change anything."""
        return [line.change for line in self.lines if line.fate in {Fate.NEW, Fate.CHANGED}]

    def counted(self) -> dict[str, int]:
        """How many lines there are of each fate."""
        return {fate.value: sum(line.fate == fate for line in self.lines) for fate in Fate}

    def of(self, fate: str) -> list[Line]:
        """The lines of one fate."""
        return [line for line in self.lines if line.fate == fate]


def preview(raw: bytes) -> Preview:
    """What the file would do to the terms that stand. Raises Refused where it is no such file."""
    standing = {(term.folded, term.part): term for term in Term.objects.all()}
    seen: dict[tuple[str, str], int] = {}
    return Preview([_line(n, cells, standing, seen) for n, cells in read(raw)])


def _line(
    number: int,
    cells: Mapping[str, str],
    standing: Mapping[tuple[str, str], Term],
    seen: dict[tuple[str, str], int],
) -> Line:
    told = _facts(cells)
    try:
        facts = clean(told)
    except Refused as refused:
        return Line(number, Fate.REFUSED, Change(None, told), str(refused))
    if facts.key in seen:
        problem = f"Line {seen[facts.key]} has this term already."
        return Line(number, Fate.REFUSED, Change(None, facts), problem)
    seen[facts.key] = number
    term = standing.get(facts.key)
    if term is None:
        return Line(number, Fate.NEW, Change(None, facts))
    was = Facts.of(term)
    return Line(number, Fate.SAME if was == facts else Fate.CHANGED, Change(was, facts, term.pk))


def _facts(cells: Mapping[str, str]) -> Facts:
    part = cells.get("part", "").strip() or Term.Part.NOUN
    return Facts(
        cells.get("french", ""),
        cells.get("english", ""),
        tuple(each.strip() for each in cells.get("forbidden", "").split("|") if each.strip()),
        PARTS.get(part.casefold(), part),
        cells.get("note", "").replace("\r\n", "\n"),
    )


def read(raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number in the file and its cells by column; empty lines are left out."""
    if len(raw) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(NOT_UTF8) from error
    opening = text.lstrip().partition("\n")[0]
    mark = max(MARKS, key=opening.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    columns: list[str] | None = None
    count = 0
    for number, row in _numbered(rows):
        if columns is None:
            columns = _columns(row)
            continue
        count += 1
        if count > MOST_CHANGES:
            raise Refused(f"The file has more than {MOST_CHANGES:,} terms.")
        yield number, {name: _unguarded(cell) for name, cell in zip(columns, row, strict=False)}
    if columns is None:
        raise Refused("The file is empty.")


def _numbered(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line on which it begins."""
    begins = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(f"Line {begins} is no CSV: {error}.") from error
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = rows.line_num + 1


def _columns(row: list[str]) -> list[str]:
    columns = [cell.strip().casefold() for cell in row]
    if not set(WANTED) <= set(columns):
        named = ", ".join(COLUMNS)
        raise Refused(f"The first line must name the columns: {named}. It lacks french or english.")
    return columns


def write(terms: Iterable[Term]) -> Iterator[str]:
    """The terms as CSV, line by line, with a byte order mark, which spreadsheets look for."""
    yield "\ufeff" + _joined(COLUMNS)
    for term in terms:
        forbidden = " | ".join(term.forbidden)
        yield _joined((term.french, term.english, term.part, forbidden, term.note))


def _joined(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([_guarded(cell) for cell in cells])
    return line.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell
