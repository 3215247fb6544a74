"""A glossary: expressions sought in French sentences, whole words in any form and whatever case.

Accents count, for « pêche » is no « péché », but capitals may lack theirs, and so may a text that
has none at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from archive.names.rendering import Rendering
from archive.names.spelling import fold
from archive.terms.expressions import NAME, WORD, Expression, Use, folded
from archive.terms.french import forms, plain

JOINT = re.compile(r"[ \u00a0\u202f'’\u2011-]")  # between the words of one expression
HYPHENS = {"-", "\u2011"}
# What a hyphen joins to a word without making it another one: « parle-t-il », « grève-là ».
JOINED = {
    *("la", "ci", "t", "il", "ils", "elle", "elles", "on", "je", "tu", "nous", "vous", "ce", "y"),
    *("en", "le", "les", "lui", "leur", "moi", "toi"),
}
ACRONYM = 4  # letters

Span = tuple[int, int]
Known = Rendering | Use  # what a wording is held to


@dataclass(frozen=True, slots=True)
class _Entry:
    """An expression, the forms of each of its words, and these folded."""

    expression: Expression
    written: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    folded: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, expression: Expression) -> _Entry:
        written = tuple(WORD.findall(expression.french))
        each = tuple(forms(plain(word), expression.part) for word in written)
        plain_ones = tuple(frozenset(map(fold, options)) for options in each)
        return cls(expression, written, each, plain_ones)


Index = Mapping[tuple[str, ...], Sequence[_Entry]]


class Glossary:
    """Expressions by their first two words, so that their number costs a sentence little."""

    def __init__(self, expressions: Iterable[Expression] = ()) -> None:
        found: defaultdict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        for entry in map(_Entry.of, expressions):
            for opening in product(*entry.folded[:2]) if entry.folded else ():
                found[opening].append(entry)
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry.folded))
        self._by_opening = dict(found)
        self._firsts = {opening[0] for opening in found}

    def __bool__(self) -> bool:
        """Whether it has any expression."""
        return bool(self._firsts)

    def uses(self, french: str) -> tuple[Use, ...]:
        """The expressions in the sentence, in its order; of those that overlap the longest."""
        if not self._firsts:
            return ()
        atoms = list(WORD.finditer(french))
        words = [folded(atom[0]) for atom in atoms]
        if self._firsts.isdisjoint(words):
            return ()
        return tuple(_Sentence(french, atoms, words, self._by_opening).uses())


class _Sentence:
    """One French sentence, cut into words."""

    def __init__(
        self, text: str, atoms: list[re.Match[str]], words: list[str], by_opening: Index
    ) -> None:
        self.text, self.by_opening = text, by_opening
        self.atoms, self.folded = atoms, words

    @cached_property
    def is_bare(self) -> bool:
        """Whether the sentence has no accent at all."""
        return all(plain(a[0]) == f for a, f in zip(self.atoms, self.folded, strict=True))

    def uses(self) -> Iterator[Use]:
        taken: set[int] = set()
        chosen = []
        for place, length, options in sorted(self._matches(), key=lambda match: -match[1]):
            places = range(place, place + length)
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append((place, length, options))
        for place, length, options in sorted(chosen, key=lambda match: match[0]):
            start, end = self.atoms[place].start(), self.atoms[place + length - 1].end()
            yield Use(self.text[start:end], start, end, options)

    def _matches(self) -> Iterator[tuple[int, int, tuple[Expression, ...]]]:
        """At each place the longest expression, with those that are as long."""
        for place, opening in enumerate(zip(self.folded, [*self.folded[1:], ""], strict=True)):
            beginning = (*self.by_opening.get(opening, ()), *self.by_opening.get(opening[:1], ()))
            standing = [entry for entry in beginning if self._stands(entry, place)]
            if standing:
                length = len(standing[0].folded)
                options = (e.expression for e in standing if len(e.folded) == length)
                yield place, length, tuple(dict.fromkeys(options))

    def _stands(self, entry: _Entry, place: int) -> bool:
        last = place + len(entry.folded)
        if last > len(self.folded):
            return False
        places = range(place, last)
        return (
            all(self.folded[n] in options for n, options in zip(places, entry.folded, strict=True))
            and all(self._is_written(self.atoms[n][0], entry, n - place) for n in places)
            and all(JOINT.fullmatch(self._gap(n)) for n in range(place, last - 1))
            and self._is_whole(place, last)
        )

    def _is_written(self, atom: str, entry: _Entry, n: int) -> bool:
        """Whether the word has the accents, and of a name the capitals, that it must have."""
        if entry.expression.part == NAME and not _has_capitals_of(entry.written[n], atom):
            return False
        if plain(atom) in entry.forms[n]:
            return True
        return self.is_bare or any(_is_in_capitals(atom, form) for form in entry.forms[n])

    def _is_whole(self, place: int, last: int) -> bool:
        """Whether no hyphen makes it a part of another word."""
        before = self._gap(place - 1) if place else ""
        after = self._gap(last - 1) if last < len(self.atoms) else ""
        return before not in HYPHENS and (after not in HYPHENS or self.folded[last] in JOINED)

    def _gap(self, place: int) -> str:
        return self.text[self.atoms[place].end() : self.atoms[place + 1].start()]


def _has_capitals_of(written: str, atom: str) -> bool:
    if len(written) > 1 and written.isupper() and len(written) <= ACRONYM:
        return atom.isupper()
    return atom[0].isupper() or not written[0].isupper()


def _is_in_capitals(atom: str, form: str) -> bool:
    """Whether the word is the form, some capitals of it without their accents."""
    return len(atom) == len(form) and all(
        letter.lower() == other or (letter.isupper() and letter.lower() == fold(other))
        for letter, other in zip(atom, form, strict=True)
    )


def apart(names: Sequence[Rendering], uses: Sequence[Use]) -> tuple[Known, ...]:
    """Names and expressions of one sentence, of those that overlap only one.

    The name stands before the expression, but not before one of which it is only a part.
    """
    kept = [use for use in uses if all(_is_free(use, name) for name in names)]
    free = [name for name in names if not any(_overlap(use, name) for use in kept)]
    return (*free, *kept)


def _is_free(use: Use, name: Rendering) -> bool:
    if not _overlap(use, name):
        return True
    holds = use.start <= name.start and name.end <= use.end
    return holds and name.end - name.start < use.end - use.start


def _overlap(use: Use, name: Rendering) -> bool:
    return use.start < name.end and name.start < use.end
