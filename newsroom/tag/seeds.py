"""The hand-kept authority file: the tables of authority/ as records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from archive.models import Tag
from archive.names import fold

FOLDER = Path(__file__).with_name("authority")
# Offices stand for a power and are houses: they are filed as places.
KINDS = {
    "people.csv": Tag.Kind.PERSON,
    "organisations.csv": Tag.Kind.ORGANISATION,
    "places.csv": Tag.Kind.PLACE,
    "offices.csv": Tag.Kind.PLACE,
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A record kept by hand; `names` are its labels and aliases, each with its language.

    Two of them may differ by their capitals alone: OTAN, Otan.
    """

    identity: str
    kind: Tag.Kind
    label_en: str
    label_fr: str
    names: tuple[tuple[str, str], ...]
    wikidata: str = ""


@cache
def seeds() -> tuple[Seed, ...]:
    """All records of the authority file."""
    return tuple(seed for name, kind in KINDS.items() for seed in _read(FOLDER / name, kind))


def _read(path: Path, kind: Tag.Kind) -> Iterator[Seed]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Seed(
                identity=f"seed:{slugify(fold(row['label_en']))}",
                kind=kind,
                label_en=row["label_en"],
                label_fr=row["label_fr"],
                names=tuple(_names(row)),
                wikidata=row["wikidata"],
            )


def _names(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for language in ("fr", "en"):
        texts = (row[f"label_{language}"], *row[f"aliases_{language}"].split(" | "))
        yield from ((text, language) for text in dict.fromkeys(texts) if text)
