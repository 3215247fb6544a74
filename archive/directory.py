"""The index of the records of a kind, by letter, by name or number, or by what is looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from archive.models import Alias, Tag
from archive.models.tag import PLURALS, TagQuerySet
from archive.names import fold

WHOLE = 300  # records up to which an index is one page, and how many a page holds at most
MOST_USED = 100  # shown first of a larger one
FOREMOST = 24  # of each kind in the overview
LONGEST = 100  # characters that are looked for
OTHER = "other"  # the letter of what begins with none of A to Z
FIELDS = ("pk", "kind", "slug", "label_en", "label_fr", "articles")
APART = re.compile(r"[\W_]+")
BRACKETED = re.compile(r"[ ,]+(?:\([^)]*\)|[JS]r\.?)$")  # « (actor) », Jr.
PARTICLES = {
    *("le", "la", "les", "van", "von", "der", "den", "de", "du"),
    *("della", "di", "ben", "el"),
}
ARTICLE = re.compile(r"^(?:al|el|as|ad|ed)-(?=\w)", re.IGNORECASE)  # before an Arabic name
REGNAL = re.compile("[IVX]+")


class Entry(NamedTuple):
    """A record in an index, with how many translated articles readers find under it."""

    pk: int
    kind: str
    slug: str
    label_en: str
    label_fr: str
    articles: int

    def get_absolute_url(self) -> str:
        """The record's page."""
        return reverse("archive:tag", args=[PLURALS[self.kind], self.slug])

    @property
    def filed(self) -> str:
        """What it is ordered by: of a person the surname, and then the whole."""
        return _filed(self.label_en) if self.kind == Tag.Kind.PERSON else _words(self.label_en)

    @property
    def letter(self) -> str:
        """The letter under which it stands: accents do not count."""
        first = self.filed[:1]
        return first if "a" <= first <= "z" else OTHER


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of an index; whatever is no answer to it is left out."""

    q: str = ""
    initial: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Read it from an address."""
        letter, sort, page = (given.get(name, "") for name in ("initial", "sort", "page"))
        return cls(
            q=" ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST],
            initial=letter if letter == OTHER or re.fullmatch("[a-z]", letter) else "",
            sort=sort if sort in ("name", "number") else "",
            page=int(page) if re.fullmatch("[1-9][0-9]{0,4}", page) else 1,
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """A page of an index.

    `groups` are runs of entries under their letter, or one run under none. `total` counts the
    records of the kind, `found` those that were asked for.
    """

    total: int
    found: int
    letters: list[str]
    groups: list[tuple[str, list[Entry]]]
    sort: str
    page: int
    is_part: bool
    goes_on: bool


def overview() -> list[tuple[str, int, list[Entry]]]:
    """By the plural of each kind in use, how many records it has and the most used; one query."""
    held: dict[str, list[Entry]] = {kind: [] for kind in PLURALS}
    for entry in _entries(Tag.objects.all()):
        held[entry.kind].append(entry)
    return [
        (PLURALS[kind], len(entries), nsmallest(FOREMOST, entries, key=_by_number))
        for kind, entries in held.items()
        if entries
    ]


def _entries(tags: TagQuerySet) -> list[Entry]:
    """Those that lead to a translated article, from one query."""
    counted = tags.shown().with_counts().order_by().values_list(*FIELDS)
    return [entry for entry in map(Entry._make, counted) if entry.articles]


def directory(kind: str, asked: Asked) -> Directory:
    """A page of the index of a kind, from one query; looking for a name takes one or two more."""
    whole = _entries(Tag.objects.filter(kind=kind))
    found, sort = _chosen(whole, asked), asked.sort or "name"
    first = len(whole) > WHOLE and not asked.q and not asked.initial
    if first:
        found, sort = sorted(found, key=_by_number)[:MOST_USED], asked.sort or "number"
    ordered = sorted(found, key=_by_name if sort == "name" else _by_number)
    start = (asked.page - 1) * WHOLE
    shown = ordered[start : start + WHOLE]
    return Directory(
        total=len(whole),
        found=len(found),
        letters=sorted({each.letter for each in whole}, key=lambda one: (one == OTHER, one)),
        groups=_by_letter(shown) if sort == "name" else [("", shown)] if shown else [],
        sort=sort,
        page=asked.page,
        is_part=first,
        goes_on=len(ordered) > start + WHOLE,
    )


def _chosen(whole: list[Entry], asked: Asked) -> list[Entry]:
    """The entries that bear what is looked for at the beginning of a word, or the letter."""
    wanted = f" {_words(asked.q)}"
    if asked.q and wanted.strip():
        named = _named(fold(asked.q))
        return [e for e in whole if e.pk in named or wanted in _spaced(e.label_en, e.label_fr)]
    return [e for e in whole if not asked.initial or e.letter == asked.initial]


def _named(folded: str) -> set[int]:
    """The records with a name that holds this at the beginning of a word, and their heirs."""
    begins = Q(folded__startswith=folded)
    for mark in " -'":
        begins |= Q(folded__contains=mark + folded)
    names = Alias.objects.filter(begins).exclude(tag__status=Tag.Status.HIDDEN)
    pairs = set(names.order_by().values_list("tag", "tag__merged_into"))
    found = {pk for pk, _ in pairs}
    heirs = {into for _, into in pairs if into} - found
    while heirs:
        found |= heirs
        further = Tag.objects.filter(pk__in=heirs, merged_into__isnull=False)
        heirs = {pk for pk in further.values_list("merged_into", flat=True) if pk} - found
    return found


def _by_letter(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(letter, list(run)) for letter, run in groupby(entries, key=lambda each: each.letter)]


def _by_name(entry: Entry) -> tuple[bool, str, int]:
    return entry.letter == OTHER, entry.filed, entry.pk


def _by_number(entry: Entry) -> tuple[int, str, int]:
    return -entry.articles, entry.filed, entry.pk


def _spaced(*labels: str) -> str:
    return "".join(f" {_words(label)}" for label in labels)


@lru_cache(maxsize=50_000)
def _filed(label: str) -> str:
    """A person's label by the surname: its last word, with the particles that have a capital.

    So Marine Le Pen stands under L and Charles de Gaulle under G, Bashar al-Assad under A for
    Assad, Charles III under C. Where the family's name comes first, Xi Jinping, the last word
    counts all the same.
    """
    parts = BRACKETED.sub("", label).split()
    if len(parts) < 2 or REGNAL.fullmatch(parts[-1]):
        return _words(label)
    first = last = len(parts) - 1
    while first > 1 and fold(parts[first - 1]) in PARTICLES:
        first -= 1
    first = next((n for n in range(first, last) if parts[n][0].isupper()), last)
    surname = ARTICLE.sub("", parts[first])
    return " ".join(filter(None, map(_words, [surname, *parts[first + 1 :], *parts[:first]])))


@lru_cache(maxsize=50_000)
def _words(label: str) -> str:
    """A label for comparing: folded words between single spaces."""
    return APART.sub(" ", fold(label)).strip()
