"""The table of known names: known.txt beside this file, and the territories of the CLDR."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from archive.names.spelling import fold
from archive.names.tables import sections

TABLE = Path(__file__).with_name("known.txt")
WORD = re.compile(r"[^\W_]+")
# CLDR codes of no place, and territories whose French name is a first name or a common noun too.
NO_PLACES = {"ZZ", "XA", "XB", "MU", "DM", "GD", "RE"}
LONGEST = 8  # words
ADJECTIVE_ENDINGS = ("", "n", "an", "ian", "ean", "ese", "i", "ish")


@dataclass(frozen=True, slots=True)
class Known:
    """A French name, the English form to show, and all that an English text may hold for it.

    Forms are folded words between spaces; one without its last space is a word's beginning.
    """

    french: str
    english: str
    forms: tuple[str, ...]
    people: bool = False


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name; hyphens and apostrophes part them."""
    return tuple(WORD.findall(fold(text)))


@cache
def listed(section: str) -> frozenset[str]:
    """The folded words of a section that is a plain list."""
    return frozenset(fold(word) for line in sections(TABLE)[section] for word in line.split())


@cache
def titles() -> dict[str, str]:
    """Titles as written in sentence case, by their folded form: mme, Mme."""
    return {fold(title): title for line in sections(TABLE)["titles"] for title in line.split()}


@cache
def known_names() -> dict[str, tuple[tuple[tuple[str, ...], Known], ...]]:
    """Known names by the first of their folded words, the longest first."""
    table = {
        words(name.french): name for name in (*_territories(), *_peoples(), *_by_hand("names"))
    }
    found: defaultdict[str, list[tuple[tuple[str, ...], Known]]] = defaultdict(list)
    for key in sorted(table, key=len, reverse=True):
        found[key[0]].append((key, table[key]))
    return {first: tuple(names) for first, names in found.items()}


@cache
def regnal_names() -> dict[str, Known]:
    """Names of rulers and popes by their folded form."""
    return {fold(name.french): name for name in _by_hand("regnal")}


def longest_match(following: Sequence[str]) -> tuple[int, Known] | None:
    """The longest known name that the words begin with, and how many of them it takes."""
    for key, name in known_names().get(following[0], ()):
        if tuple(following[: len(key)]) == key:
            return len(key), name
    return None


def _territories() -> Iterator[Known]:
    english = Locale("en").territories
    for code, french in Locale("fr").territories.items():
        if code.isalpha() and code not in NO_PLACES and french[0].isupper():
            shown = english[code].replace("&", "and")
            yield Known(french, shown, tuple(_territory_forms(shown)))


def _territory_forms(shown: str) -> Iterator[str]:
    """The name and, of a single word, what its adjective may be: Russia, Russian."""
    folded = " ".join(words(shown))
    yield f" {folded} "
    if " " in folded:
        return
    stems = (folded, folded[:-1], folded[:-2])
    adjectives = (stem + ending for stem in stems for ending in ADJECTIVE_ENDINGS if len(stem) > 3)
    for adjective in dict.fromkeys(adjectives):
        yield f" {adjective} "
        yield f" {adjective}s "


def _by_hand(section: str) -> Iterator[Known]:
    for line in sections(TABLE)[section]:
        french, _, english = line.partition(" = ")
        options = english.split(" | ")
        forms = (
            f" {' '.join(words(option))}{'' if option[-1] == '*' else ' '}" for option in options
        )
        yield Known(french, options[0].rstrip("*"), tuple(forms))


def _peoples() -> Iterator[Known]:
    for line in sections(TABLE)["peoples"]:
        french, _, english = line.partition(" = ")
        feminine = french + ("" if french[-1] == "e" else "ne" if french[-2:] == "en" else "e")
        plural = french if french[-1] == "s" else french + "s"
        for inflected in dict.fromkeys((french, plural, feminine, feminine + "s")):
            yield Known(inflected, english, (f" {fold(english)}",), people=True)
