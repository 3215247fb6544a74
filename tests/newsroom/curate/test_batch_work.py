"""A batch at work: twice is once, killed in the midst, errors that stop no other."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import ledger
from archive.models import Article, AuditEvent, Batch, BatchItem, Job
from archive.models.batch import BATCH
from newsroom.curate import batch_work, batches
from newsroom.curate.batches import Begun, Done
from newsroom.curate.desk import Refused
from tests.factories import make_article
from tests.newsroom.curate.batching import run, said, states, undone

pytestmark = pytest.mark.django_db
Hook = Callable[[BatchItem], Done | Begun | None]


class Marks:
    """A kind of batch that marks an article by its version, and a hook into each step."""

    def __init__(self) -> None:
        self.done: Counter[int] = Counter()
        self.hook: Hook = lambda item: None

    def do(self, item: BatchItem, batch: Batch) -> Done | Begun:
        if outcome := self.hook(item):
            return outcome
        self.done[item.article_id] += 1
        Article.objects.filter(pk=item.article_id).update(version=100)
        return Done({"version": 1}, {"version": 100})

    def undo(self, item: BatchItem, batch: Batch) -> str:
        self.hook(item)
        same = Article.objects.filter(pk=item.article_id, version=item.after["version"])
        if not same.update(version=item.before["version"]):
            raise Refused("It was changed since.")
        return ""


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Marks]:
    kinds = dict(batches._kinds)
    made = Marks()
    batches.register("mark", made.do, made.undo)
    yield made
    batches._kinds.clear()
    batches._kinds.update(kinds)


def begin(by: User, count: int = 3) -> tuple[Batch, list[int]]:
    ids = [make_article().pk for _ in range(count)]
    return batches.begin("mark", ids, {}, by), ids


def versions() -> list[int]:
    return list(Article.objects.order_by("pk").values_list("version", flat=True))


def test_every_item_is_done(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)
    run(batch)
    assert states(batch) == dict.fromkeys(ids, "done")
    assert batch.done_at
    assert versions() == [100, 100, 100]


def test_twice_is_once(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)
    run(batch)
    ledger.enqueue(BATCH, str(batch.pk))
    first = run(batch).done_at
    ledger.enqueue(BATCH, str(batch.pk))
    assert run(batch).done_at == first
    assert marks.done == Counter(ids)


def test_item_that_another_did_meanwhile_is_left_to_it(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith, 1)
    (seen,) = batch.items.all()
    run(batch)
    assert batch_work._do(marks.do, seen, batch)
    assert marks.done == Counter(ids)


def test_refused_item_is_left_with_the_reason(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)

    def refuse(item: BatchItem) -> None:
        if item.article_id == ids[1]:
            Article.objects.filter(pk=item.article_id).update(version=50)
            raise Refused("It may not be marked.")

    marks.hook = refuse
    run(batch)
    assert states(batch)[ids[1]] == "skipped"
    assert said(batch) == ["", "It may not be marked.", ""]
    assert versions() == [100, 1, 100]


def test_killed_in_the_midst_loses_and_doubles_nothing(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)

    def die(item: BatchItem) -> None:
        if item.article_id == ids[1] and not marks.done[ids[1]]:
            marks.done[ids[1]] -= 1
            Article.objects.filter(pk=item.article_id).update(version=50)
            raise KeyboardInterrupt

    marks.hook = die
    with pytest.raises(KeyboardInterrupt):
        ledger.run_due(BATCH)
    assert versions() == [100, 1, 1]
    marks.hook = lambda item: None
    run(batch)
    assert set(states(batch).values()) == {"done"}
    assert marks.done == Counter({ids[0]: 1, ids[1]: 0, ids[2]: 1})


def test_unknown_error_keeps_no_other_waiting(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)

    def err(item: BatchItem) -> None:
        if item.article_id == ids[0]:
            raise ZeroDivisionError("none of ours")

    marks.hook = err
    ledger.run_due(BATCH)
    job = Job.objects.get(kind=BATCH)
    assert (job.state, job.failures) == ("queued", 1)
    assert job.error == "ZeroDivisionError: none of ours"
    run(batch)
    assert states(batch) == {ids[0]: "skipped", ids[1]: "done", ids[2]: "done"}
    assert said(batch)[0] == batch_work.BROKE_TWICE


def test_error_that_passes_is_made_up_for(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)

    def err(item: BatchItem) -> None:
        if item.article_id == ids[0] and not marks.done[ids[1]]:
            raise ZeroDivisionError

    marks.hook = err
    run(batch)
    assert set(states(batch).values()) == {"done"}
    assert said(batch) == ["", "", ""]


def test_dead_batch_is_told_and_goes_on_when_retried(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith, 1)
    Job.objects.update(failures=4)

    def err(item: BatchItem) -> None:
        raise ZeroDivisionError

    marks.hook = err
    run(batch)
    dead = batches.broken(batch)
    assert dead
    marks.hook = lambda item: None
    ledger.retry(Job.objects.filter(pk=dead.pk))
    run(batch)
    assert states(batch) == {ids[0]: "done"}
    assert batches.broken(batch) is None


def test_stop_hands_the_batch_back(
    edith: User, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_stop", type(ledger._stop)())
    batch, _ = begin(edith)
    marks.hook = lambda item: ledger.stop()
    ledger.run_due(BATCH)
    assert Counter(states(batch).values()) == Counter(done=1, waiting=2)
    assert Job.objects.get(kind=BATCH).state == "queued"


def test_what_waits_for_a_job_of_its_own_is_asked_again(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith, 1)
    marks.hook = lambda item: None if item.before else Begun({"seen": 1})
    ledger.run_due(BATCH)
    assert states(batch) == {ids[0]: "waiting"}
    job = Job.objects.get(kind=BATCH)
    assert (job.state, job.failures, job.error) == ("queued", 0, batch_work.WAITS)
    run(batch)
    assert states(batch) == {ids[0]: "done"}


def test_no_more_is_begun_than_news_may_wait_behind(
    edith: User, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_work, "MOST_BEGUN", 2)
    batch, _ = begin(edith, 5)
    marks.hook = lambda item: Begun({"seen": 1})
    for _ in range(3):
        ledger.bring_forward(BATCH)
        ledger.run_due(BATCH)
    assert batch.items.exclude(before={}).count() == 2


def test_stopped_batch_ends_what_was_begun(
    edith: User, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_work, "MOST_BEGUN", 1)
    batch, ids = begin(edith, 2)
    marks.hook = lambda item: None if item.before else Begun({"seen": 1})
    ledger.run_due(BATCH)
    batches.stop(batch, edith)
    run(batch)
    assert states(batch) == {ids[0]: "done", ids[1]: "skipped"}


def test_undoing_puts_everything_back(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)
    undone(run(batch))
    assert states(batch) == dict.fromkeys(ids, "undone")
    assert versions() == [1, 1, 1]


def test_undoing_twice_is_once(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)
    undone(run(batch))
    ledger.enqueue(BATCH, f"{batch.pk}:undo")
    run(batch)
    assert states(batch) == dict.fromkeys(ids, "undone")


def test_what_was_changed_since_is_kept(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith)
    run(batch)
    Article.objects.filter(pk=ids[1]).update(version=101)
    undone(batch)
    assert states(batch) == {ids[0]: "undone", ids[1]: "kept", ids[2]: "undone"}
    assert said(batch)[1] == "It was changed since."
    assert versions() == [1, 101, 1]


def test_item_left_alone_is_not_undone(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith, 1)

    def refuse(item: BatchItem) -> None:
        raise Refused("No.")

    marks.hook = refuse
    undone(run(batch))
    assert states(batch) == {ids[0]: "skipped"}


def test_error_in_undoing_keeps_the_article(edith: User, marks: Marks) -> None:
    batch, ids = begin(edith, 1)
    run(batch)

    def err(item: BatchItem) -> None:
        raise ZeroDivisionError

    marks.hook = err
    undone(batch)
    run(batch)
    assert states(batch) == {ids[0]: "kept"}


def test_acts_within_a_batch_bear_its_number(edith: User) -> None:
    make_article()
    batch = run(batches.begin(Batch.Kind.HIDE, Article.objects.all(), {}, edith))
    assert AuditEvent.objects.get(act="hide").details["batch"] == batch.pk


def test_each_item_costs_the_same_few_queries(edith: User, marks: Marks) -> None:
    def count(items: int) -> int:
        begin(edith, items)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ledger.run_due(BATCH)
        return len(queries)

    few, many = count(2), count(12)
    assert (many - few) / 10 <= 10


@pytest.mark.django_db(transaction=True)
def test_many_articles_are_done_and_undone(
    edith: User, marks: Marks, drill_size: Callable[[int, int], int]
) -> None:
    batch, ids = begin(edith, drill_size(30, 500))
    run(batch)
    assert states(batch) == dict.fromkeys(ids, "done")
    undone(batch)
    assert states(batch) == dict.fromkeys(ids, "undone")
    assert set(versions()) == {1}
