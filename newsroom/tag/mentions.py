"""A mention: where a sentence names somebody, some place or some body, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Tag


@dataclass(frozen=True, slots=True)
class Sentence:
    """A French sentence as the finder wants it."""

    uid: int
    text: str
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a French sentence: `start` and `end` are characters of it.

    `text` is the surface. `identity` is the external id of the record that a table knows the name
    by (`cldr:FR`, `geonames:2988507`, `seed:kremlin`), empty where none does. `confidence` is from
    0 to 1, a rule of thumb.
    """

    uid: int
    start: int
    end: int
    text: str
    kind: Tag.Kind
    identity: str = ""
    confidence: float = 0.5


Article = Sequence[Sentence]
