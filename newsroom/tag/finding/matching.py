"""Looking for the names of a table in a French sentence.

A name counts only where it stands by itself: not in « Nouvelle-Guinée », not in « Air France »,
not in « Salvador Allende ». What the table lacks is not found; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from archive.models import Tag
from archive.names import fold
from newsroom.tag.finding.words import listed

DOTTED = r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # O.N.U.
ATOM = re.compile(rf"{DOTTED}|[^\W_]+")
JOINT = re.compile(r"[ \u00a0\u202f'’\u2011-]")  # between the words of one name
SPACES, HYPHENS = frozenset(" \u00a0\u202f"), frozenset("-\u2011")
ACRONYM = 4  # letters: no longer a name all in capitals is found in them only


@dataclass(frozen=True, slots=True)
class Name:
    """A name's folded words, and how it must be written.

    `capital` is the word that must have a capital, None where no word needs one. One that is
    `shouted` must stand all in capitals. One that is `lonely` is another thing's beside another
    word with a capital. Without a kind it is another thing's name, and keeps others from its words.
    Of one with a `contracted` article the first word is looked for and is no part: du Figaro.
    """

    key: tuple[str, ...]
    capital: int | None
    kind: Tag.Kind | None
    identity: str = ""
    confidence: float = 0.9
    shouted: bool = False
    lonely: bool = False
    contracted: bool = False


Table = Mapping[str, tuple[Name, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a sentence, in characters of it."""

    start: int
    end: int
    kind: Tag.Kind
    name: Name


def name(
    spelling: str,
    kind: Tag.Kind | None,
    identity: str = "",
    *,
    confidence: float = 0.9,
    lonely: bool | None = None,
) -> Name:
    """A name as the table holds it; unless told, a single word that is no acronym is lonely."""
    atoms = ATOM.findall(spelling)
    capitals = (place for place, atom in enumerate(atoms) if atom[0].isupper())
    shouted = spelling.isupper() and len(spelling) <= ACRONYM
    if lonely is None:
        lonely = len(atoms) == 1 and not spelling.isupper()
    return Name(words(spelling), next(capitals, None), kind, identity, confidence, shouted, lonely)


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; all signs part them."""
    return tuple(_word(atom) for atom in ATOM.findall(text))


@lru_cache(maxsize=100_000)
def _word(atom: str) -> str:
    return fold(atom).replace(".", "")


def table(names: Iterable[Name]) -> Table:
    """Names by the first of their words, the longest first; of two written alike, the first."""
    once: dict[tuple[tuple[str, ...], int | None, bool], Name] = {}
    for each in names:
        if each.key:
            once.setdefault((each.key, each.capital, each.shouted), each)
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for each in sorted(once.values(), key=lambda name: -len(name.key)):
        found[each.key[0]].append(each)
    return {first: tuple(entries) for first, entries in found.items()}


def spot(text: str, known: Table) -> list[Match]:
    """The table's names in the sentence, from left to right; another thing's are left out."""
    return list(_Sentence(text, known).found())


def spot_shields(text: str, known: Table) -> list[tuple[int, int]]:
    """Where the sentence has another thing's names, in characters."""
    return list(_Sentence(text, known).shields())


@lru_cache(maxsize=1000)
def _cut(text: str) -> tuple[list[re.Match[str]], list[str]]:
    """The words of a sentence as they stand and folded: each table looks at the same ones."""
    atoms = list(ATOM.finditer(text))
    return atoms, [_word(atom[0]) for atom in atoms]


class _Sentence:
    """One French sentence, cut into words."""

    def __init__(self, text: str, known: Table) -> None:
        self.text = text
        self.known = known
        self.atoms, self.words = _cut(text)
        self.in_capitals = text.isupper()

    def found(self) -> Iterator[Match]:
        """Each name that stands by itself."""
        matches = list(self._matches())
        named = {place for first, name in matches for place in range(first, first + len(name.key))}
        for first, name in matches:
            last = first + len(name.key)
            if name.kind and self._alone(first, last, named, lonely=name.lonely):
                start = self.atoms[first + name.contracted].start()
                end = self.atoms[last - 1].end()
                yield Match(start, end, name.kind, name)

    def shields(self) -> Iterator[tuple[int, int]]:
        """Each name without a kind, in characters."""
        for first, name in self._matches():
            if not name.kind:
                yield self.atoms[first].start(), self.atoms[first + len(name.key) - 1].end()

    def _matches(self) -> Iterator[tuple[int, Name]]:
        """Known names with their first word, the longest at each place."""
        place, words, known = 0, self.words, self.known
        while place < len(words):
            options = known.get(words[place])
            name = self._longest(options, place) if options else None
            if name:
                yield place, name
            place += len(name.key) if name else 1

    def _longest(self, options: tuple[Name, ...], place: int) -> Name | None:
        """The first of the names that stands here; nearly all fall at their second word."""
        second = self.words[place + 1] if place + 1 < len(self.words) else ""
        for name in options:
            if (len(name.key) == 1 or name.key[1] == second) and self._stands(name, place):
                return name
        return None

    def _stands(self, name: Name, place: int) -> bool:
        last = place + len(name.key)
        if tuple(self.words[place:last]) != name.key:
            return False
        if self.in_capitals and self._is_common(name):
            return False
        if not all(JOINT.fullmatch(self._gap(n)) for n in range(place, last - 1)):
            return False
        if name.shouted and not all(atom[0].isupper() for atom in self.atoms[place:last]):
            return False
        return name.capital is None or self.atoms[place + name.capital][0][0].isupper()

    @staticmethod
    def _is_common(name: Name) -> bool:
        """Whether nothing tells it from common words where all is in capitals."""
        if name.key[0] in listed("articles"):
            return True
        return len(name.key) == 1 and name.key[0] in listed("common in capitals")

    def _gap(self, place: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.atoms[place].end() : self.atoms[place + 1].start()]

    def _alone(self, first: int, last: int, named: set[int], *, lonely: bool) -> bool:
        """Whether the name is no part of a longer proper name."""
        before = first - 1
        with_article = before >= 0 and self.words[before] in listed("articles")
        if before >= 0 and self._belongs(self._gap(before), before, named, lonely=lonely):
            return False
        if last == len(self.words) or (with_article and self._gap(last - 1) in SPACES):
            return True
        return not self._belongs(self._gap(last - 1), last, named, lonely=lonely)

    def _belongs(self, gap: str, neighbour: int, named: set[int], *, lonely: bool) -> bool:
        """Whether the word beside a name makes one longer name with it."""
        if gap in HYPHENS:
            return neighbour not in named and self.words[neighbour] not in listed("partners")
        if not lonely or gap not in SPACES or self.in_capitals or neighbour in named:
            return False
        first = self.atoms[neighbour][0][0]
        small = self.words[neighbour] in listed("articles") | listed("small words")
        return (first.isupper() or first.isdigit()) and not small
