"""A page of search results as readers meet it: rows, passages, and where the words stood."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.filters import ArticleFilter, by_database
from archive.listing import Cursor, Row, rows, with_names
from archive.models import Article, Segment
from archive.reading import Reading, read_live
from archive.search import Hit, Results, Typed, Unavailable, search
from archive.search.documents import order_number
from archive.search.results import PAGE
from archive.search.schema import Language
from archive.search.snippets import Spoken, best, marked, spoken, stems
from archive.spread import days, facets

log = logging.getLogger(__name__)

AWAY = "These are the articles that the filters leave: words cannot be looked for at the moment."
NAMES = {Language.ENGLISH: "English", Language.FRENCH: "French"}
TITLE = 500  # characters: a headline is never cut
Words = dict[Language, Spoken]


@dataclass(frozen=True, slots=True)
class Entry:
    """One result: its list row, where the words were found, and the passages that hold them.

    The headlines and passages are marked; where no passage holds a word there is none.
    """

    row: Row
    languages: list[str]
    title: SafeString | None = None
    title_fr: SafeString | None = None
    english: SafeString | None = None
    french: SafeString | None = None


def find(asked: ArticleFilter, *, page: int, after: Cursor | None) -> tuple[Results, list[str]]:
    """One page of results from the index, else from the database, and what is to be said of it."""
    place = order_number(after.on, after.pk) if after else None
    try:
        return search(asked.typed, sort=asked.order, page=page, after=place), []
    except Unavailable as error:
        log.error("search: %s", error)
        return _from_database(asked.typed, page, after), [str(error), AWAY]


def _from_database(typed: Typed, page: int, after: Cursor | None) -> Results:
    articles = by_database(typed)
    start = 0 if after else (page - 1) * PAGE
    rest = articles.beyond(after.on, after.pk) if after else articles
    shown = list(rest.values_list("listed_on", "pk")[start : start + PAGE + 1])
    orders = [order_number(on, pk) for on, pk in shown]
    further = orders[PAGE - 1] if len(orders) > PAGE else None
    hits = tuple(Hit(pk) for _, pk in shown[:PAGE])
    return Results(hits, articles.count(), facets(articles), days(articles), further)


def entries(hits: Sequence[Hit], typed: Typed) -> list[Entry]:
    """The results that readers may see at this moment, whatever the index still says."""
    ids = [hit.article_id for hit in hits]
    shown = Article.objects.translated().for_lists().select_related("edition__capture")
    articles = {each.pk: each for each in shown.defer("edition__capture__raw").filter(pk__in=ids)}
    found = [articles[pk] for pk in ids if pk in articles]
    listed = {row.article.pk: row for row in with_names(rows(found))}
    readings = read_live(found) if typed.wanted else {}
    texts = {pk: _texts(reading) for pk, reading in readings.items()}
    words = {
        language: spoken(
            (text for each in texts.values() for text in each[language]),
            stems(typed, language),
            language,
        )
        for language in Language
    }
    return [
        _entry(listed[hit.article_id], hit, words, texts.get(hit.article_id))
        for hit in hits
        if hit.article_id in listed
    ]


def _texts(reading: Reading) -> dict[Language, list[str]]:
    """In each language the headline, then the sentences of the body."""
    body = [each for each in reading.sentences if each.kind != Segment.Kind.TITLE]
    headline = reading.edition.title if reading.edition else ""
    return {
        Language.ENGLISH: [headline, *(each.english or "" for each in body)],
        Language.FRENCH: [reading.title_fr, *(each.french for each in body)],
    }


def _entry(row: Row, hit: Hit, words: Words, texts: dict[Language, list[str]] | None) -> Entry:
    languages = [NAMES[language] for language in NAMES if language in hit.languages]
    if texts is None:
        return Entry(row, languages)
    english, french = (marked(texts[each][0], words[each], longest=TITLE) for each in texts)
    return Entry(row, languages, english, french, *_passages(texts, words))


def _passages(
    texts: dict[Language, list[str]], words: Words
) -> tuple[SafeString | None, SafeString | None]:
    """The sentence of each language that holds most of the words, in English and in French.

    Where they stand in one language alone, the other gives the same sentence: who cannot read the
    one reads the other.
    """
    bodies = {each: texts[each][1:] for each in texts}
    places = [best(bodies[each], words[each]) for each in texts]
    chosen = [n if n is not None else other for n, other in zip(places, places[::-1], strict=True)]
    english, french = (
        marked(bodies[each][n], words[each]) if n is not None else None
        for each, n in zip(texts, chosen, strict=True)
    )
    return english, french
