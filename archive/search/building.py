"""A new generation of the index, filled from the database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tantivy import IndexWriter

from archive.models import Article
from archive.search import generations, outbox
from archive.search.documents import documents
from archive.search.opening import files, made, writer
from archive.search.schema import VERSION

AT_ONCE = 200  # articles
OnProgress = Callable[[int], object]


def filled(on_progress: OnProgress | None = None) -> Path:
    """A generation with all articles; nothing is left of it if it does not come to its end.

    `on_progress` takes how many articles were added since. Raises OSError.
    """
    place, whole = generations.begin(), False
    try:
        # What changes from now on is read twice: below or not, and by the notes after this place.
        cursor = outbox.end()
        _fill(place, on_progress)
        (place / "version").write_text(VERSION, encoding="utf-8")
        generations.write_cursor(place, cursor)
        generations.say_reconciled()
        whole = True
        return place
    finally:
        if not whole:
            shutil.rmtree(place, ignore_errors=True)


def _fill(place: Path, on_progress: OnProgress | None) -> None:
    total, done = Article.objects.translated().count(), 0
    generations.say_progress(0, total)
    filling = writer(made(place))
    try:
        for ids in _batches():
            _add(filling, ids)
            done += len(ids)
            generations.say_progress(done, total)
            if on_progress:
                on_progress(len(ids))
        with files():
            filling.commit()
            filling.wait_merging_threads()
    finally:
        # Its threads write for as long as it lives, be it in a traceback.
        del filling


def _add(filling: IndexWriter, article_ids: list[int]) -> None:
    found = list(documents(article_ids))
    with files():
        for document in found:
            filling.add_document(document)


def _batches() -> Iterator[list[int]]:
    last = 0
    articles = Article.objects.translated().order_by("pk")
    while ids := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        last = ids[-1]
