"""Names sought in French sentences: word by word, whatever case, accents and signs they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from archive.names.known import words
from archive.names.rendering import joined
from archive.names.spelling import romanised

CONTRACTIONS = {"le": ("du", "au"), "les": ("des", "aux")}

Run = tuple[str, ...]  # words one after the other


class Sought:
    """Names to be found; those of `spoken` also in the other usual transcriptions.

    A name that begins with an article is found after « du » and « au » as well. One word alone is
    found as it is spelt, and so is what has dots: « O.N.U. ».
    """

    def __init__(self, names: Iterable[str], spoken: Iterable[str] = ()) -> None:
        heard = [words(joined(name)) for name in spoken]
        spelt = [*(words(joined(name)) for name in names), *heard]
        self._spelt = _by_first(each for run in spelt for each in _contracted(run))
        self._heard = _by_first(tuple(map(_sound, run)) for run in heard if len(run) > 1)

    def stand_in(self, text: str) -> bool:
        """Whether the sentence holds one of them."""
        return self._are_among(words(text)) or (
            "." in text and (dotless := joined(text)) != text and self._are_among(words(dotless))
        )

    def _are_among(self, found: Run) -> bool:
        if _holds(found, self._spelt):
            return True
        return bool(self._heard) and _holds(tuple(map(_sound, found)), self._heard)


@lru_cache(maxsize=100_000)
def _sound(word: str) -> str:
    return romanised(word)


def _by_first(runs: Iterable[Run]) -> Mapping[str, list[Run]]:
    found: defaultdict[str, list[Run]] = defaultdict(list)
    for run in dict.fromkeys(runs):
        if run:
            found[run[0]].append(run)
    return dict(found)


def _contracted(run: Run) -> Iterator[Run]:
    yield run
    if len(run) > 1:
        yield from ((short, *run[1:]) for short in CONTRACTIONS.get(run[0], ()))


def _holds(found: Sequence[str], runs: Mapping[str, Sequence[Run]]) -> bool:
    if runs.keys().isdisjoint(found):
        return False
    return any(
        found[place : place + len(run)] == run
        for place, word in enumerate(found)
        for run in runs.get(word, ())
    )
