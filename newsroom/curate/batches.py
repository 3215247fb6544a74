"""Batches: one act on many articles, done by a worker item by item, and undone as one.

A kind of batch is two functions, registered here: `do` an item and `undo` it. Here a batch is
begun, stopped and undone; `batch_work.py` is what the worker does with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from archive import audit, ledger
from archive.models import Article, Batch, BatchItem, Job
from archive.models.batch import BATCH
from newsroom.curate.desk import Refused

UNDO = ":undo"
UNDO_DAYS = 7
AT_ONCE = 1000  # items in one statement
State = BatchItem.State


class Moved(Refused):
    """Other articles meet the filter than the editor was shown: `count` do now."""

    def __init__(self, count: int) -> None:
        super().__init__(f"By now it is {counted(count)}: look at them, then decide.")
        self.count = count


@dataclass(frozen=True, slots=True)
class Done:
    """What an item was before and is now, as its undoing must know it; a word on it, if any."""

    before: dict[str, Any]
    after: dict[str, Any]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The item waits for a job that was queued with it: it is asked again, holding `before`."""

    before: dict[str, Any] = field(default_factory=lambda: {"begun": True})


Do = Callable[[BatchItem, Batch], Done | Begun]
Undo = Callable[[BatchItem, Batch], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How an item of a kind is done, and how it is undone; both raise Refused with the reason."""

    do: Do
    undo: Undo


_kinds: dict[str, Kind] = {}


def register(kind: str, do: Do, undo: Undo) -> None:
    """Say what is done to an item of this kind of batch, and how that is taken back.

    Each is called in a transaction of its own and raises Refused where it leaves the article as it
    is. `undo` does so where the article is no longer as `item.after` says; it may return a word on
    what it left.
    """
    _kinds[kind] = Kind(do, undo)


def kind_of(batch: Batch) -> Kind:
    """How the batch is done and undone. Raises Refused where nobody said so."""
    if batch.kind not in _kinds:
        raise Refused(f"Nobody does batches of the kind “{batch.kind}” here.")
    return _kinds[batch.kind]


def undoer(batch: Batch) -> User:
    """Who undoes the batch."""
    if batch.undone_by is None:
        raise Refused("Nobody asked for it to be undone.")
    return batch.undone_by


def counted(count: int) -> str:
    """So many articles, in words."""
    return f"{count:,} article{'' if count == 1 else 's'}"


@transaction.atomic
def begin(
    kind: str,
    articles: QuerySet[Article] | Collection[int],
    asked: dict[str, Any],
    by: User,
    undo_days: int | None = UNDO_DAYS,
    *,
    expected: int | None = None,
    facts: Mapping[int, dict[str, Any]] | None = None,
    once: str = "",
) -> Batch:
    """Make a batch of the articles, or of those with these keys, and queue it.

    `expected` is how many the editor was told of; raises Moved where it is another number. `facts`
    is what is to be done to each article, which its item holds in `after` until it is done. The
    same form sent twice, known by `once`, is one batch.
    """
    User.objects.select_for_update().get(pk=by.pk)  # so that two of one form come one by one
    if once and (same := Batch.objects.filter(by=by, asked__form=once).first()):
        return same
    pks = _numbers(articles)
    if expected is not None and len(pks) != expected:
        raise Moved(len(pks))
    if not pks:
        raise Refused("There is no such article: nothing was done.")
    now = timezone.now()
    until = None if undo_days is None else now + timedelta(days=undo_days)
    told = {**asked, "form": once} if once else asked
    batch = Batch.objects.create(kind=kind, asked=told, by=by, at=now, undo_until=until)
    facts = facts or {}
    for some in _chunks(pks):
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, article_id=pk, after=facts.get(pk, {})) for pk in some
        )
    audit.record("begin batch", _target(batch), actor=by, kind=kind, articles=len(pks))
    ledger.enqueue(BATCH, str(batch.pk))
    return batch


def _numbers(articles: QuerySet[Article] | Collection[int]) -> list[int]:
    """The articles' keys, in order; one query at most."""
    if isinstance(articles, QuerySet):
        return list(articles.order_by("pk").values_list("pk", flat=True))
    return sorted(articles)


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), AT_ONCE):
        yield pks[start : start + AT_ONCE]


def _target(batch: Batch) -> str:
    return f"batch:{batch.pk}"


def progress(batch: Batch) -> dict[str, int]:
    """How many items are in each state, in the order of the states; one query."""
    found = Counter(dict(batch.items.order_by().values_list("state").annotate(n=Count("pk"))))
    return {state: found[state] for state in State.values}


@transaction.atomic
def stop(batch: Batch, by: User) -> int:
    """Leave what was not begun as it is; return how many items that were."""
    words = f"It was stopped before that, by {by.get_username()}."
    left = batch.items.filter(state=State.WAITING, before={}).update(
        state=State.SKIPPED, said=words
    )
    if left:
        audit.record("stop batch", _target(batch), actor=by, articles=left)
    return left


@transaction.atomic
def undo(batch: Batch, by: User) -> None:
    """Queue the undoing of the batch. Raises Refused where it is too late, too early, or was."""
    held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if reason := why_not_undone(held):
        raise Refused(reason)
    held.undone_by, held.undone_at = by, timezone.now()
    held.save(update_fields=["undone_by", "undone_at"])
    audit.record("undo batch", _target(held), actor=by, kind=held.kind)
    ledger.enqueue(BATCH, f"{held.pk}{UNDO}")


def why_not_undone(batch: Batch) -> str:
    """Why the batch cannot be undone, in a sentence; empty where it can."""
    if batch.undone_at:
        return "Its undoing was asked for already."
    if batch.done_at is None:
        return "It is not done yet: stop it first, or wait."
    if batch.undo_until is None:
        return "A batch of this kind is not undone."
    if batch.undo_until < timezone.now():
        return "It can no longer be undone: its time for that has passed."
    return ""


def broken(batch: Batch) -> Job | None:
    """The job that died doing or undoing the batch, if one did."""
    keys = [str(batch.pk), f"{batch.pk}{UNDO}"]
    return Job.objects.filter(kind=BATCH, key__in=keys, state=Job.State.DEAD).first()


def is_running(batch: Batch) -> bool:
    """Whether a job does or undoes the batch, or is about to."""
    keys = [str(batch.pk), f"{batch.pk}{UNDO}"]
    return Job.objects.filter(
        kind=BATCH, key__in=keys, state__in=[Job.State.QUEUED, Job.State.RUNNING]
    ).exists()
