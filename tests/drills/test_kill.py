"""Workers killed at any moment: every article ends translated, and exactly once."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.drills import wire
from tests.drills.articles import write
from tests.servers import Postgres, Redis, wait_for
from tests.sites import Site

pytestmark = pytest.mark.drill

Sized = Callable[[int, int], int]
FACTS = """
import json
from collections import Counter
from django.db.models import Count
from archive.models import Article, Edition, Job, Segment, Translation
each = Segment.objects.annotate(wordings=Count("translations"))
jobs = Job.objects.exclude(kind="retention")  # the clock's own, once a day
print(json.dumps({
    "articles": Article.objects.count(),
    "translated": Article.objects.translated().count(),
    "editions": Edition.objects.count(),
    "wordings per sentence": sorted(set(each.values_list("wordings", flat=True))),
    "jobs": dict(Counter(" ".join(each) for each in jobs.values_list("kind", "state"))),
    "failures": sum(Job.objects.values_list("failures", flat=True)),
    "lapses": sum(Job.objects.values_list("lapses", flat=True)),
}))
"""
LEFT = "SELECT COUNT(*) FROM archive_job WHERE kind IN ('translate', 'tag') AND state <> 'done'"


def facts(site: Site) -> dict[str, object]:
    said = site.python(FACTS)
    assert said.returncode == 0, said.stderr
    read: dict[str, object] = json.loads(said.stdout)
    return read


def ingest(site: Site, files: Sequence[Path]) -> None:
    done = site.manage("ingest", *map(str, files), timeout=300)
    assert f"Stored {len(files)} article" in done.stdout, done.stdout + done.stderr


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for the condition, but no longer than so many seconds."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)


def claimed(site: Site) -> int:
    """How many jobs hold a living lease, read from the database itself: no process is as quick."""
    query = "SELECT COUNT(*) FROM archive_job WHERE state = 'running' AND lease_until > NOW"
    return wire.number(site, query)


def put_to_sleep(process: subprocess.Popen[bytes], site: Site) -> None:
    """Stop a worker at a moment at which it does not hold SQLite's write lock."""
    file = site.var_dir / "passerelle.sqlite3"
    while True:
        os.killpg(process.pid, signal.SIGSTOP)
        with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.killpg(process.pid, signal.SIGCONT)
                continue
            database.execute("ROLLBACK")
            return


def kill_loop(
    site: Site, files: Sequence[Path], kills: int, *, each_time: Callable[[int], None]
) -> None:
    """Bring in some of the files, start a worker, kill it a moment later; so on to the last."""
    chance = random.Random(20261125)
    for n in range(kills):
        ingest(site, files[n::kills])
        worker = site.start_worker()
        if n % 3 != 1:
            # In the midst of its work, from just after the claim to about its end.
            wait_until(lambda: claimed(site) > 0, seconds=20)
            time.sleep(chance.random() * 0.5)
        else:
            time.sleep(chance.random() * 3.0)
        site.kill(worker)
        each_time(n)


def finish(site: Site, seconds: float) -> float:
    """Let one worker drain what is left; return how many seconds it took."""
    started = time.monotonic()
    worker = site.start_worker()
    wait_for(lambda: wire.number(site, LEFT) == 0, "the ledger is drained", seconds)
    site.kill(worker)
    return time.monotonic() - started


def assert_each_exactly_once(site: Site, count: int) -> None:
    found = facts(site)
    print(f"\n{json.dumps(found)}")
    assert found["articles"] == found["translated"] == found["editions"] == count
    assert found["wordings per sentence"] == [1]
    assert found["jobs"] == {"translate done": count, "tag done": count}
    assert found["failures"] == 0


@pytest.fixture
def embedded(embedded_site: Site) -> Site:
    embedded_site.env |= {"TRANSLATION_ENGINE": "argos", "LEASE_SECONDS": "3"}
    return embedded_site


@pytest.fixture
def served(served_site: Site) -> Site:
    served_site.env |= {"TRANSLATION_ENGINE": "argos", "LEASE_SECONDS": "3"}
    return served_site


@pytest.mark.embedded
def test_killed_workers_lose_nothing_and_double_nothing_on_sqlite(
    embedded: Site, tmp_path: Path, drill_size: Sized
) -> None:
    count = drill_size(8, 50)
    files = write(tmp_path / "inbox", count)
    beat = embedded.start_beat()
    kill_loop(embedded, files, drill_size(2, 25), each_time=lambda n: None)
    print(f"drained in {finish(embedded, 120):.0f} s after the last kill")
    embedded.kill(beat)
    assert_each_exactly_once(embedded, count)


@pytest.mark.redis
@pytest.mark.postgres
def test_killed_workers_and_wiped_redis_lose_nothing_and_double_nothing(
    served: Site,
    redis_server: Redis,
    postgres_server: Postgres,
    tmp_path: Path,
    drill_size: Sized,
) -> None:
    count, kills = drill_size(8, 50), drill_size(1, 25)
    files = write(tmp_path / "inbox", count)
    beat = served.start_beat()

    def harm(n: int) -> None:
        if n == kills // 2:
            redis_server.flush()
        if n == kills // 2 + 3:
            postgres_server.kill()
            postgres_server.resume()

    kill_loop(served, files, kills, each_time=harm)
    print(f"drained in {finish(served, 120):.0f} s after the last kill")
    served.kill(beat)
    assert_each_exactly_once(served, count)


@pytest.mark.embedded
def test_worker_that_outlives_its_lease_changes_nothing(
    embedded: Site, tmp_path: Path, drill_size: Sized
) -> None:
    count = drill_size(12, 60)
    ingest(embedded, write(tmp_path / "inbox", count))
    # A worker that sleeps while it unpacks the package would hold up the other.
    embedded.manage("language_package", "install", "newsroom/weights/fr_en.argosmodel")
    embedded.start_beat()
    sleeper = embedded.start_worker()
    # With the model loaded it holds no lock on the package, which would hold up the other.
    loaded = "loaded in"
    wait_for(lambda: claimed(embedded) and loaded in embedded.log("worker"), "it holds jobs")
    put_to_sleep(sleeper, embedded)
    finish(embedded, 120)
    os.killpg(sleeper.pid, signal.SIGCONT)
    time.sleep(5)
    assert_each_exactly_once(embedded, count)
