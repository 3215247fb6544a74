"""Deciding which tokens make names, as spaCy's own recogniser does, in a third of its time.

In the wheels of spaCy 3.8 the recogniser's loop gives Python's lock back and takes it again for
every rule that it asks, dozens of times a token: that costs twice what deciding does. Here
the same model and the same rules are asked from Python, for the next token of all texts at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

AT_ONCE = 64  # texts


def recogniser(language: Language) -> Any:
    """The pipeline's recogniser, where it is spaCy's greedy one and comes last; else None."""
    from spacy.pipeline import EntityRecognizer  # noqa: PLC0415 - heavy, and loaded by now

    last: Any = language.pipeline[-1][1] if language.pipeline else None
    is_greedy = type(last) is EntityRecognizer and last.cfg.get("beam_width", 1) == 1
    return last if is_greedy else None


def recognise(recogniser: Any, documents: Sequence[Doc]) -> None:
    """Write the names into documents that the components before the recogniser have read."""
    by_length = sorted(documents, key=len)  # so that few steps are made for few texts
    for first in range(0, len(by_length), AT_ONCE):
        some = by_length[first : first + AT_ONCE]
        recogniser.set_annotations(some, _decided(recogniser, some))


def _decided(recogniser: Any, documents: Sequence[Doc]) -> list[Any]:
    """The documents' states after their last tokens."""
    moves = recogniser.moves
    states: list[Any] = moves.init_batch(documents)
    unfinished = _unfinished(states)
    if not unfinished:
        return states
    names = [moves.get_class_name(n) for n in range(moves.n_moves)]
    model = recogniser.model.predict(documents)
    while unfinished:
        scores = model.predict(unfinished)
        best = scores.argmax(axis=1).tolist()
        for state, first, row in zip(unfinished, best, scores, strict=True):
            name = names[first]
            if not moves.is_valid(state, name):
                name = next(names[n] for n in _ranked(row) if moves.is_valid(state, names[n]))
            moves.apply_transition(state, name)
        unfinished = _unfinished(unfinished)
    model.clear_memory()
    return states


def _unfinished(states: Sequence[Any]) -> list[Any]:
    return [state for state in states if not state.is_final()]


def _ranked(scores: Any) -> Iterator[int]:
    """Moves from the best on; of two with the same score, the first."""
    return iter((-scores).argsort(kind="stable").tolist())
