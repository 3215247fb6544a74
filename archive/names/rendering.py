"""Renderings: a name in a French sentence, and the English that its authority record gives it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.names.known import words

DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")


@dataclass(frozen=True, slots=True)
class Rendering:
    """A name that stands at `start` to `end` (characters) of a French sentence.

    `english` is what the translation is to write for it. `forms` are all that will do, and
    `former` the labels that an editor has replaced: folded words between spaces, as `forms_of`
    makes them.
    """

    french: str
    english: str
    start: int
    end: int
    forms: frozenset[str]
    former: frozenset[str] = frozenset()

    def stands_in(self, english: str) -> bool:
        """Whether the English carries the name in a form that will do."""
        return _holds(english, self.forms)

    def is_outdated_in(self, english: str) -> bool:
        """Whether the English has the name as its record was called before."""
        return not self.stands_in(english) and _holds(english, self.former)


def forms_of(names: Iterable[str]) -> frozenset[str]:
    """Names as a text is searched for them; a name without a word is none."""
    return frozenset(f" {' '.join(found)} " for name in names if (found := words(joined(name))))


def joined(text: str) -> str:
    """The text with « U.N. » as one word."""
    return DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)


def _holds(english: str, forms: Iterable[str]) -> bool:
    plain = f" {' '.join(words(english))} "
    dotless = f" {' '.join(words(joined(english)))} " if "." in english else plain
    return any(form in plain or form in dotless for form in forms)
