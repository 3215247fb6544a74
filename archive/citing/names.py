"""Who wrote an article, read from its byline.

Reference managers want surname and given names apart, and outlets print them as one line. Where a
byline is not plainly a list of persons and agencies it stays whole, as the outlet printed it.
"""

import re
from dataclasses import dataclass

from archive.discuss.text import tidy

OPENING = re.compile(r"^(?:par|by)\s+", re.IGNORECASE)
BETWEEN = re.compile(r"\s*[,;/]\s*(?:avec\s+)?|\s+(?:et|and|avec|with|&)\s+", re.IGNORECASE)
OTHER_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
WORD = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]*)*")
ARTICLES = frozenset({"la", "le", "les"})
PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "el"}
    | {"la", "le", "ten", "van", "von", "zu"}
)
GROUPS = frozenset(
    {"afp", "agence", "ansa", "ap", "association", "belga", "bureau", "collectif", "dpa", "efe"}
    | {"france-presse", "groupe", "info", "journal", "médias", "magazine", "news", "presse"}
    | {"radio", "redaction", "rédaction", "reuters", "service", "télévision", "web", "équipe"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """An author. The name of a newsroom or agency, and an unclear byline, is all `family`."""

    family: str
    given: str = ""
    is_group: bool = False

    def __str__(self) -> str:
        return f"{self.given} {self.family}" if self.given else self.family

    @property
    def inverted(self) -> str:
        """“Dupont, Jean”; a name that has no given part stays as it is."""
        return f"{self.family}, {self.given}" if self.given else self.family


def one_line(text: str) -> str:
    """The text without control characters and line breaks; spaces that do not break stay."""
    return OTHER_SPACE.sub(" ", tidy(text))


def names_in(byline: str) -> tuple[Name, ...]:
    """The authors that a byline names; the whole byline as one name where that is unclear."""
    whole = OPENING.sub("", one_line(byline))
    found = [_name(part) for part in BETWEEN.split(whole)]
    clear = [name for name in found if name]
    if clear and len(clear) == len(found):
        return tuple(clear)
    return (Name(whole),) if whole else ()


def _name(part: str) -> Name | None:
    words = part.split()
    if not words or not all(WORD.fullmatch(word) for word in words):
        return None
    low = [word.casefold() for word in words]
    if low[0] in ARTICLES or not GROUPS.isdisjoint(low):
        return Name(part, is_group=True)
    if not 2 <= len(words) <= 5 or not words[0][0].isupper() or not words[-1][0].isupper():
        return None
    inner = zip(words[1:-1], low[1:-1], strict=True)
    if not all(word[0].isupper() or plain in PARTICLES for word, plain in inner):
        return None
    start = next((n for n, word in enumerate(words) if word in PARTICLES), len(words) - 1)
    return Name(" ".join(words[start:]), " ".join(words[:start]))
