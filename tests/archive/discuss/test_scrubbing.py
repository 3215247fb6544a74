"""What was erased leaves the database's files: read byte for byte."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from archive import ledger
from archive.discuss import scrubbing
from archive.models import Job
from tests.nursery import Partner
from tests.sites import DATABASE, Site

WORDS = b"ZQCANARY"
# Texts of many lengths, changed and erased in turn, so that SQLite moves rows from page to page.
WRITE = """
import random
from archive.discuss import desk
from tests.archive.discuss.writing import say, translated
article, chance = translated(), random.Random(7)
def words():
    return " ".join(["ZQCANARY"] * chance.choice([2, 30, 90, 300, 600]))
made = []
for n in range(120):
    made.append(say(article, words(), name="ZQCANARY"))
    one = chance.choice(made)
    one.revisions.create(body=words())
    type(one).objects.filter(pk=one.pk).update(body=words())
"""
ERASE = """
from archive.discuss import desk
from archive.models import Comment
for comment in Comment.objects.order_by("?"):
    desk.erase(comment)
"""
SCRUB = """
from archive import ledger
print(ledger.run_due("scrub"))
"""
WAITS = """
from archive.models import Job
print(*Job.objects.filter(kind="scrub").values_list("state", "failures")[0])
"""
HOLD = """
import time
from django.db import connection
cursor = connection.cursor().cursor
cursor.execute("{}")
cursor.execute("SELECT count(*) FROM archive_comment").fetchone()
print("ready", flush=True)
time.sleep(600)
"""


def run(site: Site, code: str) -> str:
    done: subprocess.CompletedProcess[str] = site.python(code)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with the texts in it, to be copied."""
    site = Site.at(tmp_path_factory.mktemp("written"))
    run(site, WRITE)
    yield site.var_dir / DATABASE
    site.close()


@pytest.fixture
def site(embedded_site: Site, written: Path) -> Site:
    """A site in which the texts were written."""
    shutil.copy(written, embedded_site.var_dir)
    return embedded_site


def at_the_file(site: Site, first: str = "SELECT 1") -> Partner:
    """Another process that has the file open, and may be in the midst of reading."""
    process = site.begin(HOLD.format(first))
    assert process.stdout.readline() == b"ready\n"
    return process


def traces(site: Site) -> int:
    """How often the words stand in the database's file and its logs."""
    files = site.var_dir.glob("passerelle.sqlite3*")
    return sum(path.read_bytes().count(WORDS) for path in files)


@pytest.mark.embedded
def test_no_byte_of_what_was_erased_is_left_in_the_files(site: Site) -> None:
    at_the_file(site)
    assert traces(site) > 120
    run(site, ERASE)
    # With another process at the file its log is not written back by the last one that leaves.
    assert traces(site) > 0
    assert run(site, SCRUB) == "1\n"
    assert traces(site) == 0


@pytest.mark.embedded
def test_file_too_large_to_be_written_anew_loses_its_log_at_once_and_the_rest_at_night(
    site: Site,
) -> None:
    run(site, ERASE)
    small = "from archive.discuss import scrubbing\nprint(scrubbing.scrub(at_most={}))"
    assert run(site, small.format(1)) == "False\n"
    log = Path(f"{site.var_dir}/passerelle.sqlite3-wal")
    assert not log.exists() or WORDS not in log.read_bytes()
    night = (
        "from archive import ledger\nledger.enqueue('retention', 'x')\nledger.run_due('retention')"
    )
    run(site, night)
    assert traces(site) == 0


@pytest.mark.embedded
def test_reader_in_the_middle_of_a_page_is_waited_for(site: Site) -> None:
    reader = at_the_file(site, "BEGIN")
    run(site, ERASE)
    quick = (
        "from django.db import connection\nconnection.cursor().execute('PRAGMA busy_timeout=10')\n"
    )
    run(site, quick + SCRUB)
    assert run(site, WAITS) == "queued 0\n"
    site.kill(reader)
    run(site, "from archive import ledger\nledger.bring_forward('scrub')")
    run(site, SCRUB)
    assert run(site, WAITS) == "done 0\n"
    assert traces(site) == 0


@pytest.mark.django_db
def test_it_is_due_once_where_there_is_a_file() -> None:
    for _ in range(3):
        with transaction.atomic():
            scrubbing.enqueue()
    expected = [("scrub", "erased")] if connection.vendor == "sqlite" else []
    assert list(Job.objects.values_list("kind", "key")) == expected


@pytest.mark.django_db
def test_what_is_no_file_is_not_touched() -> None:
    assert not scrubbing.scrub()
    ledger.enqueue("scrub", "erased")
    assert ledger.run_due("scrub") == 1
    assert Job.objects.get().state == "done"
