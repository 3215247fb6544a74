"""Where an article's sentences name the people, places and organisations that it is tagged with.

In the French that is where they were read. In the English a sentence is searched for a record's
names if its French has the record; one that an editor put on has no places in the French and is
looked for by its full names everywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archive.models import Tag, Tagging
from archive.names import fold
from archive.tagging import Name

SHORTEST = 2  # characters of a name that is looked for


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a sentence are a name; `address` is its record's page."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions in a sentence, in order, none over another."""

    french: tuple[Mention, ...]
    english: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A record on an article: its page, its names, and its places in the French by sentence."""

    address: str
    names: tuple[str, ...]
    surname: str
    places: Mapping[int, Sequence[tuple[int, int]]]


def named(taggings: Iterable[Tagging], names: Mapping[int, Sequence[Name]]) -> list[Named]:
    """The records of the taggings that a text can name: a subject has no name."""
    return [_named(row, names) for row in taggings if row.tag.kind != Tag.Kind.SUBJECT]


def _named(row: Tagging, names: Mapping[int, Sequence[Name]]) -> Named:
    tag, places = row.tag, defaultdict(list)
    for uid, start, end in row.offsets:
        places[uid].append((start, end))
    texts = [tag.label_en, tag.label_fr, *(text for text, _ in names.get(tag.pk, ()))]
    surname = _surname(tag.label_en) if tag.kind == Tag.Kind.PERSON else ""
    return Named(tag.get_absolute_url(), tuple(dict.fromkeys(texts)), surname, dict(places))


def _surname(label: str) -> str:
    """What follows the first names: « de Gaulle », « von der Leyen », or the last word."""
    rest = label.split()[1:]
    particle = next((n for n, word in enumerate(rest) if word[0].islower()), len(rest) - 1)
    return " ".join(rest[particle:]) if rest else ""


def mentions(
    sentences: Iterable[tuple[int, str, str]], records: Sequence[Named]
) -> dict[int, Mentions]:
    """The mentions in sentences, each given by uid, French and English, by uid."""
    found = {
        uid: Mentions(
            _apart(_in_french(uid, french, records)),
            _apart(_in_english(uid, french, english, records)),
        )
        for uid, french, english in sentences
    }
    return {uid: held for uid, held in found.items() if held.french or held.english}


def _in_french(uid: int, french: str, records: Sequence[Named]) -> Iterator[Mention]:
    for record in records:
        for start, end in record.places.get(uid, ()):
            if 0 <= start < end <= len(french):
                yield Mention(start, end, record.address)


def _in_english(uid: int, french: str, english: str, records: Sequence[Named]) -> Iterator[Mention]:
    """Names in the English. A form that two records share is nobody's."""
    owners: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for form in _forms(record, uid, french):
            owners[form].add(record.address)
    if not owners:
        return
    folded, places = _folded(english)
    for form, addresses in owners.items():
        if len(addresses) > 1:
            continue
        (address,) = addresses
        for match in re.finditer(rf"(?<!\w){re.escape(fold(form))}(?!\w)", folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if _is_written_as(form, english[start:end]):
                yield Mention(start, end, address)


def _forms(record: Named, uid: int, french: str) -> Iterator[str]:
    """The forms under which a sentence may name the record in English."""
    if not record.places:
        texts = record.names
    elif uid in record.places:
        written = (french[start:end] for start, end in record.places[uid])
        texts = (*record.names, record.surname, *written)
    else:
        texts = ()
    yield from dict.fromkeys(text for text in texts if len(text) >= SHORTEST)


def _is_written_as(form: str, text: str) -> bool:
    """Whether the capitals fit: WHO is not who, and a name has one."""
    if form.isupper():
        return text.isupper()
    return any(letter.isupper() for letter in text)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its characters the place that it stems from."""
    pieces = [_fold_letter(letter) for letter in text]
    places = [n for n, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


@cache
def _fold_letter(letter: str) -> str:
    return fold(letter)


def _apart(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """In order, the longest where several overlap."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.start))
