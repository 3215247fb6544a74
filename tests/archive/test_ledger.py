"""The ledger: nothing lost, nothing twice, and every way that work can go wrong."""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from archive import bell, ledger
from archive.models import Job, Pulse

pytestmark = pytest.mark.django_db

Work = Callable[[Sequence[ledger.Claim]], None]
PAST = timezone.now() - timedelta(days=1)


class Trouble(Exception):
    permanent = False


class Verdict(Exception):
    permanent = True


@pytest.fixture
def on_work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Say what does jobs of kind `print`."""
    return lambda work: monkeypatch.setitem(ledger._works, "print", work)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Tell the ledger to stop; undone after the test."""
    event = ledger._stop
    monkeypatch.setattr(ledger, "_stop", type(event)())
    return ledger.stop


def enqueue(*keys: str) -> None:
    for key in keys:
        ledger.enqueue("print", key)


def rows() -> dict[str, str]:
    return dict(Job.objects.values_list("key", "state"))


def finish_all(claims: Sequence[ledger.Claim]) -> None:
    for claim in claims:
        ledger.finish(claim, lambda: None)


def let_lapse(claim: ledger.Claim) -> None:
    Job.objects.filter(pk=claim.job_id).update(lease_until=PAST)


def make_due() -> None:
    Job.objects.filter(state="queued").update(run_after=PAST)


def raising(error: Exception) -> Work:
    def work(claims: Sequence[ledger.Claim]) -> None:
        raise error

    return work


def test_cause_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        enqueue("a")
        transaction.set_rollback(True)
    assert rows() == {}


def test_same_cause_twice_queues_once() -> None:
    enqueue("a", "a")
    assert Job.objects.count() == 1


def test_many_are_queued_with_few_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    enqueue("1", "2", "3")
    held = ledger.claim("print", at_most=1)
    ledger.fail(ledger.claim("print", at_most=1)[0], Trouble())
    with django_assert_max_num_queries(20):
        ledger.enqueue_all("print", [str(n) for n in (*range(700), 5)])
    assert Job.objects.filter(state="queued").count() == 700
    assert Job.objects.filter(state="running").get().key == held[0].key
    assert Job.objects.get(key="2").failures == 0


def test_many_of_which_another_was_faster_are_queued_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enqueue("2")
    unseen = type(Job.objects.all())
    monkeypatch.setattr(unseen, "select_for_update", lambda of: of.none())
    ledger.enqueue_all("print", ["1", "2", "3"])
    assert sorted(rows()) == ["1", "2", "3"]


