"""The ledger: nothing lost, nothing twice, and every way that work can go wrong."""

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

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


def test_job_that_kills_its_workers_dies_of_it() -> None:
    enqueue("a")
    for _ in range(ledger.MOST_LAPSES):
        (claim,) = ledger.claim("print", at_most=9)
        let_lapse(claim)
    assert ledger.claim("print", at_most=9) == []
    job = Job.objects.get()
    assert (job.state, job.error) == ("dead", "The worker died on it, twenty times over.")


def test_error_is_written_down_and_tried_later(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Trouble("no paper")))
    enqueue("a")
    ledger.run_due("print")
    job = Job.objects.get()
    assert (job.state, job.failures, job.error) == ("queued", 1, "no paper")
    assert job.run_after > timezone.now() + timedelta(seconds=10)


def test_unknown_error_names_its_class(on_work: Callable[[Work], None]) -> None:
    on_work(raising(KeyError("ink")))
    enqueue("a")
    ledger.run_due("print")
    assert Job.objects.get().error == "KeyError: 'ink'"


def test_fifth_failure_is_the_last(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Trouble("no paper")))
    enqueue("a")
    for _ in range(ledger.MOST_FAILURES):
        make_due()
        assert ledger.run_due("print") == 1
    assert rows() == {"a": "dead"}
    make_due()
    assert ledger.run_due("print") == 0


def test_pauses_grow(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Trouble("no paper")))
    enqueue("a")
    pauses = []
    for _ in range(ledger.MOST_FAILURES - 1):
        make_due()
        ledger.run_due("print")
        pauses.append(Job.objects.get().run_after - timezone.now())
    assert pauses == sorted(pauses)
    assert pauses[-1] > 10 * pauses[0]


def test_permanent_error_kills_at_once(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Verdict("never")))
    enqueue("a")
    ledger.run_due("print")
    assert Job.objects.get().error == "never"
    assert rows() == {"a": "dead"}


def test_one_bad_job_harms_no_other(on_work: Callable[[Work], None]) -> None:
    def work(claims: Sequence[ledger.Claim]) -> None:
        if any(claim.key == "bad" for claim in claims):
            raise Trouble("ink")
        finish_all(claims)

    on_work(work)
    enqueue("a", "bad", "b")
    ledger.run_due("print")
    assert rows() == {"a": "done", "bad": "queued", "b": "done"}


def test_waiting_counts_as_no_failure(on_work: Callable[[Work], None]) -> None:
    on_work(raising(ledger.Wait("no package is installed", seconds=60)))
    enqueue("a", "b")
    ledger.run_due("print")
    assert {job.error for job in Job.objects.all()} == {"no package is installed"}
    assert {job.failures for job in Job.objects.all()} == {0}
    assert ledger.run_due("print") == 0


def test_what_was_waited_for_brings_jobs_forward(on_work: Callable[[Work], None]) -> None:
    on_work(raising(ledger.Wait("no package is installed", seconds=60)))
    enqueue("a")
    ledger.run_due("print")
    assert ledger.bring_forward("print") == 1
    on_work(finish_all)
    assert ledger.run_due("print") == 1


def test_function_that_forgets_a_claim_is_a_failure(on_work: Callable[[Work], None]) -> None:
    on_work(lambda claims: finish_all(claims[:1]))
    enqueue("a", "b")
    ledger.run_due("print")
    assert rows() == {"a": "done", "b": "queued"}
    assert Job.objects.get(key="b").failures == 1


def test_orderly_stop_hands_back_and_counts_nothing(
    on_work: Callable[[Work], None], stopped: Callable[[], None]
) -> None:
    def work(claims: Sequence[ledger.Claim]) -> None:
        ledger.finish(claims[0], lambda: None)
        stopped()
        ledger.check_stop()

    on_work(work)
    enqueue("a", "b")
    ledger.run_due("print")
    job = Job.objects.get(key="b")
    assert rows() == {"a": "done", "b": "queued"}
    assert (job.failures, job.lapses, job.error) == (0, 0, "")
    assert ledger.run_due("print") == 0


def test_interrupt_hands_back_too(on_work: Callable[[Work], None]) -> None:
    def work(claims: Sequence[ledger.Claim]) -> None:
        raise KeyboardInterrupt

    on_work(work)
    enqueue("a")
    with pytest.raises(KeyboardInterrupt):
        ledger.run_due("print")
    assert rows() == {"a": "queued"}


def test_failed_job_gives_way_to_its_successor(on_work: Callable[[Work], None]) -> None:
    def work(claims: Sequence[ledger.Claim]) -> None:
        enqueue("a")
        raise Trouble("ink")

    on_work(work)
    enqueue("a")
    ledger.run_due("print")
    job = Job.objects.get()
    assert (job.state, job.failures, job.error) == ("queued", 1, "ink")


def test_new_cause_gives_a_failed_job_a_clean_slate(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Trouble("ink")))
    enqueue("a")
    ledger.run_due("print")
    enqueue("a")
    job = Job.objects.get()
    assert (job.failures, job.error) == (0, "")
    assert ledger.claim("print", at_most=9)


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


def test_retry_gives_a_dead_job_a_clean_slate(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Verdict("never")))
    enqueue("a", "b")
    ledger.run_due("print")
    assert ledger.retry(Job.objects.filter(key="a")) == 1
    assert rows() == {"a": "queued", "b": "dead"}
    assert Job.objects.get(key="a").failures == 0


def test_work_done_at_last_buries_no_dead(on_work: Callable[[Work], None]) -> None:
    on_work(raising(Verdict("never")))
    enqueue("a")
    ledger.run_due("print")
    enqueue("a")
    on_work(finish_all)
    ledger.run_due("print")
    assert list(Job.objects.values_list("key", "state")) == [("a", "done")]


def test_oldest_due_is_the_one_that_waits_longest() -> None:
    enqueue("a", "b")
    Job.objects.filter(key="b").update(run_after=PAST)
    job = ledger.oldest_due()
    assert job
    assert job.key == "b"
