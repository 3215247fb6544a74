"""What a search answers: articles in order, how many, and how they spread over the facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tantivy import Order, Query, Searcher

from archive.search import index
from archive.search.matching import beyond, in_language, matching, without
from archive.search.query import Typed
from archive.search.schema import KINDS, SCHEMA, Language

Sort = Literal["relevance", "newest"]
PAGE = 20
DEEPEST = 10_000  # results that can be paged to by number
LIKE_TERMS, LIKE_SHORTEST = 25, 4  # what an article is compared by: words, letters
CLOSE = 1 / 3
FEW_MONTHS = 4  # below this the articles of each day are counted
MOST_VALUES = 65_000  # above the number of values of any facet, so that counts are exact


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, and the languages whose text holds the words."""

    article_id: int
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the number of all, and for each facet its values with their counts.

    `days` counts what bears a date by day, or, where more than a few months are spanned, by month,
    under its first day. `further` is the place after the last hit of a page that is in order of
    time, where the next one begins; None on the last.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)
    further: int | None = None


def run(
    typed: Typed,
    *,
    sort: Sort,
    page: int = 1,
    after: int | None = None,
    size: int = PAGE,
    faceted: bool = True,
) -> Results:
    """Ask the index of this host, after it has heard of what changed meanwhile.

    The newest first, a page follows `after`, the `further` of the page before; the best first,
    `page` counts from 1. Raises index.Unavailable where there is no index.
    """
    with index.reading() as (searcher, gone):
        query = without(matching(typed), gone)
        if sort == "newest" and (after is not None or page == 1):
            orders, further = _newest(searcher, query, after, size)
            ids = [order & (1 << 40) - 1 for order in orders]
        else:
            ids, further = _paged(searcher, query, sort, page, size), None
        hits = _hits(searcher, typed, ids)
        facets, days = _facets(searcher, query) if faceted else ({}, {})
        total = sum(count for _, count in facets["source"]) if facets else _count(searcher, query)
    return Results(hits, total, facets, days, further)


def _newest(
    searcher: Searcher, query: Query, after: int | None, size: int
) -> tuple[list[int], int | None]:
    """The places in the order of one page's articles, and where the next page begins."""
    if after is not None:
        query = query.and_must_match(beyond(after))
    found = searcher.search(query, size + 1, count=False, order_by_field="order", order=Order.Desc)
    orders = [int(order) for order, _ in found.hits]
    return orders[:size], orders[size - 1] if len(orders) > size else None


def _paged(searcher: Searcher, query: Query, sort: Sort, page: int, size: int) -> list[int]:
    offset = min((page - 1) * size, DEEPEST - size)
    by = "order" if sort == "newest" else None
    found = searcher.search(
        query, size, count=False, offset=offset, order_by_field=by, order=Order.Desc
    )
    return _ids(searcher, [place for _, place in found.hits])


def _ids(searcher: Searcher, places: list[Any]) -> list[int]:
    return [int(value or 0) for value in searcher.fast_field_values("id", places)]


def _hits(searcher: Searcher, typed: Typed, ids: list[int]) -> tuple[Hit, ...]:
    spoken = {language: _matched(searcher, typed, language, ids) for language in Language}
    return tuple(Hit(pk, tuple(each for each in Language if pk in spoken[each])) for pk in ids)


def _matched(searcher: Searcher, typed: Typed, language: Language, ids: list[int]) -> set[int]:
    if not ids or not typed.wanted:
        return set()
    these = Query.term_set_query(SCHEMA, "id", ids)
    query = in_language(typed, language).and_must_match(these)
    found = searcher.search(query, len(ids), count=False)
    return set(_ids(searcher, [place for _, place in found.hits]))


def _count(searcher: Searcher, query: Query) -> int:
    total: int = searcher.search(query, 1).count  # type: ignore[attr-defined]
    return total


def _facets(
    searcher: Searcher, query: Query
) -> tuple[dict[str, list[tuple[str, int]]], dict[date, int]]:
    """Every value of every facet with its count, and the articles of each day or month."""
    counted = _counted(searcher, query, "source", "level", "kind_and_tag", "month")
    facets: dict[str, list[tuple[str, int]]] = {kind: [] for kind in KINDS}
    for value, count in counted.pop("kind_and_tag"):
        kind, _, slug = value.partition(" ")
        facets[kind].append((slug, count))
    months = sorted((int(month), count) for month, count in counted.pop("month"))
    if not months or months[-1][0] - months[0][0] >= FEW_MONTHS:
        days = {date(month // 12, month % 12 + 1, 1): count for month, count in months}
    else:
        by_day = _counted(searcher, query, "day")["day"]
        days = {date.fromordinal(int(day)): count for day, count in sorted(by_day)}
    return counted | facets, days


def _counted(searcher: Searcher, query: Query, *columns: str) -> dict[str, list[tuple[Any, int]]]:
    """The values of each column with how many articles bear them, the most frequent first."""
    terms = {"size": MOST_VALUES, "segment_size": MOST_VALUES}
    asked = {column: {"terms": {"field": column, **terms}} for column in columns}
    answer = searcher.aggregate(query, asked)
    return {
        column: [(each["key"], int(each["doc_count"])) for each in answer[column]["buckets"]]
        for column in columns
    }


def related(texts: Mapping[str, str], article_id: int, at_most: int) -> list[int]:
    """Articles most like one in the index, whose texts are given by field; the likest first.

    One is like it if it holds enough of what tells this article from others: CLOSE of the score
    that it has itself. Raises index.Unavailable where there is no index.
    """
    itself = Query.term_query(SCHEMA, "id", article_id)
    with index.reading(fresh=False) as (searcher, _):
        like = Query.more_like_this_document_fields_query(
            SCHEMA,
            {name: [text] for name, text in texts.items() if text},
            min_doc_frequency=2,
            # What was rewritten counts for a word until the index tidies up: tantivy 0.27 breaks
            # off at a word that so has more articles than there are.
            max_doc_frequency=searcher.num_docs,
            min_term_frequency=1,
            max_query_terms=LIKE_TERMS,
            min_word_length=LIKE_SHORTEST,
        )
        own = searcher.search(like.and_must_match(Query.const_score_query(itself, 0.0)), 1).hits
        found = searcher.search(like.and_must_not_match(itself), at_most, count=False).hits
        least = CLOSE * own[0][0] if own else float("inf")
        return _ids(searcher, [place for score, place in found if score >= least])
