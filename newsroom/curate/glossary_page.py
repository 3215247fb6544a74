"""What the pages of the glossary show, each fetched in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from archive.discuss.differing import Piece, differences
from archive.models import Article, Batch, BatchItem, Job, Segment, Translation
from archive.names import fold
from newsroom.curate.glossary import GLOSSARY, UNDO
from newsroom.curate.glossary_wordings import standing, touched_in
from newsroom.curate.names import titled
from newsroom.models import Term, TermChange

PER_PAGE = 50
PAST = 10  # changes on the glossary's page
ITEMS = 20  # articles on one page of a change
MOST_TERMS = 50  # of a change, that its page lists


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor asked to see of the glossary."""

    q: str = ""
    part: str = ""

    @classmethod
    def of(cls, asked: Any) -> Wanted:
        """What the address asks for."""
        part = asked.get("part", "")
        words = " ".join(asked.get("q", "").replace("\x00", "").split())[:200]
        return cls(words, part if part in Term.Part.values else "")


def terms(wanted: Wanted, number: str | None) -> Page[Term]:
    """The terms asked for, by their French."""
    found = Term.objects.select_related("by")
    if wanted.part:
        found = found.filter(part=wanted.part)
    if wanted.q:
        in_french = Q(folded__contains=fold(wanted.q))
        found = found.filter(in_french | Q(english__icontains=wanted.q))
    return Paginator(found, PER_PAGE).get_page(number)


@dataclass(frozen=True, slots=True)
class Deed:
    """A change of the glossary, in words."""

    batch: Batch

    @property
    def words(self) -> str:
        """What was done, to which terms."""
        asked = self.batch.asked
        counts = {kind: asked[kind] for kind in ("added", "changed", "removed") if kind in asked}
        names = [f"“{name}”" for name in asked.get("terms", [])]
        more = sum(counts.values()) - len(names)
        named = ", ".join(names) + (f" and {more:,} more" if more > 0 else "")
        if len(counts) == 1:
            return f"{next(iter(counts)).capitalize()} {named}"
        told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
        return f"{told}: {named}"

    @property
    def can_be_undone(self) -> bool:
        """Whether there is still time."""
        until = self.batch.undo_until
        return self.batch.undone_at is None and until is not None and timezone.now() <= until


def past() -> list[Deed]:
    """The last changes, the newest first."""
    return [Deed(batch) for batch in _batches()[:PAST]]


def _batches() -> QuerySet[Batch]:
    found = Batch.objects.filter(kind=Batch.Kind.GLOSSARY)
    return found.select_related("by", "undone_by").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change is: how many of its articles are in which state."""

    found: bool
    working: bool
    total: int
    waiting: int
    skipped: int
    undone: int
    kept: int

    @property
    def done(self) -> int:
        """The articles that need no more."""
        return self.total - self.waiting


def progress(batch: Batch) -> Progress:
    """How far it is; two queries."""
    states = dict(batch.items.order_by().values_list("state").annotate(n=Count("pk")))
    keys = [str(batch.pk), f"{batch.pk}{UNDO}"]
    jobs = Job.objects.filter(kind=GLOSSARY, key__in=keys, state__in=["queued", "running"])
    names = ("waiting", "skipped", "undone", "kept")
    counts = {name: states.get(name, 0) for name in names}
    found = bool(batch.asked.get("found")) or batch.undone_at is not None
    return Progress(found, jobs.exists(), sum(states.values()), **counts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a change: its French, and its English before and after in pieces."""

    uid: int
    french: str
    before: Sequence[Piece]
    after: Sequence[Piece]
    by_person: bool = False

    @property
    def is_the_same(self) -> bool:
        """Whether its English did not change."""
        return not any(piece.changed for piece in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class Row:
    """An article of a change, with its sentences."""

    item: BatchItem
    article: Article | None
    sentences: list[Sentence] = field(default_factory=list)


def changed_terms(batch: Batch) -> tuple[list[TermChange], int]:
    """The first terms of the change, and how many more there are."""
    first = list(batch.term_changes.all()[: MOST_TERMS + 1])
    more = batch.term_changes.count() - MOST_TERMS if len(first) > MOST_TERMS else 0
    return first[:MOST_TERMS], more


def articles(batch: Batch, number: str | None) -> Page[Any]:
    """The articles of the change, each with its sentences before and after."""
    page: Page[Any] = Paginator(batch.items.order_by("article"), ITEMS).get_page(number)
    items = list(page.object_list)
    segments = Segment.objects.in_bulk([pk for item in items for pk in touched_in(item)])
    now = standing(segments)
    ids = {pk for item in items for each in _told(item) for pk in each if pk} | set(now.values())
    wordings = Translation.objects.in_bulk(ids)
    found = titled(item.article_id for item in items)
    page.object_list = [
        Row(item, found.get(item.article_id), list(_sentences(item, segments, now, wordings)))
        for item in items
    ]
    return page


def _told(item: BatchItem) -> Iterator[tuple[int | None, int | None]]:
    """The wordings of its sentences, before and after."""
    after = item.after.get("standing", {})
    for pk, before in item.before.get("standing", {}).items():
        yield before, after.get(pk)


def _sentences(
    item: BatchItem,
    segments: dict[int, Segment],
    now: dict[int, int],
    wordings: dict[int, Translation],
) -> Iterator[Sentence]:
    """After it was undone, what stands now is what came of it."""
    after = item.after.get("standing", {})
    is_back = item.state in {BatchItem.State.UNDONE, BatchItem.State.KEPT}
    for pk in sorted(touched_in(item)):
        segment = segments.get(pk)
        if segment is None:
            continue
        old = wordings.get(item.before["standing"][str(pk)] or 0)
        new = wordings.get((now.get(pk) if is_back else after.get(str(pk))) or 0)
        pieces = differences(old.text if old else "", new.text) if new else _alone(old)
        by_person = new is not None and new.state in {"edited", "approved"}
        yield Sentence(segment.uid, segment.text, *pieces, by_person=by_person)


def _alone(old: Translation | None) -> tuple[list[Piece], list[Piece]]:
    return [Piece(old.text, changed=False)] if old else [], []
