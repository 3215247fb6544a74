"""What one wording changes in another, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 600  # words: the time grows with the square of it


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `changed` where the other wording has others in its place."""

    text: str
    changed: bool


def differences(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The two wordings in pieces, which give them back with one space between two.

    Very long ones are not compared: each is one piece.
    """
    old, new = before.split(), after.split()
    if len(old) + len(new) > MOST:
        return [Piece(before, changed=True)], [Piece(after, changed=True)]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        list(_pieces((tag, old[i:j]) for tag, i, j, _, _ in codes)),
        list(_pieces((tag, new[i:j]) for tag, _, _, i, j in codes)),
    )


def _pieces(runs: Iterable[tuple[str, list[str]]]) -> Iterator[Piece]:
    for tag, words in runs:
        if words:
            yield Piece(" ".join(words), changed=tag != "equal")
