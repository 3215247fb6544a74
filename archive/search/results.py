"""What a search answers: articles in order, how many, and how they spread over the facets."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tantivy import Order, Query, Searcher

from archive.search import index
from archive.search.matching import in_language, matching
from archive.search.query import Typed
from archive.search.schema import SCHEMA, Language

log = logging.getLogger(__name__)

Sort = Literal["relevance", "newest"]
PAGE = 20
DEEPEST = 10_000  # results that can be paged to
FACETS = ("source", "tag", "year")
MOST_VALUES = 65_000  # above the number of values of any facet, so that counts are exact


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, and the languages whose text holds the words."""

    article_id: int
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the number of all, and for each facet its values with their counts."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)


def run(typed: Typed, *, sort: Sort, page: int, size: int = PAGE) -> Results:
    """Ask the index of this host, after it has heard of what changed meanwhile.

    `page` counts from 1. Raises index.Unavailable where there is no index.
    """
    index.drain()
    opened = index.opened()
    opened.reload()
    searcher, query = opened.searcher(), matching(typed)
    offset = min((page - 1) * size, DEEPEST - size)
    by = "order" if sort == "newest" else None
    found = searcher.search(query, size, offset=offset, order_by_field=by, order=Order.Desc)
    places = [place for _, place in found.hits]
    ids = [int(value or 0) for value in searcher.fast_field_values("id", places)]
    spoken = {language: _matched(searcher, typed, language, ids) for language in Language}
    hits = tuple(Hit(pk, tuple(each for each in Language if pk in spoken[each])) for pk in ids)
    total: int = found.count  # type: ignore[attr-defined]
    return Results(hits, total, _facets(searcher, query))


def _matched(searcher: Searcher, typed: Typed, language: Language, ids: list[int]) -> set[int]:
    if not ids or not typed.groups:
        return set()
    these = Query.term_set_query(SCHEMA, "id", ids)
    found = searcher.search(in_language(typed, language).and_must_match(these), len(ids))
    places = [place for _, place in found.hits]
    return {int(value or 0) for value in searcher.fast_field_values("id", places)}


def _facets(searcher: Searcher, query: Query) -> dict[str, list[tuple[str, int]]]:
    asked: dict[str, Any] = {
        name: {"terms": {"field": name, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
        for name in FACETS
    }
    answer = searcher.aggregate(query, asked)
    return {
        name: [(str(each["key"]), int(each["doc_count"])) for each in answer[name]["buckets"]]
        for name in FACETS
    }
