"""A page of search results as readers meet it: rows, passages, and where the words stood."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.filters import ArticleFilter, by_database
from archive.listing import Cursor, Row, rows
from archive.models import Article, Segment
from archive.reading import Reading, read_live
from archive.search import Hit, Results, Typed, Unavailable, search
from archive.search.documents import order_number
from archive.search.results import PAGE
from archive.search.schema import Language
from archive.search.snippets import best, marked, stems
from archive.spread import days, facets

log = logging.getLogger(__name__)

AWAY = "These are the articles that the filters leave: words cannot be looked for at the moment."
NAMES = {Language.ENGLISH: "English", Language.FRENCH: "French"}
TITLE = 500  # characters: a headline is never cut


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
    listed = {row.article.pk: row for row in rows(found)}
    readings = read_live(found) if typed.wanted else {}
    wanted = {language: stems(typed, language) for language in Language}
    return [
        _entry(listed[hit.article_id], hit, wanted, readings.get(hit.article_id))
        for hit in hits
        if hit.article_id in listed
    ]


def _entry(
    row: Row, hit: Hit, wanted: dict[Language, frozenset[str]], reading: Reading | None
) -> Entry:
    languages = [NAMES[language] for language in NAMES if language in hit.languages]
    if reading is None or reading.edition is None:
        return Entry(row, languages)
    english, french = wanted[Language.ENGLISH], wanted[Language.FRENCH]
    return Entry(
        row,
        languages,
        marked(reading.edition.title, english, Language.ENGLISH, longest=TITLE),
        marked(reading.title_fr, french, Language.FRENCH, longest=TITLE),
        _passage(reading, english, Language.ENGLISH),
        _passage(reading, french, Language.FRENCH),
    )


def _passage(reading: Reading, wanted: frozenset[str], language: Language) -> SafeString | None:
    body = [each for each in reading.sentences if each.kind != Segment.Kind.TITLE]
    english = language == Language.ENGLISH
    return best(
        [(each.english or "") if english else each.french for each in body], wanted, language
    )
