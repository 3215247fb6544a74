"""Words made comparable: whether one text is nearly another, and where a phrase stands in it."""

from __future__ import annotations

import re

from archive.names.spelling import fold

# Marks that stand on a letter and cannot be parted from it, and what nobody sees within a word.
WITHIN = "\u00ad\u200c\u200d\u0300-\u036f"
UNSEEN = re.compile(f"[{WITHIN}]+")
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{WITHIN}])*")
RUN = 3  # words
ALIKE = 0.6  # of all runs of words in either text, how many stand in both


def normalised(text: str) -> str:
    """The words of the text, folded, with one space between two: what is compared."""
    return fold(UNSEEN.sub("", " ".join(WORD.findall(text))))


def is_nearly(one: str, other: str) -> bool:
    """Whether two normalised texts are the same but for a few words.

    They are where three in five of their runs of three words stand in both: the resemblance of
    Broder, On the resemblance and containment of documents, 1997.
    """
    if one == other:
        return True
    here, there = _runs(one), _runs(other)
    return len(here & there) >= ALIKE * len(here | there) > 0


class Words:
    """A text's words as they are compared, to look for many phrases in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._matches = list(WORD.finditer(text))
        self._folded = [normalised(match[0]) for match in self._matches]
        self._known = frozenset(self._folded)

    def find(self, phrase: str) -> str:
        """The normalised phrase as the text writes it, whole words only; nothing if it lacks it."""
        wanted = phrase.split()
        if not wanted or not self._known.issuperset(wanted):
            return ""
        for start in range(len(self._folded) - len(wanted) + 1):
            if self._folded[start : start + len(wanted)] == wanted:
                last = self._matches[start + len(wanted) - 1]
                return self._text[self._matches[start].start() : last.end()]
        return ""


def _runs(normalised_text: str) -> set[tuple[str, ...]]:
    words = normalised_text.split()
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
