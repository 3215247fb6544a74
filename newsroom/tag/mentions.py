"""A mention: where a sentence names somebody, some place or some body, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Tag


@dataclass(frozen=True, slots=True)
class Sentence:
    """A French sentence as the finder wants it; those of one paragraph are read together."""

    uid: int
    text: str
    is_headline: bool = False
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a French sentence: `start` and `end` are characters of it.

    `text` is the surface. `identity` is the external id of the record that a table knows the name
    by (`cldr:FR`, `geonames:2988507`, `seed:kremlin`), empty where none does. `confidence` is from
    0 to 1, a rule of thumb. `name` is the fullest form in the article of the same one's name, where
    the surface is shorter: « Jean Dupont » for « Dupont », the long form for its acronym. Mentions
    of one kind and one identity, or else one name, are of one.
    """

    uid: int
    start: int
    end: int
    text: str
    kind: Tag.Kind
    identity: str = ""
    confidence: float = 0.5
    name: str = ""


Article = Sequence[Sentence]