def test_cause_rings_only_after_commit(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("a")
        assert rung == []
    assert rung == ["print"]


def test_job_is_done_once(on_work: Callable[[Work], None]) -> None:
    on_work(finish_all)
    enqueue("a", "b")
    assert ledger.run_due("print") == 2
    assert ledger.run_due("print") == 0
    assert rows() == {"a": "done", "b": "done"}


def test_claim_takes_oldest_first_and_no_more_than_asked() -> None:
    enqueue("a", "b", "c")
    Job.objects.filter(key="c").update(run_after=PAST)
    assert [each.key for each in ledger.claim("print", at_most=2)] == ["c", "a"]


def test_job_of_tomorrow_is_left() -> None:
    enqueue("a")
    Job.objects.update(run_after=timezone.now() + timedelta(days=1))
    assert ledger.claim("print", at_most=9) == []


def test_kind_nobody_does_waits() -> None:
    ledger.enqueue("unknown", "a")
    assert ledger.run_due("unknown") == 0
    assert rows() == {"a": "queued"}


def test_claimed_job_is_not_claimed_again() -> None:
    enqueue("a")
    assert ledger.claim("print", at_most=9)
    assert ledger.claim("print", at_most=9) == []


def test_cause_during_work_gets_its_own_row_and_waits_its_turn() -> None:
    enqueue("a")
    (first,) = ledger.claim("print", at_most=9)
    enqueue("a")
    assert ledger.claim("print", at_most=9) == []
    assert ledger.finish(first, lambda: None)
    assert [each.key for each in ledger.claim("print", at_most=9)] == ["a"]


def test_two_of_one_key_cannot_run_at_once() -> None:
    enqueue("a")
    ledger.claim("print", at_most=9)
    enqueue("a")
    queued = Job.objects.filter(state="queued")
    with pytest.raises(IntegrityError), transaction.atomic():
        queued.update(state="running", token=uuid.uuid4(), lease_until=timezone.now())


def test_claim_that_the_constraint_refuses_goes_on_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enqueue("a")
    ledger.claim("print", at_most=9)
    enqueue("a", "b")
    monkeypatch.setattr(ledger, "_due", lambda: Job.objects.filter(state="queued"))
    assert [each.key for each in ledger.claim("print", at_most=9)] == ["b"]


def test_lapsed_lease_is_claimed_anew_and_counted() -> None:
    enqueue("a")
    (first,) = ledger.claim("print", at_most=9)
    let_lapse(first)
    (second,) = ledger.claim("print", at_most=9)
    assert second.token != first.token
    assert Job.objects.get().lapses == 1


def test_worker_that_outlived_its_lease_changes_nothing() -> None:
    enqueue("a")
    (first,) = ledger.claim("print", at_most=9)
    let_lapse(first)
    (second,) = ledger.claim("print", at_most=9)
    written: list[str] = []
    assert not ledger.finish(first, lambda: written.append("late"))
    assert ledger.finish(second, lambda: written.append("in time"))
    assert written == ["in time"]


def test_late_worker_that_fails_changes_nothing() -> None:
    enqueue("a")
    (first,) = ledger.claim("print", at_most=9)
    let_lapse(first)
    ledger.claim("print", at_most=9)
    ledger.fail(first, Trouble("late"))
    assert Job.objects.get().failures == 0
    assert rows() == {"a": "running"}


def test_effects_that_fail_leave_the_job_unfinished() -> None:
    enqueue("a")
    (claim,) = ledger.claim("print", at_most=9)

    def effects() -> None:
        Pulse.objects.create(name="half", at=timezone.now())
        raise Trouble

    with pytest.raises(Trouble):
        ledger.finish(claim, effects)
    assert rows() == {"a": "running"}
    assert not Pulse.objects.exists()


def test_lease_is_renewed_while_the_work_takes(
    on_work: Callable[[Work], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[list[uuid.UUID]] = []
    monkeypatch.setattr(ledger, "_renew", lambda tokens, ended: renewed.append(tokens))
    seen: list[uuid.UUID] = []

    def work(claims: Sequence[ledger.Claim]) -> None:
        seen.extend(claim.token for claim in claims)
        finish_all(claims)

    on_work(work)
    enqueue("a", "b")
    ledger.run_due("print")
    assert renewed == [seen]


@pytest.mark.django_db(transaction=True)
def test_renewal_moves_the_lease_on(on_work: Callable[[Work], None], settings: Settings) -> None:
    settings.LEASE_SECONDS = 2
    leases = []

    def work(claims: Sequence[ledger.Claim]) -> None:
        let_lapse(claims[0])
        for _ in range(200):
            lease = Job.objects.get().lease_until
            assert lease
            if lease > PAST:
                leases.append(lease)
                break
            ledger._stop.wait(0.05)
        finish_all(claims)

    on_work(work)
    enqueue("a")
    ledger.run_due("print")
    assert leases
    assert leases[0] > timezone.now()


def test_sweep_rings_for_what_is_due_and_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", rung.append)
    enqueue("a", "b")
    assert ledger.sweep() == ["print"]
    assert rung == ["print"]
    assert Pulse.objects.filter(name="sweep").exists()


def test_sweep_finds_a_lapsed_lease() -> None:
    enqueue("a")
    (claim,) = ledger.claim("print", at_most=9)
    assert ledger.sweep() == []
    let_lapse(claim)
    assert ledger.sweep() == ["print"]


def test_sweep_drops_old_done_jobs_only() -> None:
    enqueue("old", "new")
    finish_all(ledger.claim("print", at_most=9))
    Job.objects.filter(key="old").update(finished_at=timezone.now() - timedelta(days=8))
    ledger.sweep()
    assert rows() == {"new": "done"}


def test_oldest_due_is_the_one_that_waits_longest() -> None:
    enqueue("a", "b")
    Job.objects.filter(key="b").update(run_after=PAST)
    job = ledger.oldest_due()
    assert job
    assert job.key == "b"
