"""What a worker does with a batch: it goes through the items, or takes them back.

Each item has a transaction of its own that holds it in the state in which it was seen, and whose
last statement names that state: so an item is done once, however often its job runs, and a worker
that dies leaves each either done or waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive import audit, ledger
from archive.models import Batch, BatchItem
from newsroom.curate.batches import UNDO, Begun, Do, Undo, kind_of
from newsroom.curate.desk import Refused

IN_MEMORY = 200  # items
LONGEST_WORD = 300  # characters of what is said of an item
PAUSE = 5.0  # seconds until items that wait for jobs of their own are looked at again
MOST_BEGUN = 64  # items that wait for such jobs: news that comes meanwhile waits behind no more
WAITS = "Its articles are being translated."
BROKE = "An error stopped it, of which the list of jobs tells; it is tried again after the others."
BROKE_TWICE = "An error stopped it twice, of which the list of jobs tells."
State = BatchItem.State


def work(claims: Sequence[ledger.Claim]) -> None:
    """Do or undo each claimed batch, item by item; one that waits for other work is put off."""
    for claim in claims:
        number, undoing, _ = claim.key.partition(UNDO)
        batch = Batch.objects.select_related("by", "undone_by").get(pk=int(number))
        kind = kind_of(batch)
        if undoing:
            _go_through(batch, State.DONE, partial(_undo, kind.undo))
            ledger.finish(claim, _nothing)
        elif _go_through(batch, State.WAITING, partial(_do, kind.do)):
            ledger.finish(claim, partial(_end, batch.pk))
        else:
            ledger.postpone(claim, WAITS, seconds=PAUSE, effects=_nothing)


def _nothing() -> None:
    """What the job's end writes where each item has written its own."""


def _end(batch_id: int) -> None:
    Batch.objects.filter(pk=batch_id, done_at=None).update(done_at=timezone.now())


def _go_through(batch: Batch, state: State, step: Callable[[BatchItem, Batch], bool]) -> bool:
    """Take each item of the state its step; whether all are through.

    Those that an error broke off before come last, so that they keep no other waiting.
    """
    held = batch.items.filter(state=state)
    begun = 0
    for item in chain(_paged(held.exclude(said=BROKE)), _paged(held.filter(said=BROKE))):
        ledger.check_stop()
        with _noted(item):
            begun += not step(item, batch)
        if begun == MOST_BEGUN:
            break
    return not held.exists()


def _paged(items: QuerySet[BatchItem]) -> Iterator[BatchItem]:
    """The items in order, some at a time, so that memory does not grow with the batch."""
    last = 0
    while some := list(items.filter(pk__gt=last).order_by("pk")[:IN_MEMORY]):
        yield from some
        last = some[-1].pk


@contextmanager
def _noted(item: BatchItem) -> Iterator[None]:
    """Write on the item that an error broke it off; the second time it is left for good.

    The error itself goes on to the ledger, which writes it to the job.
    """
    is_whole = False
    try:
        yield
        is_whole = True
    finally:
        if not is_whole:
            same = BatchItem.objects.filter(pk=item.pk, state=item.state)
            left = State.SKIPPED if item.state == State.WAITING else State.KEPT
            if not same.exclude(said=BROKE).update(said=BROKE):
                same.update(state=left, said=BROKE_TWICE)


@transaction.atomic
def _do(do: Do, seen: BatchItem, batch: Batch) -> bool:
    """Do the item, if it still waits; false where it waits for a job of its own."""
    item = _hold(seen)
    if item is None:
        return True
    try:
        with transaction.atomic(), audit.within(batch=batch.pk):
            outcome = do(item, batch)
    except Refused as refused:
        _write(item, state=State.SKIPPED, said=str(refused))
        return True
    if isinstance(outcome, Begun):
        _write(item, before=outcome.before, said="")
        return False
    _write(item, state=State.DONE, before=outcome.before, after=outcome.after, said=outcome.said)
    return True


@transaction.atomic
def _undo(undo: Undo, seen: BatchItem, batch: Batch) -> bool:
    """Take the item back, if nobody has."""
    item = _hold(seen)
    if item is None:
        return True
    try:
        with transaction.atomic(), audit.within(batch=batch.pk):
            said = undo(item, batch)
    except Refused as refused:
        _write(item, state=State.KEPT, said=str(refused))
    else:
        _write(item, state=State.UNDONE, said=said or "")
    return True


def _hold(seen: BatchItem) -> BatchItem | None:
    """The item locked, if it is still in the state in which it was seen."""
    same = BatchItem.objects.filter(pk=seen.pk, state=seen.state)
    return same.select_for_update().first()


def _write(item: BatchItem, *, said: str, **facts: object) -> None:
    """Change the item in one statement that names the state it was held in."""
    same = BatchItem.objects.filter(pk=item.pk, state=item.state)
    same.update(said=said[:LONGEST_WORD], **facts)
