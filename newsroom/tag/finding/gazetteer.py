"""The names that are known beforehand: countries, the authority file, towns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from archive.models import Tag
from archive.names import fold
from archive.names.known import listed as archive_listed
from archive.names.sought import CONTRACTIONS
from newsroom.tag import towns
from newsroom.tag.countries import countries
from newsroom.tag.finding.matching import Match, Name, Table, name, spot, spot_shields, table, words
from newsroom.tag.finding.pipeline import Entity
from newsroom.tag.finding.words import lines, listed
from newsroom.tag.seeds import seeds

SIZEABLE, SIZEABLE_AT_HOME = 300_000, 20_000  # inhabitants of a town that no model confirms
SHORTEST = 4  # letters of its name
TOWN = 0.7  # confidence
PERSON = re.compile(
    r"(?:(?P<title>[a-zà-ÿ-]+|MM?|Mmes?|Mlles?|Mes?|Mgr|Dr|Pr)\.? )?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+(?: (?:de |du |d'|d’|von |van |der |ben |al-|el-|ibn )*"
    r"[A-ZÀ-ÖØ-Þ][\w'’-]+){0,3})"
)


def known(text: str) -> list[Match]:
    """The countries and the records of the authority file that the French sentence names."""
    return spot(text, _names())


def bodies(text: str) -> list[Match]:
    """The bodies of the authority file that the sentence names, whatever stands beside them."""
    return spot(text, _bodies())


@cache
def _bodies() -> Table:
    named = (each for each in _seeds() if each.kind == Tag.Kind.ORGANISATION)
    return table(replace(each, lonely=False) for each in named)


def shields(text: str) -> list[tuple[int, int]]:
    """Where the sentence has longer names that are another thing's: « Tour de France »."""
    return spot_shields(text, _names())


@cache
def _names() -> Table:
    return table([*_seeds(), *_countries(), *_longer_names()])


def _seeds() -> Iterator[Name]:
    for seed in seeds():
        for text, language in seed.names:
            if language == "fr":
                entry = name(text, seed.kind, seed.identity)
                yield entry
                yield from _contracted(entry)


def _contracted(entry: Name) -> Iterator[Name]:
    """The name after « du » or « au », where it begins with an article."""
    article, rest = entry.key[0], entry.key[1:]
    if rest:
        for contraction in CONTRACTIONS.get(article, ()):
            key = (contraction, *rest)
            yield replace(entry, key=key, capital=entry.capital or 1, contracted=True)


def _countries() -> Iterator[Name]:
    for country in countries():
        identity = f"cldr:{country.code}"
        for text in country.spellings:
            yield name(text, Tag.Kind.PLACE, identity, confidence=country.confidence, lonely=True)


def _longer_names() -> Iterator[Name]:
    for line in lines("longer names"):
        yield name(line, None)


def likely_towns(text: str) -> list[Match]:
    """The towns that the sentence names by a name that is hardly anything else's."""
    return spot(text, _likely_towns())


@cache
def _likely_towns() -> Table:
    return table([*_exemplars(), *_large_towns(), *_seeds(), *_countries(), *_longer_names()])


def _exemplars() -> Iterator[Name]:
    for french, town in towns.exemplars():
        yield _town(french, town.identity)


def _large_towns() -> Iterator[Name]:
    for town in towns.towns():
        least = SIZEABLE_AT_HOME if town.country == "FR" else SIZEABLE
        if town.inhabitants >= least and _is_clear(town.name):
            yield _town(town.name, town.identity)


def _is_clear(name: str) -> bool:
    folded = words(name)
    common = listed("common towns") | listed("never names") | first_names()
    return len("".join(folded)) >= SHORTEST and not (len(folded) == 1 and folded[0] in common)


def _town(text: str, identity: str) -> Name:
    return name(text, Tag.Kind.PLACE, identity, confidence=TOWN, lonely=True)


@cache
def first_names() -> frozenset[str]:
    """Folded: those of the persons in the authority file, and the names archive.names knows."""
    people = (text for seed in seeds() if seed.kind == Tag.Kind.PERSON for text, _ in seed.names)
    firsts = {words(text)[0] for text in people if " " in text}
    return frozenset(firsts | archive_listed("first")) - listed("no first names")


def guessed(text: str) -> Iterator[Entity]:
    """What can be guessed without a model: persons by title or first name, towns by size."""
    for match in PERSON.finditer(text):
        first, _, rest = match["name"].partition(" ")
        titled = match["title"] and fold(match["title"]) in listed("titles")
        if titled or (rest and fold(first) in first_names()):
            yield Entity(match.start("name"), match.end("name"), Tag.Kind.PERSON)
    for town in likely_towns(text):
        if town.name.confidence == TOWN:
            yield Entity(town.start, town.end, Tag.Kind.PLACE)
