"""The operator's commands over the ledger."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive import ledger
from archive.models import Job

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def make_dead(key: str) -> Job:
    return Job.objects.create(
        kind="translate", key=key, state="dead", error="no ink", finished_at=timezone.now()
    )


def test_jobs_counts_by_kind_and_state() -> None:
    ledger.enqueue("translate", "1")
    make_dead("2")
    lines = [line.split() for line in run("jobs").splitlines()[:2]]
    assert lines == [["translate", "dead", "1"], ["translate", "queued", "1"]]


def test_jobs_shows_oldest_due() -> None:
    ledger.enqueue("translate", "7")
    assert "Oldest due: translate 7, for " in run("jobs")


def test_jobs_says_when_nothing_is_due() -> None:
    assert run("jobs") == "Nothing is due.\n"


def test_jobs_shows_dead_ones_with_their_error() -> None:
    job = make_dead("2")
    assert f"Dead: {job.pk} translate 2: no ink" in run("jobs")


def test_jobs_shows_what_a_waiting_job_waits_for() -> None:
    ledger.enqueue("translate", "1")
    (claim,) = ledger.claim("translate", at_most=1)
    ledger.fail(claim, ledger.Wait("No package is installed.", seconds=60))
    assert f"Waiting: {claim.job_id} translate 1: No package is installed." in run("jobs")


def test_retry_one() -> None:
    job = make_dead("2")
    make_dead("3")
    assert run("jobs", "--retry", str(job.pk)) == "Queued 1 dead job once more.\n"
    assert Job.objects.filter(state="dead").count() == 1


def test_retry_all() -> None:
    make_dead("2")
    make_dead("3")
    assert run("jobs", "--retry", "all") == "Queued 2 dead jobs once more.\n"


def test_retry_of_no_dead_job_is_an_error() -> None:
    with pytest.raises(CommandError, match=r"^No dead job has the number 99\.$"):
        run("jobs", "--retry", "99")


@pytest.mark.parametrize("word", ["some", "1.5", "-1", "²"])
def test_retry_of_no_number_is_an_error(word: str) -> None:
    with pytest.raises(CommandError, match=r"^--retry takes the number of a dead job or all, not"):
        run("jobs", f"--retry={word}")


def test_sweep_names_what_is_due() -> None:
    ledger.enqueue("translate", "1")
    assert run("sweep") == "Due: retention, translate. Forgotten articles queued: 0.\n"


def test_sweep_queues_the_days_retention_once() -> None:
    assert run("sweep") == "Due: retention. Forgotten articles queued: 0.\n"
    assert ledger.run_due("retention") == 1
    assert run("sweep") == "Due: nothing. Forgotten articles queued: 0.\n"
