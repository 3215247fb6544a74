"""What English an authority record gives to a French name: its label, and what else will do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive.models import Tag
from archive.names import Rendering, fold, forms_of
from archive.names.known import TABLE, longest_match, words
from archive.names.tables import sections
from newsroom.tag.records import Entry

TOLD_APART = re.compile(r" \([^)]*\)$")  # « Horizons (French party) »


@dataclass(frozen=True, slots=True)
class Label:
    """A record as a translation is held to it; `former` are English labels that it had once."""

    kind: str
    english: str
    french: tuple[str, ...]
    others: tuple[str, ...] = ()  # further English names
    former: tuple[str, ...] = ()

    def rendering(self, surface: str, start: int, end: int) -> Rendering:
        """The English of a French form of the name, at its place in a sentence."""
        shown = self._shown(surface)
        old = forms_of(each for name in self.former for each in _endings(name, self.kind))
        own = forms_of([shown, *_endings(self.english, self.kind)])
        # A form without a space at its end is only a word's beginning.
        kept = {
            form
            for form in forms_of(self.others) | _usual(surface)
            if form not in old and not (form[-1] != " " and any(o.startswith(form) for o in old))
        }
        return Rendering(surface, shown, start, end, frozenset(own | kept), frozenset(old - own))

    def _shown(self, surface: str) -> str:
        """The label; of a surname the surname, of « Sénat » no more than “Senate”."""
        parts, length = self.english.split(), len(words(surface))
        if self.kind == Tag.Kind.PERSON:
            is_surname = any(_is_ending(surface, name) for name in self.french)
            endings = (" ".join(parts[first:]) for first in range(len(parts)))
            short = (each for each in endings if is_surname and len(words(each)) <= length)
            return next(short, self.english)
        if fold(parts[0]) in _peoples() and 1 < len(parts) > length:
            return " ".join(parts[1:])
        return self.english


def of_entry(entry: Entry) -> Label:
    """The label of a record that is not made yet."""
    french = (name for name, language in entry.names if language == "fr")
    english = (name for name, language in entry.names if language == "en")
    return Label(entry.kind, _bare(entry.label_en), tuple(french), tuple(english))


def of_tag(tag: Tag, names: Iterable[tuple[str, str]], former: Iterable[str]) -> Label:
    """The label of a record with its names, each with its language, and its former labels."""
    by_language = list(names)
    french = (tag.label_fr, *(name for name, language in by_language if language == "fr"))
    english = (name for name, language in by_language if language == "en")
    old = (_bare(name) for name in former if name != tag.label_en)
    return Label(tag.kind, _bare(tag.label_en), french, tuple(english), tuple(old))


def _bare(label: str) -> str:
    return TOLD_APART.sub("", label)


def _endings(name: str, kind: str) -> Iterator[str]:
    """The name and, of a person's, the surname."""
    yield name
    if kind == Tag.Kind.PERSON and " " in name:
        yield name.rsplit(" ", 1)[1]


def _is_ending(surface: str, name: str) -> bool:
    own, whole = words(surface), words(name)
    return len(own) < len(whole) and whole[-len(own) :] == own


def _usual(surface: str) -> frozenset[str]:
    """What the archive knows to be good English for the form: Russian for « Russie »."""
    own = words(surface)
    found = longest_match(own) if own else None
    if found is None or found[0] != len(own) or found[1].people:
        return frozenset()
    return frozenset(found[1].forms)


@cache
def _peoples() -> frozenset[str]:
    """Folded English adjectives of peoples, with which records tell institutions apart."""
    english = (line.partition(" = ")[2] for line in sections(TABLE)["peoples"])
    return frozenset({*map(fold, english), "us", "uk"})
