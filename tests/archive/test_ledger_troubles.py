"""The ledger when work goes wrong: failures, waits, stops, and workers that die of a job."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from archive import ledger
from archive.models import Job

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
