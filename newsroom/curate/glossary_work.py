"""What a worker does for a change of the glossary, and to take it back.

It looks the archive through, notes of each article that is touched how it stands, flags what
persons wrote, and has the rest translated; then it waits until that is done. Taking back puts each
sentence's former wording into its place again: it sets aside what machines made since.

Everything may run twice and end halfway: what an item says was done is not done again.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from archive import editions, ledger
from archive.models import Article, Batch, BatchItem, Edition, Job
from archive.search import outbox
from newsroom import line
from newsroom.curate import glossary_wordings as wordings
from newsroom.curate.glossary import UNDO
from newsroom.curate.glossary_touched import Comparison, Step, Touched
from newsroom.curate.terms import Change, Facts

log = logging.getLogger(__name__)

PAUSE = 2.0  # seconds between two looks at what is still being translated
AT_ONCE = 200  # items
OPEN = (Job.State.QUEUED, Job.State.RUNNING)
NOTE = "A change of the glossary was taken back."
FAILED = "It could not be translated again: see its job."
State = BatchItem.State


def work(claims: Sequence[ledger.Claim]) -> None:
    """Carry each claimed batch on, or take it back."""
    for claim in claims:
        number = claim.key.removesuffix(UNDO)
        batch = Batch.objects.filter(pk=int(number)).first()
        if batch is None:
            ledger.finish(claim, _nothing)
        elif claim.key.endswith(UNDO):
            _take_back(batch)
            ledger.finish(claim, _nothing)
        else:
            _carry_on(batch, claim)


def _nothing() -> None:
    """What a job writes that has done its work already."""


def changes_of(batch: Batch) -> list[Change]:
    """The changes of the batch."""
    return [
        Change(
            Facts.read(change.before) if change.before else None,
            Facts.read(change.after) if change.after else None,
            change.term_id_then,
        )
        for change in batch.term_changes.all()
    ]


def _carry_on(batch: Batch, claim: ledger.Claim) -> None:
    if not batch.asked.get("found"):
        _find(batch)
    if _is_undone(batch):
        ledger.finish(claim, _nothing)
    elif waiting := _settle(batch):
        ledger.postpone(
            claim, f"{waiting} articles are being translated.", seconds=PAUSE, effects=_nothing
        )
    else:
        done = Batch.objects.filter(pk=batch.pk)
        ledger.finish(claim, lambda: done.update(done_at=timezone.now()))


def _is_undone(batch: Batch) -> bool:
    return Batch.objects.filter(pk=batch.pk, undone_at__isnull=False).exists()


def _find(batch: Batch) -> None:
    """Note every article that is touched and queue it, step by step."""
    comparison = Comparison.of(changes_of(batch))
    count = 0
    for step in comparison.steps():
        ledger.check_stop()
        if not _queue(batch, step):
            return
        count += len({each.segment.article_id for each in step.touched})
    batch.asked["found"] = True
    Batch.objects.filter(pk=batch.pk).update(asked=batch.asked)
    log.info("batch %d: %d articles are touched", batch.pk, count)


@transaction.atomic
def _queue(batch: Batch, step: Step) -> bool:
    """Make the step's items and queue their articles; False where the batch was undone meanwhile.

    The batch's row is held: whoever takes it back waits, and then finds the items.
    """
    if not Batch.objects.select_for_update().filter(pk=batch.pk, undone_at=None).exists():
        return False
    by_article = _by_article(step.touched)
    known = set(batch.items.filter(article__in=by_article).values_list("article", flat=True))
    fresh = {pk: touched for pk, touched in by_article.items() if pk not in known}
    _lock(fresh)
    shown = _shown(fresh)
    items = [
        BatchItem(
            batch=batch,
            article_id=pk,
            before={"edition": shown.get(pk), **wordings.standing_before(touched)},
        )
        for pk, touched in fresh.items()
    ]
    for touched in fresh.values():
        wordings.flag(touched)
        wordings.revive(touched)
    BatchItem.objects.bulk_create(items)
    due = wordings.with_machines(each for touched in fresh.values() for each in touched)
    ledger.enqueue_all(line.TRANSLATE, map(str, due))
    return True


def _lock(article_ids: Iterable[int]) -> None:
    locked = Article.objects.select_for_update().filter(pk__in=list(article_ids)).order_by("pk")
    list(locked.values_list("pk", flat=True))


def _by_article(touched: Iterable[Touched]) -> dict[int, list[Touched]]:
    found: dict[int, list[Touched]] = {}
    for each in touched:
        found.setdefault(each.segment.article_id, []).append(each)
    return found


def _shown(article_ids: Iterable[int]) -> dict[int, int | None]:
    """The number of the Edition that each article shows."""
    articles = Article.objects.filter(pk__in=list(article_ids))
    return dict(articles.values_list("pk", "edition__n"))


def _settle(batch: Batch) -> int:
    """Mark the items whose article is translated; how many are not."""
    waiting = batch.items.filter(state=State.WAITING).order_by("pk")
    left, last = 0, 0
    while items := list(waiting.filter(pk__gt=last)[:AT_ONCE]):
        last = items[-1].pk
        states = _translating(items)
        over = [item for item in items if states.get(str(item.article_id)) not in OPEN]
        shown = _shown(item.article_id for item in over)
        now = wordings.standing(pk for item in over for pk in wordings.touched_in(item))
        for item in over:
            mine = {str(pk): now.get(pk) for pk in wordings.touched_in(item)}
            item.after = {"edition": shown.get(item.article_id), "standing": mine}
            failed = states.get(str(item.article_id)) == Job.State.DEAD
            item.state, item.said = (State.SKIPPED, FAILED) if failed else (State.DONE, "")
        BatchItem.objects.bulk_update(over, ["after", "state", "said"])
        left += len(items) - len(over)
        ledger.check_stop()
    return left


def _translating(items: Sequence[BatchItem]) -> dict[str, str]:
    """The state of each article's translate job, an open one before a dead one."""
    keys = [str(item.article_id) for item in items]
    jobs = Job.objects.filter(kind=line.TRANSLATE, key__in=keys).exclude(state=Job.State.DONE)
    states = dict(jobs.filter(state=Job.State.DEAD).values_list("key", "state"))
    return states | dict(jobs.filter(state__in=OPEN).values_list("key", "state"))


