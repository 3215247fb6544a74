"""Finding countries in French sentences by their CLDR names, without a model.

A name counts only where it stands by itself: not in « Nouvelle-Guinée », not in « Air France »,
not in « Salvador Allende ». What the table lacks is not found; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale

from archive.names import fold

TABLE = Path(__file__).with_name("countries.txt")
ATOM = re.compile(r"[^\W_]+")
JOINT = re.compile(r"[ \u00a0\u202f'’\u2011-]")  # between the words of one name
SPACES, HYPHENS = frozenset(" \u00a0\u202f"), frozenset("-\u2011")
SURE, UNSURE = 0.9, 0.6
# Words that a French writer may leave without a capital.
GENERIC = re.compile("^(?:Île|Îles|État|République|Territoires)(?= )")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of the CLDR, by its alpha-2 code. `confidence` is from 0 to 1.

    Confidence is a rule of thumb: lower where a place or person of the same name is not rare.
    """

    code: str
    english: str
    french: str
    spellings: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """A country and where it was read: (uid, start, end) in characters of the sentence."""

    country: Country
    places: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Name:
    """A name's folded words, which of them has its first capital; None is another thing's name."""

    key: tuple[str, ...]
    capital: int
    country: Country | None


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a sentence, from its first word to before `last`."""

    first: int
    last: int
    country: Country | None


def find(sentences: Iterable[tuple[int, str]]) -> list[Found]:
    """The countries that the sentences (uid, French) name, by code, each with all its places."""
    found: dict[str, Found] = {}
    for uid, text in sentences:
        for country, start, end in _Sentence(text).countries():
            found.setdefault(country.code, Found(country)).places.append((uid, start, end))
    return [found[code] for code in sorted(found)]


class _Sentence:
    """One French sentence, cut into words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.atoms = list(ATOM.finditer(text))
        self.words = [fold(atom[0]) for atom in self.atoms]
        self.in_capitals = text.isupper()

    def countries(self) -> Iterator[tuple[Country, int, int]]:
        """Each country with its start and end in characters."""
        matches = list(self._matches())
        named = {place for match in matches for place in range(match.first, match.last)}
        for match in matches:
            if match.country and self._alone(match, named):
                start, end = self.atoms[match.first].start(), self.atoms[match.last - 1].end()
                yield match.country, start, end

    def _matches(self) -> Iterator[Match]:
        """Known names from left to right, the longest at each place."""
        place = 0
        while place < len(self.words):
            options = (n for n in names().get(self.words[place], ()) if self._stands(n, place))
            if name := next(options, None):
                yield Match(place, place + len(name.key), name.country)
            place += len(name.key) if name else 1

    def _stands(self, name: Name, place: int) -> bool:
        last = place + len(name.key)
        if tuple(self.words[place:last]) != name.key:
            return False
        if self.in_capitals and name.key[0] in _listed("articles"):
            return False  # nothing tells an island from a meeting here
        joined = all(JOINT.fullmatch(self._gap(n)) for n in range(place, last - 1))
        return joined and self.atoms[place + name.capital][0][0].isupper()

    def _gap(self, place: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.atoms[place].end() : self.atoms[place + 1].start()]

    def _alone(self, match: Match, named: set[int]) -> bool:
        """Whether the name is no part of a longer proper name."""
        before, after = match.first - 1, match.last
        with_article = before >= 0 and self.words[before] in _listed("articles")
        if before >= 0 and self._belongs(self._gap(before), before, named):
            return False
        if after == len(self.words) or (with_article and self._gap(after - 1) in SPACES):
            return True
        return not self._belongs(self._gap(after - 1), after, named)

    def _belongs(self, gap: str, neighbour: int, named: set[int]) -> bool:
        """Whether the word beside a country's name makes one longer name with it."""
        if gap in HYPHENS:
            return neighbour not in named and self.words[neighbour] not in _listed("partners")
        if gap not in SPACES or self.in_capitals or neighbour in named:
            return False
        first = self.atoms[neighbour][0][0]
        small = self.words[neighbour] in _listed("articles") | _listed("small words")
        return (first.isupper() or first.isdigit()) and not small


@cache
def names() -> dict[str, tuple[Name, ...]]:
    """Known names by the first of their folded words, the longest first."""
    table: dict[tuple[str, ...], Name] = {}
    for country in countries():
        for spelling in country.spellings:
            table.setdefault(_words(spelling), _name(spelling, country))
    for line in _sections()["longer names"]:
        table[_words(line)] = _name(line, None)
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for key in sorted(table, key=len, reverse=True):
        found[key[0]].append(table[key])
    return {first: tuple(entries) for first, entries in found.items()}


def _name(spelling: str, country: Country | None) -> Name:
    atoms = ATOM.findall(spelling)
    capitals = (place for place, atom in enumerate(atoms) if atom[0].isupper())
    return Name(_words(spelling), next(capitals, 0), country)


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(atom) for atom in ATOM.findall(text))


@cache
def countries() -> tuple[Country, ...]:
    """The CLDR's countries and territories, under the labels and spellings of countries.txt."""
    french, english = Locale("fr").territories, Locale("en").territories
    codes = {str(code) for code in french if re.fullmatch("[A-Z]{2}", str(code))}
    kept = sorted(codes - _listed("left out"))
    return tuple(_country(code, english[code], french[code]) for code in kept)


def _country(code: str, english: str, french: str) -> Country:
    hand = _by_hand("names").get(code, ["-", "-"])
    label_en = english.replace("&", "and") if hand[0] == "-" else hand[0]
    label_fr = french if hand[1] == "-" else hand[1]
    with_article = _by_hand("only with their article").get(code)
    own = (label_fr,) if with_article is None else tuple(n for n in with_article if n != "-")
    spellings = dict.fromkeys(GENERIC.sub(_lower, name) for name in (*own, *hand[2:]))
    confidence = UNSURE if code in _listed("also something else") else SURE
    return Country(code, label_en, label_fr, tuple(spellings), confidence)


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _by_hand(section: str) -> dict[str, list[str]]:
    parted = (line.partition(" = ") for line in _sections()[section])
    return {code: names.split(" | ") for code, _, names in parted}


@cache
def _listed(section: str) -> frozenset[str]:
    """The words of a section that is a plain list."""
    return frozenset(word for line in _sections()[section] for word in line.split())


@cache
def _sections() -> dict[str, list[str]]:
    """The table's lines by section, without comments."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found[section].append(line)
    return dict(found)
