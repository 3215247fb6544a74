"""Engines: what turns French sentences into English ones.

A new engine is a copy of its sibling plus one line in ENGINES.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search. Zero and one turn a measure off."""

    hypotheses: int = 1
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One English wording and its mean log-probability per token (natural logarithm, ≤ 0)."""

    text: str
    score: float


class Engine(Protocol):
    """Three members: who it is, what it serves, and the work."""

    @property
    def name(self) -> str:
        """What stands on every Translation: package, version and the first of its SHA-256."""

    def serves(self, source: str, target: str) -> bool:
        """Whether it translates from one language code to the other."""

    def translate(
        self, batch: Sequence[str], decoding: Decoding = Decoding()
    ) -> list[list[Hypothesis]]:
        """For each sentence its hypotheses, best first, never none."""
