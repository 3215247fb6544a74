"""Countries and territories of the CLDR, by the names that the French press gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from archive.names.tables import sections

TABLE = Path(__file__).with_name("countries.txt")
SURE, UNSURE = 0.9, 0.6
# Words that a French writer may leave without a capital.
GENERIC = re.compile("^(?:Île|Îles|État|République|Territoires)(?= )")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of the CLDR, by its alpha-2 code. `confidence` is from 0 to 1.

    Confidence is a rule of thumb: lower where a place or person of the same name is not rare.
    """

    code: str
    english: str
    french: str
    spellings: tuple[str, ...]
    confidence: float


@cache
def countries() -> tuple[Country, ...]:
    """The CLDR's countries and territories, under the labels and spellings of countries.txt."""
    french, english = Locale("fr").territories, Locale("en").territories
    codes = {str(code) for code in french if re.fullmatch("[A-Z]{2}", str(code))}
    kept = sorted(codes - _listed("left out"))
    return tuple(_country(code, english[code], french[code]) for code in kept)


def _country(code: str, english: str, french: str) -> Country:
    hand = _by_hand("names").get(code, ["-", "-"])
    label_en = english.replace("&", "and") if hand[0] == "-" else hand[0]
    label_fr = french if hand[1] == "-" else hand[1]
    with_article = _by_hand("only with their article").get(code)
    own = (label_fr,) if with_article is None else tuple(n for n in with_article if n != "-")
    spellings = dict.fromkeys(GENERIC.sub(_lower, name) for name in (*own, *hand[2:]))
    confidence = UNSURE if code in _listed("also something else") else SURE
    return Country(code, label_en, label_fr, tuple(spellings), confidence)


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _by_hand(section: str) -> dict[str, list[str]]:
    parted = (line.partition(" = ") for line in sections(TABLE)[section])
    return {code: names.split(" | ") for code, _, names in parted}


@cache
def _listed(section: str) -> frozenset[str]:
    """The words of a section that is a plain list."""
    return frozenset(word for line in sections(TABLE)[section] for word in line.split())
