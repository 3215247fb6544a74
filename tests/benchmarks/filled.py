"""A database of the project filled with made-up articles, through sqlite3 for speed.

Every row is whole: what is not given has the model's own default. The indexes that keep no promise
are dropped meanwhile and made again at the end, as they were; triggers and constraints stay.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count, islice

from django.db import connection, models

from archive.models import Article, Capture, Edition, Segment, Source, Tag, Tagging, Translation
from tests.benchmarks.synthetic import SOURCES, TAGS, Story

AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
ENGINE = "made up 1.0 (000000000000)"
PARAGRAPH = 4  # sentences
RAW = zlib.compress(b"made up")
KINDS = tuple(Tag.Kind)
TAKEN = 1000  # articles written at a time

Row = tuple[object, ...]
OnProgress = Callable[[int], object]


class Filling:
    """Rows of the tables for one article after another."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._sentences = count(1)

    def add(self, story: Story) -> None:
        """All rows of one article; its number is the key of its capture and Edition too."""
        pk, day = story.number, story.day.isoformat() if story.day else None
        basis, title = "document" if day else "unknown", (story.english[0], story.french[0])
        ref, sentences = f"wire-{pk}", len(story.french)
        listed = day or AT.date().isoformat()
        self.rows["article"].append((pk, story.source + 1, ref, sentences + 1, listed, pk, pk))
        self.rows["capture"].append((pk, pk, *[f"{pk:064x}"] * 2, ref, title[1], day, basis))
        manifest = json.dumps(list(self._add_sentences(story)))
        self.rows["edition"].append((pk, pk, pk, *title, day, basis, manifest, f"{pk:064x}"))
        tags = enumerate(story.tags)
        self.rows["tagging"] += [(pk, tag + 1, 1 / (place + 1)) for place, tag in tags]

    def _add_sentences(self, story: Story) -> Iterator[list[object]]:
        """The sentences and their wordings; yields the Edition's manifest."""
        for n, french, english in zip(count(), story.french, story.english, strict=False):
            pk, kind = next(self._sentences), Segment.Kind.PARAGRAPH if n else Segment.Kind.TITLE
            paragraph = (n + PARAGRAPH - 1) // PARAGRAPH
            state = "approved" if _checked(story.number, n) else "machine"
            digest = f"{pk:064x}"
            self.rows["segment"].append(
                (pk, story.number, n + 1, kind.value, paragraph, n, french, digest)
            )
            self.rows["translation"].append((pk, pk, english, state, digest))
            yield [n + 1, kind.value, paragraph, pk]


def _checked(number: int, place: int) -> bool:
    """One article in twenty is approved by a person as a whole, one in twenty in part."""
    return number % 20 == 0 or (number % 20 == 1 and place < 2)


def fill(database: sqlite3.Connection, stories: Iterable[Story], on_progress: OnProgress) -> int:
    """Write the sources, the tags and all articles; returns how many articles."""
    statements = _statements()
    _write(database, statements, _authorities())
    filling, written = Filling(), 0
    with _without_indexes(database):
        left = iter(stories)
        while taken := list(islice(left, TAKEN)):
            for story in taken:
                filling.add(story)
            _write(database, statements, filling.rows)
            filling.rows.clear()
            written += len(taken)
            on_progress(len(taken))
    return written


def _authorities() -> dict[str, list[Row]]:
    sources = range(1, SOURCES + 1)
    tags: list[Row] = []
    for n in range(1, TAGS + 1):
        slug, kind = tag_slug(n - 1), KINDS[n % len(KINDS)].value
        tags.append((n, kind, slug, slug.capitalize(), slug.capitalize()))
    return {"source": [(n, source_slug(n - 1), f"Source {n}") for n in sources], "tag": tags}


def source_slug(number: int) -> str:
    """The slug of a source; the most frequent has number 0."""
    return f"source-{number}"


def tag_slug(number: int) -> str:
    """The slug of a tag; the most frequent has number 0."""
    return f"tag-{number}"


def _write(
    database: sqlite3.Connection, statements: dict[str, str], rows: dict[str, list[Row]]
) -> None:
    for table, lines in rows.items():
        database.executemany(statements[table], lines)


GIVEN = {
    "source": "id slug name",
    "tag": "id kind slug label_en label_fr",
    "article": "id source_id source_ref next_uid listed_on capture_id edition_id",
    "capture": "id article_id sha256 text_sha256 name title published_on date_basis",
    "edition": "id article_id capture_id title title_fr published_on date_basis manifest digest",
    "segment": "id article_id uid kind paragraph position text sha256",
    "translation": "id segment_id text state input_sha256",
    "tagging": "article_id tag_id salience",
}
BY_MACHINE = {"n": 1, "origin": "machine", "engine": ENGINE, "score": -0.25, "created_at": AT}
RECEIVED = {"n": 1, "received_at": AT, "raw": RAW, "size": 7, "format": "text", "encoding": "utf-8"}
TAGGED = {"origin": "machine", "confidence": 0.9, "created_at": AT}
SAME: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "source": (Source, {}),
    "tag": (Tag, {"created_at": AT}),
    "article": (Article, {"state": "live", "created_at": AT}),
    "capture": (Capture, RECEIVED),
    "edition": (Edition, {"n": 1, "at": AT}),
    "segment": (Segment, {}),
    "translation": (Translation, BY_MACHINE),
    "tagging": (Tagging, TAGGED),
}


def _statements() -> dict[str, str]:
    """For each table how a row is inserted."""
    return {name: _insert(model, GIVEN[name].split(), same) for name, (model, same) in SAME.items()}


def _insert(model: type[models.Model], given: Sequence[str], same: Mapping[str, object]) -> str:
    """An INSERT with a place for each column given, in their order; the rest is the same always."""
    written = dict.fromkeys(given, "?")
    for field in model._meta.concrete_fields:
        if not field.primary_key and str(field.column) not in written:
            default = same.get(str(field.column), field.get_default())
            written[str(field.column)] = _literal(field.get_db_prep_save(default, connection))
    columns, values = ", ".join(written), ", ".join(written.values())
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({values})"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes | memoryview):
        return f"x'{bytes(value).hex()}'"
    if isinstance(value, bool | int | float):
        return repr(+value)
    return "'{}'".format(str(value).replace("'", "''"))


@contextmanager
def _without_indexes(database: sqlite3.Connection) -> Iterator[None]:
    """Work without the indexes of the archive's tables that are not part of a table's own words."""
    found = database.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'archive_%'"
    ).fetchall()
    for name, _ in found:
        database.execute(f"DROP INDEX {name}")
    yield
    for _, sql in found:
        database.execute(sql)
