"""Names made comparable: how they are looked up, and one name's form in an English text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.names import fold, romanised
from archive.names.spelling import romanised_english

WORD = re.compile(r"[^\W_]+")


def key_of(text: str) -> str:
    """The key that is the same for the usual transcriptions of a name."""
    return romanised(fold(text))


def is_full(name: str) -> bool:
    """Whether it has a first and a last word: one word alone is many people's."""
    return len(WORD.findall(name)) > 1


def words_of(name: str) -> tuple[str, ...]:
    """Its folded words; hyphens and apostrophes part them."""
    return tuple(WORD.findall(fold(name)))


def stands_within(one: str, other: str) -> bool:
    """Whether the words of the one stand in the other in a row: « Dupont », « Jean Dupont »."""
    few, many = words_of(one), words_of(other)
    places = range(len(many) - len(few) + 1)
    return 0 < len(few) < len(many) and any(many[n : n + len(few)] == few for n in places)


def english_form(name: str, texts: Iterable[str]) -> str:
    """How English texts write a French name: the first transcription of it that they hold.

    The French form where one holds that, accents apart; empty where none holds either.
    """
    keys = [romanised(word) for word in words_of(name)]
    for text in texts if keys else ():
        for surface in _runs(text, len(keys)):
            if fold(surface) == fold(name):
                return name
            if _transcribes(surface, keys):
                return surface
    return ""


def _runs(text: str, length: int) -> Iterator[str]:
    """Every so many words in a row that begin with a capital."""
    atoms = list(WORD.finditer(text))
    for first in range(len(atoms) - length + 1):
        run = atoms[first : first + length]
        if run[0][0][0].isupper():
            yield text[run[0].start() : run[-1].end()]


def _transcribes(surface: str, keys: list[str]) -> bool:
    words = words_of(surface)
    return len(words) == len(keys) and all(
        key in romanised_english(word) for key, word in zip(keys, words, strict=True)
    )
