"""Words made comparable: whether one text is nearly another, and where a phrase stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.names.spelling import fold

# Marks that stand on a letter and cannot be parted from it, and what nobody sees within a word.
WITHIN = "\u00ad\u200c\u200d\u0300-\u036f"
UNSEEN = re.compile(f"[{WITHIN}]+")
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{WITHIN}])*")
RUN = 3  # words
ALIKE = 0.6  # of all runs of words in either text, how many stand in both


def normalised(text: str) -> str:
    """The words of the text, folded, with one space between two: what is compared."""
    return " ".join(word for word, _ in _words(text))


def is_nearly(one: str, other: str) -> bool:
    """Whether two normalised texts are the same but for a few words.

    They are where three in five of their runs of three words stand in both: the resemblance of
    Broder, On the resemblance and containment of documents, 1997.
    """
    if one == other:
        return True
    here, there = _runs(one), _runs(other)
    return len(here & there) >= ALIKE * len(here | there) > 0


def found_in(text: str, phrase: str) -> str:
    """The normalised phrase as the text writes it, whole words only; nothing where it lacks it."""
    wanted = phrase.split()
    words = list(_words(text))
    folded = [word for word, _ in words]
    for start in range(len(words) - len(wanted) + 1):
        if folded[start : start + len(wanted)] == wanted:
            return text[words[start][1].start() : words[start + len(wanted) - 1][1].end()]
    return ""


def _words(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in WORD.finditer(text):
        yield fold(UNSEEN.sub("", match[0])), match


def _runs(normalised_text: str) -> set[tuple[str, ...]]:
    words = normalised_text.split()
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
