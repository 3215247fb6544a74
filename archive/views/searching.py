"""The search page: words and filters, whole without JavaScript."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from archive.filters import ArticleFilter, Facets, by_database, facets
from archive.listing import Row, rows
from archive.models import Article, Segment, Source, Tag
from archive.reading import Reading, read_live
from archive.search import Hit, Results, Typed, Unavailable, search
from archive.search.results import DEEPEST, PAGE
from archive.search.schema import Language
from archive.search.snippets import best, stems

log = logging.getLogger(__name__)

AWAY = "The search index is away for the moment: these are the articles that the filters leave."
FACET_LABELS = {"source": "Sources", "tag": "Tags", "year": "Years"}
MOST_CHOICES = 12
NAMES = {Language.ENGLISH: "English", Language.FRENCH: "French"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One result: its list row, where the words were found, and the passages that hold them."""

    row: Row
    languages: list[str]
    english: SafeString | None
    french: SafeString | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many results it leaves, and the address that chooses it."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    address: str


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `q` and the filters; with neither, the newest articles."""
    asked = ArticleFilter(request.GET, Article.objects.none())
    typed, page = asked.typed, _page(request.GET.get("page", ""))
    ignored = list(typed.ignored)
    try:
        found = search(typed, sort=asked.sort, page=page) if asked.value("q") else None
    except Unavailable as error:
        log.error("search: %s", error)
        ignored.append(AWAY)
        found = None
    results = found or _from_database(typed, page)
    context = {
        "q": request.GET.get("q", "")[:500],
        "typed": typed,
        "sort": asked.sort,
        "total": results.total,
        "entries": _entries(results.hits, typed),
        "ignored": ignored,
        "facets": _facet_lists(results, request.GET),
        "chips": _chips(asked, request.GET),
        "hidden": _hidden(request.GET),
        "sorts": _sorts(request.GET, typed),
        "earlier": _address(request.GET, page=str(page - 1)) if page > 1 else "",
        "later": _address(request.GET, page=str(page + 1)) if _goes_on(results, page) else "",
    }
    return render(request, "archive/search.html", context)


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(1, number), DEEPEST // PAGE)


def _goes_on(results: Results, page: int) -> bool:
    return results.total > page * PAGE and page < DEEPEST // PAGE


def _from_database(typed: Typed, page: int) -> Results:
    articles = by_database(typed)
    ids = articles.values_list("pk", flat=True)[(page - 1) * PAGE : page * PAGE]
    return Results(tuple(Hit(pk, ()) for pk in ids), articles.count(), facets(articles))


def _entries(hits: Sequence[Hit], typed: Typed) -> list[Entry]:
    """The results that readers may see at this moment, whatever the index still says."""
    ids = [hit.article_id for hit in hits]
    shown = Article.objects.translated().for_lists().select_related("edition__capture")
    articles = {each.pk: each for each in shown.defer("edition__capture__raw").filter(pk__in=ids)}
    found = [articles[pk] for pk in ids if pk in articles]
    listed = {row.article.pk: row for row in rows(found)}
    readings = read_live(found) if typed.groups else {}
    return [
        _entry(listed[hit.article_id], hit, typed, readings.get(hit.article_id))
        for hit in hits
        if hit.article_id in listed
    ]


def _entry(row: Row, hit: Hit, typed: Typed, reading: Reading | None) -> Entry:
    languages = [NAMES[language] for language in hit.languages]
    if reading is None:
        return Entry(row, languages, None, None)
    english, french = (_passage(reading, typed, language) for language in NAMES)
    return Entry(row, languages, english, french)


def _passage(reading: Reading, typed: Typed, language: Language) -> SafeString | None:
    body = [each for each in reading.sentences if each.kind != Segment.Kind.TITLE]
    english = language == Language.ENGLISH
    texts = [(each.english or "") if english else each.french for each in body]
    return best(texts, stems(typed, language), language)


def _address(given: QueryDict, **changed: str) -> str:
    """This page's address with some of its query changed; always from its first page on."""
    query = given.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _with_tag(given: QueryDict, slug: str) -> str:
    query = given.copy()
    query.pop("page", None)
    query.setlist("tag", [*dict.fromkeys([*given.getlist("tag"), slug])])
    return f"?{query.urlencode()}"


def _facet_lists(results: Results, given: QueryDict) -> list[tuple[str, list[Choice]]]:
    labels = _labels(dict(results.facets))
    lists = []
    for name, title in FACET_LABELS.items():
        values = [each for each in results.facets.get(name, []) if each[1] < results.total]
        choices = [_choice(name, *each, labels, given) for each in values[:MOST_CHOICES]]
        if choices:
            lists.append((title, choices))
    return lists


def _choice(
    name: str, value: str, count: int, labels: dict[tuple[str, str], str], given: QueryDict
) -> Choice:
    label = labels.get((name, value), value)
    if name == "year":
        year = value.zfill(4)
        return Choice(label, count, _address(given, after=f"{year}-01-01", before=f"{year}-12-31"))
    address = _with_tag(given, value) if name == "tag" else _address(given, source=value)
    return Choice(label, count, address)


def _labels(found: Facets) -> dict[tuple[str, str], str]:
    """What people call the sources and tags among the facets."""
    named: list[tuple[str, QuerySet[Source] | QuerySet[Tag], str]] = [
        ("source", Source.objects.all(), "name"),
        ("tag", Tag.objects.shown(), "label_en"),
    ]
    labels = {}
    for name, records, label in named:
        slugs = [value for value, _ in found.get(name, [])[: MOST_CHOICES * 2]]
        for slug, text in records.filter(slug__in=slugs).values_list("slug", label):
            labels[name, str(slug)] = str(text)
    return labels


def _chips(asked: ArticleFilter, given: QueryDict) -> list[Chip]:
    chips = []
    for name, words in (("source", "Source"), ("after", "From"), ("before", "Until")):
        if value := asked.value(name):
            chips.append(Chip(f"{words}: {value}", _address(given, **{name: ""})))
    for slug in asked.tags:
        left = given.copy()
        left.pop("page", None)
        left.setlist("tag", [each for each in asked.tags if each != slug])
        chips.append(Chip(f"Tag: {slug}", f"?{left.urlencode()}"))
    return chips


def _hidden(given: QueryDict) -> list[tuple[str, str]]:
    """The filters that a new search keeps."""
    names = ("source", "tag", "sort")
    return [(name, value) for name in names for value in given.getlist(name) if value]


def _sorts(given: QueryDict, typed: Typed) -> list[tuple[str, str, str]]:
    if not typed.has_words:
        return []
    return [
        ("relevance", "Best match first", _address(given, sort="")),
        ("newest", "Newest first", _address(given, sort="newest")),
    ]
