"""Expressions: French words with the English that the house gives them, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.names.rendering import Rendering, forms_of
from archive.names.spelling import fold
from archive.terms.english import inflected

WORD = re.compile(r"[^\W_]+")
NAME = "name"  # the part of speech whose English may be put into the French


@dataclass(frozen=True, slots=True)
class Expression:
    """A French expression, its English, and the English that it must not have.

    `part` is its part of speech: noun, name, verb, adjective, adverb or phrase.
    """

    french: str
    english: str
    forbidden: tuple[str, ...] = ()
    part: str = "noun"

    def found_in(self, english: str) -> list[Found]:
        """Where the English has its wordings, good and forbidden, in any usual inflection.

        Of wordings that overlap the longest counts, so that “strike action” may be forbidden where
        “strike” is wanted, and “strike” where “general strike” is.
        """
        return list(_search(english, _wanted(self)))


@dataclass(frozen=True, slots=True)
class Found:
    """A wording at its place in an English text, in characters.

    `wording` is as the glossary lists it, `slot` says which of its inflections stands there.
    """

    start: int
    end: int
    wording: str
    slot: int
    good: bool


@dataclass(frozen=True, slots=True)
class Use:
    """An expression where it stands, `start` to `end` in characters of a French sentence.

    `options` are more than one where the glossary lists the French as several parts of speech:
    the English of any will do, and what only one of them forbids is not forbidden.
    """

    french: str
    start: int
    end: int
    options: tuple[Expression, ...]

    @property
    def expression(self) -> Expression:
        """The expression, the first of several."""
        return self.options[0]

    @property
    def english(self) -> str:
        """What the translation is to write for it."""
        return self.expression.english

    @property
    def is_name(self) -> bool:
        """Whether it is a proper name."""
        return self.expression.part == NAME

    def stands_in(self, english: str) -> bool:
        """Whether the English has it as the glossary does."""
        return any(found.good for each in self.options for found in each.found_in(english))

    def wrong_in(self, english: str, besides: Iterable[Use] = ()) -> list[Found]:
        """The forbidden wordings in the English, but those that are right for another use."""
        each_wrong = [
            {(found.start, found.end): found for found in option.found_in(english)}
            for option in self.options
        ]
        first, *others = [
            {place: found for place, found in each.items() if not found.good} for each in each_wrong
        ]
        common = [first[place] for place in first if all(place in other for other in others)]
        if not common:
            return []
        right = {
            (found.start, found.end)
            for use in besides
            if use.options != self.options
            for option in use.options
            for found in option.found_in(english)
            if found.good
        }
        return [found for found in common if (found.start, found.end) not in right]

    def is_outdated_in(self, english: str) -> bool:
        """Whether the English does not have it as the glossary does now."""
        return not self.stands_in(english) or bool(self.wrong_in(english))

    def rendering(self) -> Rendering:
        """It as a name: with what will do for it, and what will not."""
        good = [form for each in self.options for form in _forms(each.english, each.part)]
        wrong = [form for word in self.expression.forbidden for form in _forms(word, NAME)]
        forms = forms_of(good)
        return Rendering(
            self.french, self.english, self.start, self.end, forms, forms_of(wrong) - forms
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """A use that an English sentence does not keep to, and the forbidden wording that it has."""

    use: Use
    wrong: str = ""


def faults(english: str, uses: Sequence[Use]) -> Iterator[Fault]:
    """Each expression once whose English is missing, or that has one that is forbidden."""
    for use in {each.options: each for each in uses}.values():
        wrong = use.wrong_in(english, uses)
        if wrong:
            yield Fault(use, wrong[0].wording)
        elif not use.stands_in(english):
            yield Fault(use)


Pattern = tuple[tuple[str, ...], str, int, bool]  # folded words, wording, slot, whether it is good


@lru_cache(maxsize=20_000)
def _wanted(expression: Expression) -> tuple[dict[str, list[Pattern]], int]:
    """What is looked for, by its first word, the longest first; and the most words of one."""
    patterns: dict[tuple[str, ...], Pattern] = {}
    listed = [(expression.english, True), *((each, False) for each in expression.forbidden)]
    for wording, good in listed:
        for slot, forms in enumerate(inflected(wording, expression.part)):
            for form in forms:
                key = tuple(WORD.findall(fold(form)))
                patterns.setdefault(key, (key, wording, slot, good))
    by_first: dict[str, list[Pattern]] = {}
    for key in sorted(patterns, key=lambda key: (-len(key), key)):
        if key:
            by_first.setdefault(key[0], []).append(patterns[key])
    return by_first, max(map(len, patterns), default=0)


def _search(english: str, wanted: tuple[dict[str, list[Pattern]], int]) -> Iterator[Found]:
    by_first, longest = wanted
    atoms = list(WORD.finditer(english))
    words = [folded(atom[0]) for atom in atoms]
    matches = []
    for place, word in enumerate(words):
        following = tuple(words[place : place + longest])
        for pattern in by_first.get(word, ()):
            if following[: len(pattern[0])] == pattern[0]:
                matches.append((place, pattern))
                break
    taken: set[int] = set()
    for place, (key, wording, slot, good) in sorted(matches, key=lambda each: -len(each[1][0])):
        places = range(place, place + len(key))
        if taken.isdisjoint(places):
            taken.update(places)
            end = atoms[places[-1]].end()
            yield Found(atoms[place].start(), end, wording, slot, good)


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """The word in lower case without accents."""
    return fold(word)


def _forms(wording: str, part: str) -> Iterator[str]:
    return (form for slot in inflected(wording, part) for form in slot)
