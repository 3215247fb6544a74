"""The operator's commands over the ledger."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive import ledger
from archive.models import Job
from newsroom.models import Term
from tests.newsroom.staff import in_groups

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


@pytest.fixture
def terms(edith: User, tmp_path: Path) -> Path:
    """A file of two terms and a broken one; Edith may bring them in."""
    in_groups(edith, "editor")
    file = tmp_path / "terms.csv"
    file.write_text("french,english\ngrève,strike\npont,bridge\nrien,\n", encoding="utf-8")
    return file


def test_glossary_import_keeps_what_is_good_and_says_what_is_not(terms: Path) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 line was refused"):
        call_command("glossary", "import", str(terms), stdout=out, stderr=err)
    assert "2 new, 0 changed, 0 as they were, 1 refused." in out.getvalue()
    assert "Line 4: Write the English of the term." in err.getvalue()
    assert Term.objects.count() == 2
    assert Job.objects.filter(kind="glossary").exists()


def test_glossary_import_can_say_what_it_would_do(terms: Path) -> None:
    with pytest.raises(CommandError, match="refused"):
        call_command("glossary", "import", str(terms), "--dry-run", stdout=StringIO())
    assert not Term.objects.exists()


def test_glossary_import_wants_an_account_that_may(terms: Path, max_: User) -> None:
    with pytest.raises(CommandError, match="max is no account that may change the glossary"):
        call_command("glossary", "import", str(terms), "--by", "max", stdout=StringIO())
    in_groups(max_, "editor")
    with pytest.raises(CommandError, match="Say whose account"):
        call_command("glossary", "import", str(terms), stdout=StringIO())


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_glossary_import_of_no_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match=name):
        call_command("glossary", "import", str(tmp_path / name))


def test_glossary_export_is_read_back_as_no_change(terms: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("glossary", "import", str(terms), stdout=StringIO(), stderr=StringIO())
    file, out = tmp_path / "out.csv", StringIO()
    call_command("glossary", "export", str(file), stdout=out)
    assert out.getvalue() == f"Wrote 2 terms into {file}.\n"
    call_command("glossary", "import", str(file), stdout=out)
    assert "0 new, 0 changed, 2 as they were, 0 refused." in out.getvalue()
    call_command("glossary", "export", stdout=(shown := StringIO()))
    assert shown.getvalue().splitlines() == file.read_text(encoding="utf-8").splitlines()
