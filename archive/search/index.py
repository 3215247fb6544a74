"""The index of this host: read by every process, written by whoever holds its lock.

It is no record: what is lost is made anew from the database, beside the one in use. The keeper
(`keeper.py`) does all of this unasked; a request lends a hand where that takes a moment.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tantivy import FieldType, Index, IndexWriter, Order, Query, Searcher

from archive.models import Article
from archive.search import generations, opening, outbox, soundness
from archive.search.building import OnProgress, filled
from archive.search.documents import documents
from archive.search.locks import is_held, locked
from archive.search.opening import Broken, files, searcher
from archive.search.outbox import Cursor, Lost
from archive.search.schema import SCHEMA, VERSION

log = logging.getLogger(__name__)

BATCH, IN_A_REQUEST = 1000, 50  # notes applied at once
SMALL = 500  # articles; more are not indexed while a reader waits
LAST = (1 << 63) - 1
MISSING = "No search index has been built here."


class Unavailable(Exception):
    """There is no index that can be searched here."""

    permanent = False


def opened() -> Index:
    """The generation in use. Raises Unavailable where there is none, Broken where it is damaged."""
    return opening.opened(_usable())


def _usable() -> Path:
    place = generations.current()
    if place and generations.version(place) == VERSION:
        return place
    if under_way := generations.progress():
        done, total = under_way
        raise Unavailable(
            f"The search index is being built: {done:,} of {total:,} articles so far."
        )
    raise Unavailable("The search index is of another version." if place else MISSING)


@contextmanager
def reading(*, fresh: bool = True) -> Iterator[tuple[Searcher, list[int]]]:
    """The index, with the articles in it that readers may no longer find.

    If `fresh`, it hears first of what changed meanwhile. Whatever goes wrong with its files, here
    or while it is searched, is raised as Unavailable.
    """
    try:
        with files():
            yield _fresh() if fresh else (searcher(_usable()), [])
    except Lost as error:
        raise Unavailable(f"The search index has to be built anew: {error}.") from error
    except OSError as error:
        generations.doubt()
        log.warning("the search index cannot be read: %s", error)
        raise Unavailable("The search index cannot be read.") from error


def _fresh() -> tuple[Searcher, list[int]]:
    try:
        return _heard()
    except Broken:
        # The generation was changed for another this moment, or is damaged: then a small one is
        # made anew.
        generations.doubt()
        return _heard()


def _heard() -> tuple[Searcher, list[int]]:
    waits = not _is_up_to_date()
    if waits:
        drain()
    place = _usable()
    # Read before the index is: what is applied between the two is merely looked at twice.
    cursor = generations.cursor(place)
    return searcher(place), outbox.gone_since(cursor) if waits and outbox.waits(cursor) else []


def _is_up_to_date() -> bool:
    try:
        return not (generations.is_doubtful() or outbox.waits(generations.cursor(_usable())))
    except (Lost, Unavailable):
        return False


def drain() -> int:
    """What a request does for the index: apply a few notes, or build it where that is quick.

    Nothing is done where another process is at it, or where nothing can be written. Returns how
    many notes were applied.
    """
    try:
        with locked(generations.writing(), wait=False) as mine:
            return _lend_a_hand() if mine else 0
    except OSError as error:
        log.warning("the search index is left as it is: %s", error)
        return 0


def _lend_a_hand() -> int:
    try:
        _ensure_sound_if_small()
        merges = not is_held(generations.keeping())
        return _apply_notes(_usable(), IN_A_REQUEST, merges=merges)
    except (Lost, Unavailable) as error:
        if _is_small():
            _build_here(str(error))
        return 0


def _ensure_sound_if_small() -> None:
    if generations.is_doubtful() and _is_small():
        ensure_sound()


def ensure_sound() -> None:
    """Check every file, and with it any doubt; nobody may write meanwhile. Raises Unavailable."""
    flaw = soundness.flaw(_usable())
    if flaw:
        raise Unavailable(f"The search index is damaged: {flaw}.")
    generations.trust()


def _is_small() -> bool:
    return Article.objects.translated()[: SMALL + 1].count() <= SMALL


def _build_here(why: str) -> None:
    with locked(generations.building(), wait=False) as mine:
        if mine:
            log.info("the search index is built: %s", why)
            generations.switch(filled())


def catch_up(at_most: int = BATCH) -> int:
    """Apply up to so many notes of the outbox; return how many.

    Raises Unavailable where the index must be built first, OSError where nothing can be written.
    """
    with locked(generations.writing(), wait=True):
        try:
            return _apply_notes(_usable(), at_most, merges=True)
        except Lost as error:
            raise Unavailable(f"The search index has lost its place: {error}.") from error


def again(article_ids: Sequence[int]) -> None:
    """Look at the articles again, whether or not the outbox speaks of them. Raises as catch_up."""
    with locked(generations.writing(), wait=True):
        _merge(_apply(_usable(), article_ids))


def _apply_notes(place: Path, at_most: int, *, merges: bool) -> int:
    rows = outbox.since(generations.cursor(place), at_most)
    if rows:
        writer = _apply(place, sorted({row.article_id for row in rows}))
        generations.write_cursor(place, Cursor.of(rows[-1]))
        if merges:
            _merge(writer)
    return len(rows)


def _apply(place: Path, article_ids: Sequence[int]) -> IndexWriter:
    fresh = list(documents(article_ids))
    writer = opening.writer(opening.opened(place))
    with files():
        # Deleting by a term does nothing, silently, on a field of unsigned numbers.
        for pk in article_ids:
            writer.delete_documents_by_query(Query.term_query(SCHEMA, "id", pk))
        for document in fresh:
            writer.add_document(document)
        writer.commit()
    return writer


def _merge(writer: IndexWriter) -> None:
    with files():
        writer.wait_merging_threads()


def build(on_progress: OnProgress | None = None) -> int:
    """Make the index anew from the database, beside the one in use; return its articles."""
    with locked(generations.building(), wait=True):
        place = filled(on_progress)
        with locked(generations.writing(), wait=True):
            generations.switch(place)
            generations.trust()
        return int(searcher(place).num_docs)


def held(after: int, at_most: int) -> list[tuple[int, int]]:
    """Articles in the index beyond a primary key, in order, each with the Edition it holds.

    Raises Unavailable where there is no index, OSError where it cannot be read.
    """
    found = searcher(_usable())
    beyond = Query.range_query(SCHEMA, "id", FieldType.Unsigned, after + 1, LAST)
    with files():
        hits = found.search(beyond, at_most, count=False, order_by_field="id", order=Order.Asc).hits
        editions = found.fast_field_values("edition", [place for _, place in hits])
    return [(int(pk), int(edition or 0)) for (pk, _), edition in zip(hits, editions, strict=True)]


def count() -> int:
    """How many articles it holds. Raises as `held`."""
    return int(searcher(_usable()).num_docs)


def waiting() -> int:
    """How many changes the index has still to hear of. Raises Unavailable where there is none."""
    try:
        return outbox.count_after(generations.cursor(_usable()))
    except Lost:
        return Article.objects.translated().count()
