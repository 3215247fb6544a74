"""How a search may be narrowed and widened from its results: facets, chips, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.dateformat import format as in_words

from archive.calendar import Span
from archive.filters import ArticleFilter
from archive.histogram import Chart, chart
from archive.models import Article, Source, Tag
from archive.search import Results

TITLES = {
    "source": "Sources",
    "subject": "Subjects",
    "person": "People",
    "place": "Places",
    "organisation": "Organisations",
    "level": "Review",
}
LEVELS = {"machine": "Machine translation", "partly": "Partly reviewed", "fully": "Fully reviewed"}
LANGUAGES = {"en": "English", "fr": "French"}
REPEATED = ("source", "not_source", "tag", "not_tag")
FIRST, MOST = 6, 30  # choices of a facet shown at once, and after opening the rest
Labels = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Address:
    """The query of a page, changed; always from its first page of results on."""

    given: QueryDict

    def put(self, **values: str) -> str:
        """With each name given just once, or, where the value is empty, not at all."""
        rest = {name: part for name, part in self._parts.items() if name not in values}
        return _joined(
            rest | {name: _part(name, [value]) for name, value in values.items() if value}
        )

    def add(self, name: str, value: str) -> str:
        """With one value more under the name."""
        values = dict.fromkeys([*self._kept.get(name, []), value])
        return _joined(self._parts | {name: _part(name, list(values))})

    def drop(self, name: str, value: str) -> str:
        """With one value less under the name."""
        values = [each for each in self._kept.get(name, []) if each != value]
        return _joined(self._parts | {name: _part(name, values)})

    @cached_property
    def _kept(self) -> dict[str, list[str]]:
        given = {name: values for name, values in self.given.lists() if any(values)}
        return {name: given[name] for name in given if name not in {"page", "cursor"}}

    @cached_property
    def _parts(self) -> dict[str, str]:
        return {name: _part(name, values) for name, values in self._kept.items()}


def _part(name: str, values: Sequence[str]) -> str:
    return urlencode([(name, value) for value in values])


def _joined(parts: Mapping[str, str]) -> str:
    return f"?{'&'.join(filter(None, parts.values()))}"


class Choice(NamedTuple):
    """One value of a facet, how many results it leaves, and where it is chosen or left out."""

    label: str
    number: int
    address: str
    without: str


class Facet(NamedTuple):
    """A facet with its most frequent values, and the ones after them."""

    name: str
    title: str
    choices: list[Choice]
    more: list[Choice]


class Chip(NamedTuple):
    """A filter in force, and the address without it."""

    label: str
    address: str


def labels(results: Results, asked: ArticleFilter) -> dict[tuple[str, str], str]:
    """What people call the sources and tags that a page names, from two queries.

    One that leads to no article that readers see goes by no name: it does not exist for them. One
    that was merged goes by its heir's.
    """
    tags = {slug for name in ("tag", "not_tag") for slug in asked.value(name) or []}
    tags |= {slug for name in TITLES for slug in _shown(results, name)}
    tags.update(asked.heirs.values())
    sources = {slug for name in ("source", "not_source") for slug in asked.value(name) or []}
    sources |= set(_shown(results, "source"))
    held = Source.objects.filter(Exists(Article.objects.published().filter(source=OuterRef("pk"))))
    named: list[tuple[str, QuerySet[Source] | QuerySet[Tag], str, set[str]]] = [
        ("source", held, "name", sources),
        ("tag", Tag.objects.in_use(), "label_en", tags),
    ]
    found = {
        (name, str(slug)): str(label)
        for name, records, field, slugs in named
        for slug, label in records.filter(slug__in=slugs).values_list("slug", field)
    }
    keys = {("tag", slug): ("tag", heir) for slug, heir in asked.heirs.items()}
    return found | {key: found[heir] for key, heir in keys.items() if heir in found}


def _shown(results: Results, name: str) -> list[str]:
    """The values of a facet that would narrow the results, the most frequent first."""
    values = results.facets.get(name, [])
    return [value for value, count in values if count < results.total][:MOST]


def facets(results: Results, called: Labels, address: Address) -> list[Facet]:
    """The facets that have something to choose."""
    found = []
    for name, title in TITLES.items():
        counts = dict(results.facets.get(name, []))
        choices = [
            _choice(name, value, counts[value], called, address) for value in _shown(results, name)
        ]
        if choices:
            found.append(Facet(name, title, choices[:FIRST], choices[FIRST:]))
    return found


def _choice(name: str, value: str, number: int, called: Labels, address: Address) -> Choice:
    if name == "level":
        return Choice(LEVELS[value], number, address.put(level=value), "")
    field = "source" if name == "source" else "tag"
    label = called.get((field, value), value)
    return Choice(label, number, address.add(field, value), address.add(f"not_{field}", value))


def chips(asked: ArticleFilter, called: Labels, address: Address) -> list[Chip]:
    """The filters in force, each with the way to take it off."""
    found = []
    for name in REPEATED:
        field = name.removeprefix("not_")
        for slug in asked.value(name) or []:
            label = called.get((field, slug), slug)
            words = f"not {label}" if name != field else label
            found.append(Chip(f"{field.capitalize()}: {words}", address.drop(name, slug)))
    return [*found, *_dates(asked, address), *_marks(asked, address)]


def _dates(asked: ArticleFilter, address: Address) -> Iterable[Chip]:
    after, before = asked.value("after"), asked.value("before")
    if after and before:
        yield Chip(in_span(after, before), address.put(after="", before=""))
    elif after:
        yield Chip(f"From {in_words(after, 'j F Y')}", address.put(after=""))
    elif before:
        yield Chip(f"Until {in_words(before, 'j F Y')}", address.put(before=""))


def in_span(first: date, last: date) -> str:
    """A run of days in words: a day, a month or a year by its name, others by both ends."""
    if first == last:
        return in_words(first, "j F Y")
    if Span(first, last) == Span.month(first.year, first.month):
        return in_words(first, "F Y")
    if Span(first, last) == Span.year(first.year):
        return in_words(first, "Y")
    return f"{in_words(first, 'j F Y')} to {in_words(last, 'j F Y')}"


def _marks(asked: ArticleFilter, address: Address) -> Iterable[Chip]:
    if language := asked.value("lang"):
        yield Chip(f"Words in {LANGUAGES[language]}", address.put(lang=""))
    if asked.value("exact"):
        yield Chip("Words exactly as written", address.put(exact=""))
    if level := asked.value("level"):
        yield Chip(LEVELS[level], address.put(level=""))
    if asked.value("discussed"):
        yield Chip("With comments", address.put(discussed=""))
    if asked.value("undated"):
        yield Chip("Undated", address.put(undated=""))


def histogram(results: Results, address: Address) -> Chart | None:
    """The results by date, each bar leading to its own; None where one bar would hold all."""

    def of(span: Span) -> str:
        return address.put(after=span.first.isoformat(), before=span.last.isoformat())

    return chart(results.days, of)


def unknown(asked: ArticleFilter, called: Labels) -> list[str]:
    """A sentence on each source or tag asked for that the archive does not hold."""
    given = [
        (name.removeprefix("not_"), slug) for name in REPEATED for slug in asked.value(name) or []
    ]
    return [
        f"There is no {field} “{slug}” here."
        for field, slug in given
        if (field, slug) not in called
    ]
