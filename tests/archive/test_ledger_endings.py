"""The ledger: work put off, work given up, and work that a process does alone."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from archive import ledger
from archive.ledger import Claim
from archive.models import Job, Pulse

pytestmark = pytest.mark.django_db

Settle = Callable[[Claim, Callable[[], object]], bool]


def put_off(claim: Claim, effects: Callable[[], object]) -> bool:
    return ledger.postpone(claim, "the shop is shut", seconds=600, effects=effects)


def give_up(claim: Claim, effects: Callable[[], object]) -> bool:
    return ledger.give_up(claim, "the shop has burnt down", effects=effects)


either = pytest.mark.parametrize("settle", [put_off, give_up, ledger.finish])


def claimed(key: str = "a") -> Claim:
    ledger.enqueue("print", key)
    (claim,) = ledger.claim("print", at_most=1)
    return claim


def mark() -> None:
    """An effect that can be seen."""
    Pulse.objects.create(name="effect", at=timezone.now())


def nothing() -> None:
    """No effect."""


def is_marked() -> bool:
    return Pulse.objects.filter(name="effect").exists()


def in_seconds(job: Job) -> float:
    return (job.run_after - timezone.now()).total_seconds()


def test_postponed_job_waits_with_its_reason() -> None:
    assert put_off(claimed(), mark)
    job = Job.objects.get()
    assert (job.state, job.error, job.token) == ("queued", "the shop is shut", None)
    assert in_seconds(job) == pytest.approx(600, abs=5)
    assert ledger.claim("print", at_most=9) == []
    assert is_marked()


def test_postponing_counts_as_no_failure_and_forgives_none() -> None:
    claim = claimed()
    Job.objects.update(failures=3, lapses=2)
    put_off(claim, nothing)
    job = Job.objects.get()
    assert (job.failures, job.lapses) == (3, 2)


def test_postponed_job_is_claimed_when_its_time_has_come() -> None:
    put_off(claimed(), nothing)
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    assert ledger.claim("print", at_most=9)


def test_postponed_job_gives_way_to_its_successor() -> None:
    claim = claimed()
    ledger.enqueue("print", "a")
    assert put_off(claim, mark)
    job = Job.objects.get()
    assert (job.state, job.error) == ("queued", "the shop is shut")
    assert in_seconds(job) == pytest.approx(600, abs=5)
    assert is_marked()


def test_effect_that_queues_the_successor_is_kept_too() -> None:
    assert put_off(claimed(), lambda: ledger.enqueue("print", "a"))
    assert Job.objects.get().state == "queued"


def test_given_up_job_is_dead_with_its_reason() -> None:
    assert give_up(claimed(), mark)
    job = Job.objects.get()
    assert (job.state, job.error, job.failures) == ("dead", "the shop has burnt down", 1)
    assert job.finished_at
    assert is_marked()


def test_given_up_job_leaves_its_successor_to_run() -> None:
    claim = claimed()
    ledger.enqueue("print", "a")
    give_up(claim, nothing)
    assert set(Job.objects.values_list("state", flat=True)) == {"dead", "queued"}
    assert ledger.claim("print", at_most=9)


def test_given_up_twice_is_dead_once() -> None:
    for _ in range(2):
        give_up(claimed(), nothing)
    give_up(claimed("b"), nothing)
    assert sorted(Job.objects.values_list("key", "state")) == [("a", "dead"), ("b", "dead")]


def test_given_up_job_can_be_tried_anew() -> None:
    give_up(claimed(), nothing)
    assert ledger.retry(Job.objects.all()) == 1
    assert Job.objects.get().state == "queued"


def test_work_done_at_last_buries_what_was_given_up() -> None:
    give_up(claimed(), nothing)
    ledger.finish(claimed(), nothing)
    assert Job.objects.get().state == "done"


@either
def test_lost_lease_writes_nothing(settle: Settle) -> None:
    claim = claimed()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    (other,) = ledger.claim("print", at_most=1)
    before = Job.objects.values().get()
    assert not settle(claim, mark)
    assert Job.objects.values().get() == before
    assert not is_marked()
    assert other.row().exists()


@either
def test_claim_is_settled_once(settle: Settle) -> None:
    claim = claimed()
    settle(claim, nothing)
    before = Job.objects.values().get()
    for again in (put_off, give_up, ledger.finish):
        assert not again(claim, mark)
    assert Job.objects.values().get() == before
    assert not is_marked()


@either
def test_effects_that_fail_roll_back_and_leave_the_job(settle: Settle) -> None:
    claim = claimed()
    before = Job.objects.values().get()

    def fail() -> None:
        mark()
        raise KeyError("ink")

    with pytest.raises(KeyError):
        settle(claim, fail)
    assert Job.objects.values().get() == before
    assert not is_marked()


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What does jobs of kind `print`; forgotten after the test."""
    monkeypatch.setattr(ledger, "_works", {})
    monkeypatch.setattr(ledger, "_alone", {})
    return lambda work, **alone: ledger.register("print", work, **alone)


class Press:
    """Work that stays at it until it is let go, and knows how many were at it together."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.batches: list[list[str]] = []

    def work(self, claims: Sequence[Claim]) -> None:
        self.batches.append([claim.key for claim in claims])
        self.begun.release()
        assert self.let_go.wait(30)
        for claim in claims:
            ledger.finish(claim, nothing)


def run_due() -> int:
    try:
        return ledger.run_due("print", at_most=1)
    finally:
        connection.close()


@pytest.fixture
def press() -> Iterator[Press]:
    one = Press()
    yield one
    one.let_go.set()


@pytest.mark.django_db(transaction=True)
def test_alone_a_process_does_one_batch_at_a_time(
    register: Callable[..., None], press: Press, many_threads: None
) -> None:
    register(press.work, alone=True)
    for key in ("a", "b"):
        ledger.enqueue("print", key)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(run_due)
        assert press.begun.acquire(timeout=30)
        assert threads.submit(run_due).result(timeout=30) == 0
        press.let_go.set()
        assert first.result(timeout=30) == 1
    assert press.batches == [["a"]]
    assert Job.objects.get(key="b").state == "queued"
    assert run_due() == 1


@pytest.mark.django_db(transaction=True)
def test_else_a_process_does_several_batches_at_a_time(
    register: Callable[..., None], press: Press, many_threads: None
) -> None:
    register(press.work, alone=True)
    register(press.work)
    for key in ("a", "b"):
        ledger.enqueue("print", key)
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(run_due)]
        assert press.begun.acquire(timeout=30)
        both.append(threads.submit(run_due))
        assert press.begun.acquire(timeout=30)
        press.let_go.set()
        assert [each.result(timeout=30) for each in both] == [1, 1]


def test_work_alone_that_fails_lets_the_next_batch_begin(register: Callable[..., None]) -> None:
    def fail(claims: Sequence[Claim]) -> None:
        raise KeyboardInterrupt

    register(fail, alone=True)
    ledger.enqueue("print", "a")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            ledger.run_due("print")


def test_kinds_alone_do_not_wait_for_each_other(register: Callable[..., None]) -> None:
    done: list[str] = []

    def staple(claims: Sequence[Claim]) -> None:
        done.append("staple")

    def work(claims: Sequence[Claim]) -> None:
        done.append("print")
        assert ledger.run_due("staple") == 1

    register(work, alone=True)
    ledger.register("staple", staple, alone=True)
    ledger.enqueue("print", "a")
    ledger.enqueue("staple", "a")
    ledger.run_due("print", at_most=1)
    assert done == ["print", "staple"]
