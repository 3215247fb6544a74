"""The index of this host: built beside, switched by rename, and kept up by whoever has its lock.

A folder under SEARCH_DIR holds one generation; `current` is a link to the one in use. Its cursor,
in a file beside its data, says which notes of the outbox it has applied. All writing is done under
one lock of the file system, so that any process of the host may do it.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from tantivy import Index, IndexWriter, Query

from archive.models import Article
from archive.search import outbox
from archive.search.documents import documents
from archive.search.outbox import Cursor, Lost
from archive.search.schema import SCHEMA, VERSION, register

log = logging.getLogger(__name__)

BATCH = 1000
HEAP = 30_000_000  # bytes
OnProgress = Callable[[int], object]


class Unavailable(Exception):
    """There is no index that can be searched here."""

    permanent = False


_opened: dict[Path, Index] = {}
_opening = threading.Lock()


def folder() -> Path:
    """Where the index of this host lies."""
    return Path(settings.SEARCH_DIR)


def current() -> Path | None:
    """The generation in use, if one was ever built."""
    link = folder() / "current"
    return link.resolve() if link.exists() else None


def opened() -> Index:
    """The generation in use, opened once a process. Raises Unavailable where there is none."""
    place = current()
    if place is None:
        raise Unavailable("No search index has been built here.")
    with _opening:
        if place not in _opened:
            _opened.clear()
            _opened[place] = _open(place)
        return _opened[place]


def _open(place: Path) -> Index:
    try:
        index = Index.open(str(place / "data"))
    except ValueError as error:
        raise Unavailable(f"The search index cannot be opened: {error}") from error
    register(index)
    return index


@contextmanager
def _locked(*, wait: bool) -> Iterator[bool]:
    """Whether this process may write; with `wait` it always may, sooner or later."""
    folder().mkdir(parents=True, exist_ok=True)
    handle = os.open(folder() / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def drain(*, wait: bool = False, at_most: int = BATCH) -> int:
    """Apply up to so many notes of the outbox; return how many. Builds the index if need be.

    Without `wait`, nothing is done where another process is at it.
    """
    with _locked(wait=wait) as mine:
        if not mine:
            return 0
        place = current()
        if place is None or _version(place) != VERSION:
            return _build(None)
        try:
            rows = outbox.since(_cursor(place), at_most)
        except Lost as error:
            log.warning("the search index is built anew: %s", error)
            return _build(None)
        if rows:
            _apply(sorted({row.article_id for row in rows}))
            _write_cursor(place, Cursor.of(rows[-1]))
        return len(rows)


def build(on_progress: OnProgress | None = None) -> int:
    """Make the index anew from the database, beside the one in use; return its articles."""
    with _locked(wait=True):
        return _build(on_progress)


def _build(on_progress: OnProgress | None) -> int:
    cursor = outbox.end()
    place = folder() / f"g-{uuid.uuid4().hex}"
    (place / "data").mkdir(parents=True)
    index = Index(SCHEMA, path=str(place / "data"))
    register(index)
    writer = index.writer(HEAP, 1)
    count = 0
    for ids in _batches():
        for document in documents(ids):
            writer.add_document(document)
            count += 1
        if on_progress:
            on_progress(len(ids))
    writer.commit()
    writer.wait_merging_threads()
    (place / "version").write_text(VERSION, encoding="utf-8")
    _write_cursor(place, cursor)
    _switch(place)
    log.info("search index built: %d articles", count)
    return count


def _batches(size: int = 200) -> Iterator[list[int]]:
    last = 0
    articles = Article.objects.translated().order_by("pk")
    while ids := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:size]):
        yield ids
        last = ids[-1]


def _switch(place: Path) -> None:
    """Point `current` at the new generation in one step, and remove the ones before."""
    fresh = folder() / f"current-{uuid.uuid4().hex}"
    fresh.symlink_to(place.name)
    fresh.replace(folder() / "current")
    for old in folder().glob("g-*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)


def _apply(article_ids: Sequence[int]) -> None:
    index = opened()
    writer = index.writer(HEAP, 1)
    _delete(writer, article_ids)
    for document in documents(article_ids):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _delete(writer: IndexWriter, article_ids: Sequence[int]) -> None:
    # Deleting by a term does nothing, silently, on a field of unsigned numbers.
    for pk in article_ids:
        writer.delete_documents_by_query(Query.term_query(SCHEMA, "id", pk))


def _version(place: Path) -> str:
    try:
        return (place / "version").read_text(encoding="utf-8")
    except OSError:
        return ""


def _cursor(place: Path) -> Cursor:
    try:
        kept = json.loads((place / "cursor").read_text(encoding="utf-8"))
        return Cursor(kept["xid"], kept["pk"], datetime.fromisoformat(kept["at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Lost(f"the cursor cannot be read: {error}") from error


def _write_cursor(place: Path, cursor: Cursor) -> None:
    kept = {"xid": cursor.xid, "pk": cursor.pk, "at": cursor.at.isoformat()}
    fresh = place / "cursor.new"
    fresh.write_text(json.dumps(kept), encoding="utf-8")
    fresh.replace(place / "cursor")


def indexed() -> dict[int, int]:
    """Every article in the index with the Edition it holds, by primary keys."""
    index = opened()
    index.reload()
    searcher = index.searcher()
    places = [at for _, at in searcher.search(Query.all_query(), max(1, searcher.num_docs)).hits]
    ids = searcher.fast_field_values("id", places)
    editions = searcher.fast_field_values("edition", places)
    return {int(a or 0): int(b or 0) for a, b in zip(ids, editions, strict=True)}


def waiting() -> int:
    """How many changes the index has still to hear of, at most a thousand counted."""
    place = current()
    if place is None:
        raise Unavailable("No search index has been built here.")
    try:
        return len(outbox.since(_cursor(place), BATCH))
    except Lost:
        return Article.objects.translated().count()
