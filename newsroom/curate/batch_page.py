"""What the pages of batches show, from a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from archive.discuss.differing import Piece, differences
from archive.models import Batch, BatchItem, Job
from newsroom.curate import batches, bulk, retranslating
from newsroom.curate.retranslating import Comparison, Example

PER_PAGE = 50
State = BatchItem.State
WORDS = {  # of how many articles, as the page of a batch says it
    State.WAITING: "waiting",
    State.DONE: "done",
    State.SKIPPED: "left as they were",
    State.UNDONE: "undone",
    State.KEPT: "changed since, and kept",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items are in a state."""

    state: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A batch in the list, and how many of its articles are in each state."""

    batch: Batch
    called: str
    counts: Mapping[str, int]

    @property
    def articles(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Those that are not done yet."""
        return self.counts[State.WAITING]

    @property
    def left(self) -> int:
        """Those that were left as they were, or kept as they were changed."""
        return self.counts[State.SKIPPED] + self.counts[State.KEPT]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: so many of so many, in each state, and whether a worker is at it."""

    counts: list[Tally]
    total: int
    settled: int
    is_working: bool
    broken: Job | None


@dataclass(frozen=True, slots=True)
class Compared:
    """An example's two wordings in pieces."""

    example: Example
    before: list[Piece]
    after: list[Piece]


def called(batch: Batch) -> str:
    """What the batch is called."""
    return bulk.CALLED.get(batch.kind, batch.kind.capitalize())


def listed(number: str | None) -> Page[Any]:
    """One page of all batches, the newest first, each with how many articles are in each state."""
    found = Batch.objects.select_related("by", "undone_by").order_by("-pk")
    page: Page[Any] = Paginator(found, PER_PAGE).get_page(number)
    items = BatchItem.objects.filter(batch__in=[batch.pk for batch in page]).order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, state, n in items.values_list("batch", "state").annotate(n=Count("pk")):
        counts[pk][state] = n
    page.object_list = [Row(batch, called(batch), counts[batch.pk]) for batch in page]
    return page


def progress(batch: Batch) -> Progress:
    """How far it is, from three queries."""
    found = batches.progress(batch)
    is_working = batches.is_running(batch)
    counts = [Tally(state, WORDS[State(state)], n) for state, n in found.items() if n]
    total = sum(found.values())
    open_state = State.DONE if batch.undone_at and is_working else State.WAITING
    return Progress(counts, total, total - found[open_state], is_working, batches.broken(batch))


def items(batch: Batch, state: str, number: str | None) -> Page[Any]:
    """One page of its items, those of one state or all, with their articles' headlines."""
    found = batch.items.select_related("article__edition", "article__capture").order_by("pk")
    found = found.defer("article__capture__raw", "article__edition__manifest", "before", "after")
    if state in State.values:
        found = found.filter(state=state)
    return Paginator(found, PER_PAGE).get_page(number)


def compared(batch: Batch) -> tuple[Comparison, list[Compared]] | None:
    """What translating again came to, and examples side by side; None for other batches."""
    if batch.kind != Batch.Kind.RETRANSLATE:
        return None
    told = retranslating.comparison(batch)
    pairs = [
        Compared(each, *differences(each.before.text, each.after.text)) for each in told.examples
    ]
    return told, pairs