def _take_back(batch: Batch) -> None:
    """Put the former wordings into their places, each article in a transaction of its own."""
    backwards = [Change(each.after, each.before, each.term_id) for each in changes_of(batch)]
    comparison = Comparison.of(backwards)
    todo = batch.items.exclude(state__in=[State.UNDONE, State.KEPT]).order_by("pk")
    while items := list(todo[:AT_ONCE]):
        for item in items:
            ledger.check_stop()
            _take_back_one(item, batch, comparison)
    if batch.done_at is None:
        Batch.objects.filter(pk=batch.pk).update(done_at=timezone.now())


@transaction.atomic
def _take_back_one(item: BatchItem, batch: Batch, comparison: Comparison) -> None:
    article = Article.objects.select_for_update(of=("self",)).get(pk=item.article_id)
    touched = {each.segment.pk: each for each in comparison.of_article(article.pk)}
    back = wordings.put_back(item, touched)
    wordings.flag(touched.values())
    item.after = {**item.after, "set_aside": back.set_aside}
    item.state = State.KEPT if back.kept else State.UNDONE
    item.said = back.said[:300]
    item.save(update_fields=["after", "state", "said"])
    jobs = Job.objects.filter(kind=line.TRANSLATE, key=str(article.pk))
    if back.is_stale or jobs.filter(state=Job.State.RUNNING).exists():
        ledger.enqueue(line.TRANSLATE, str(article.pk))
    if _shows(article.edition, back.set_aside):
        with contextlib.suppress(editions.Incomplete):
            editions.publish(article.pk, by=batch.undone_by, note=NOTE)
    outbox.touch(article.pk)


def _shows(edition: Edition | None, wording_ids: Iterable[int]) -> bool:
    """Whether readers see one of the wordings."""
    return edition is not None and not {row[3] for row in edition.manifest}.isdisjoint(wording_ids)
