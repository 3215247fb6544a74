"""The translation memory to other programs and from them, as sentence pairs.

The memory is a query over wordings that people accepted, not a table: so what comes from elsewhere
is given to living sentences of the same French that only a machine worded, as an editor's wording.
That is a batch, which can be taken back. A pair whose French no such sentence has is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive import wordings
from archive.models import Article, Batch, BatchItem, Segment, Source, Translation
from newsroom.curate import batches, desk, retranslating
from newsroom.curate.batches import Done, counted
from newsroom.curate.desk import Correction, Refused
from newsroom.translate import tmx
from newsroom.translate.memory import ACCEPTED
from newsroom.translate.tmx import Unit

MEMORY = "memory"  # the kind of batch
AT_ONCE = 400  # pairs looked for in one statement
SHOWN = 20  # of the pairs that would be taken over
NOTE = "Sentences taken over from a translation memory."
BACK = "Sentences of a translation memory were taken back."
Gift = tuple[int, int, str]  # a sentence's key, that of the wording that stands, the English


@dataclass(frozen=True, slots=True)
class Place:
    """A pair and a sentence that it would word: the machine's wording that stands there."""

    wording: Translation
    english: str


@dataclass(slots=True)
class Plan:
    """What taking over a file would do: how many pairs it has, and what becomes of them."""

    pairs: int = 0
    known: int = 0  # whose French has the same English, or a person's, wherever it stands
    unmatched: int = 0  # whose French no sentence has
    twice: int = 0  # whose French the file has before
    sentences: int = 0
    gifts: dict[int, list[Gift]] = field(default_factory=dict)  # by article
    first: list[Place] = field(default_factory=list)

    @property
    def used(self) -> int:
        """How many pairs would word a sentence."""
        return self.pairs - self.known - self.unmatched - self.twice

    @property
    def said(self) -> str:
        """It all in one sentence."""
        sentences = f"{self.sentences:,} sentence{'' if self.sentences == 1 else 's'}"
        parts = [
            f"{self.used:,} of {self.pairs:,} pairs word {sentences} in {counted(len(self.gifts))}"
        ]
        parts += [f"{self.known:,} say what stands already or what a person worded"] * bool(
            self.known
        )
        parts += [f"{self.unmatched:,} match no sentence and are not kept"] * bool(self.unmatched)
        parts += [f"{self.twice:,} repeat the French of an earlier one"] * bool(self.twice)
        return "; ".join(parts) + "."


def units(source: Source | None = None) -> Iterator[Unit]:
    """The accepted wordings, the newest of each French sentence, the oldest sentence first.

    With a source only those that stand in its articles.
    """
    accepted = Translation.objects.filter(state__in=ACCEPTED)
    if source:
        accepted = accepted.filter(segment__article__source=source)
    newer = accepted.filter(segment__sha256=OuterRef("segment__sha256"), pk__gt=OuterRef("pk"))
    rows = accepted.filter(~Exists(newer)).select_related("segment").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        facts = {
            "origin": str(row.origin),
            "state": str(row.state),
            "article": str(row.segment.article_id),
            "sentence": str(row.segment.uid),
        }
        yield Unit(row.segment.text, row.text, row.created_at, str(row.origin), facts)


def exported(source: Source | None = None) -> Iterator[str]:
    """The memory as a TMX file, piece by piece: a head, a piece for each unit, and a foot."""
    return tmx.written(units(source), at=timezone.now())


def read(file: IO[bytes]) -> Plan:
    """What taking over a TMX file would do. Raises Refused where it is none."""
    try:
        return plan(tmx.read(file))
    except tmx.NotTmx as error:
        raise Refused(str(error)) from error


def plan(found: Iterable[Unit]) -> Plan:
    """What becomes of the pairs, from a few queries for every few hundred of them."""
    made = Plan()
    seen: set[bytes] = set()
    pairs = iter(found)
    while some := list(islice(pairs, AT_ONCE)):
        wanted: dict[str, str] = {}
        for unit in some:
            made.pairs += 1
            digest = hashlib.sha256(unit.french.encode())
            if digest.digest() in seen:
                made.twice += 1
                continue
            seen.add(digest.digest())
            wanted[digest.hexdigest()] = " ".join(unit.english.split())
        _place(made, wanted)
    return made


def _place(made: Plan, wanted: dict[str, str]) -> None:
    """Find the sentences of these digests that a machine worded otherwise."""
    living = Segment.objects.filter(sha256__in=list(wanted), alive=True)
    known = set(living.order_by().values_list("sha256", flat=True).distinct())
    standing = wordings.by_machine().filter(segment__sha256__in=list(wanted))
    used = set()
    for row in standing.select_related("segment").order_by("segment__article", "segment"):
        digest, english = row.segment.sha256, wanted[row.segment.sha256]
        if row.text == english:
            continue
        used.add(digest)
        made.sentences += 1
        gifts = made.gifts.setdefault(row.segment.article_id, [])
        gifts.append((row.segment_id, row.pk, english))
        if len(made.first) < SHOWN:
            made.first.append(Place(row, english))
    made.unmatched += len(wanted) - len(known)
    made.known += len(known) - len(used)


def begin(planned: Plan, by: User, *, once: str = "") -> Batch:
    """Have a worker give the sentences their English, as a batch. Raises Refused for none."""
    facts = {pk: {"gifts": gifts} for pk, gifts in planned.gifts.items()}
    asked = {"pairs": planned.pairs, "sentences": planned.sentences, "said": planned.said}
    return batches.begin(MEMORY, facts.keys(), asked, by, facts=facts, once=once)


def do(item: BatchItem, batch: Batch) -> Done:
    """Give the article's sentences their English, where the machine's wording still stands."""
    gifts = [tuple(gift) for gift in item.after["gifts"]]
    article = Article.objects.select_for_update().get(pk=item.article_id)
    standing = wordings.standing_of(article, [pk for pk, _, _ in gifts])
    still = [
        Correction(pk, english, base) for pk, base, english in gifts if standing.get(pk) == base
    ]
    if not still:
        raise Refused("Its sentences were worded anew meanwhile, or are gone.")
    made = desk.correct(article.pk, still, by=batch.by, note=NOTE)
    new = {wording.segment_id: wording.pk for wording in made}
    before = {str(each.segment_id): each.base for each in still if each.segment_id in new}
    after = {key: new[int(key)] for key in before}
    left = len(gifts) - len(made)
    said = f"{left} of {len(gifts)} sentences were worded anew meanwhile." if left else ""
    return Done({"wordings": before}, {"wordings": after}, said)


def undo(item: BatchItem, batch: Batch) -> str:
    """Let the machine's wordings stand again, where nobody worded the sentence since."""
    return retranslating.put_back(item, batch, BACK, Translation.State.EDITED)
