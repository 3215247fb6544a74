"""The contract between the translation desk and any engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class EngineMissing(Exception):
    """No engine can serve now; installing a language package cures it. One plain sentence."""

    permanent = False


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search. Zero and one turn a measure off."""

    hypotheses: int = 1
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0


PLAIN = Decoding()


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

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        """For each sentence its hypotheses, best first, never none."""
