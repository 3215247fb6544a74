"""A generation's files as tantivy opens them: once a process, and with one kind of error."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path

from tantivy import Index, IndexWriter, Searcher

from archive.search.schema import SCHEMA, register

HEAP = 30_000_000  # bytes
PANIC = "PanicException"  # of pyo3_runtime, which cannot be imported

_opened: dict[Path, Index] = {}
_opening = threading.Lock()


class Broken(OSError):
    """The files of the index cannot be read or written."""


class _Files:
    """Has what goes wrong with files raised as Broken."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        # It says all by ValueError, and panics at what it never wrote itself: a panic is no
        # Exception, and would end the process.
        if kind and (issubclass(kind, ValueError) or kind.__name__ == PANIC):
            raise Broken(str(error))


def files() -> AbstractContextManager[None]:
    """Have whatever tantivy says of its files raised as Broken."""
    return _Files()


def made(place: Path) -> Index:
    """A new and empty index in the generation's folder."""
    with files():
        index = Index(SCHEMA, path=str(place / "data"))
    register(index)
    return index


def opened(place: Path) -> Index:
    """The generation's index, opened once a process. Raises Broken."""
    with _opening:
        if place not in _opened:
            _opened.clear()
            with files():
                index = Index.open(str(place / "data"))
            register(index)
            _opened[place] = index
        return _opened[place]


def searcher(place: Path) -> Searcher:
    """The generation as it was last committed. Raises Broken."""
    index = opened(place)
    with files():
        index.reload()
        return index.searcher()


def writer(index: Index) -> IndexWriter:
    """The one writer that the index may have at a time. Raises Broken."""
    with files():
        return index.writer(HEAP, 1)
