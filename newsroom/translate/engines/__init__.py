"""Engines: what turns French sentences into English ones.

A new engine is a copy of its sibling plus one line in ENGINES.
"""

import threading
from collections.abc import Callable

from newsroom.translate.engines import argos, toy
from newsroom.translate.engines.contract import Decoding, Engine, EngineMissing, Hypothesis

__all__ = [
    "ENGINES",
    "Decoding",
    "Engine",
    "EngineMissing",
    "Hypothesis",
    "label_of",
    "open_engine",
]

ENGINES: dict[str, Callable[[], Engine]] = {"argos": argos.open_newest, "toy": toy.ToyEngine}
LABELS: dict[str, Callable[[], str]] = {"argos": argos.newest_label, "toy": lambda: toy.NAME}
_opening = threading.Lock()


def open_engine(name: str) -> Engine:
    """The engine of that name, ready to work; one per process, whichever thread asks.

    A package installed or removed since is noticed. Raises EngineMissing.
    """
    with _opening:
        return ENGINES[name]()


def label_of(name: str) -> str:
    """What the engine writes beside its wordings, without opening it; empty where none is there."""
    return LABELS[name]()
