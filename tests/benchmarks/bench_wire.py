"""A round of 2,000 feeds, each at a host of its own, drained by two workers without a pile-up.

The workers are processes as Procfile starts them, in a Site of the embedded kind, and again on
PostgreSQL with Redis where both are here. First round: every feed is new and lists three articles,
which are taken in, translated by the toy engine and tagged. Second round: every feed answers 304.
No pause is kept between two requests to a host: what is measured is our own work.
Run by `make bench` (`python -m tests.benchmarks.bench_wire 200` takes any other number of feeds);
exits with 1 if a bar is missed.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import servers, sites
from tests.drills import wire
from tests.kiosk import Kiosk
from tests.press import Press
from tests.sites import Process, Site

FEEDS, ARTICLES = 2_000, 3
SHORTEST = 900.0  # seconds: the shortest interval of a feed, in which no news must be read
CPU_BAR = 0.04  # seconds for a feed that has nothing new, of all threads of both workers
MEMORY_BAR = 512  # megabytes that a worker may hold at most
PATIENCE = 3_600.0  # seconds
WATCH = """
import json, time
from django.db.models import Count
from archive.models import Feed, Job, Page
while True:
    jobs = Job.objects.filter(state__in=["queued", "running"]).exclude(kind="retention")
    print(json.dumps({
        "jobs": dict(jobs.values_list("kind").annotate(Count("pk"))),
        "unread": Feed.objects.filter(next_fetch_at__lte=begun).count(),
        "due": Page.objects.due().count(),
    }), flush=True)
    time.sleep(1)
"""
BEGUN = "from django.utils import timezone\nbegun = timezone.now()\ntime_begun = lambda: begun\n"


@dataclass(frozen=True)
class Round:
    """What one round took: seconds until each feed was read and until all was done, and so on."""

    reading: float
    whole: float
    cpu: float
    longest: dict[str, int]
    requests: int


def watched(site: Site) -> Iterator[dict[str, object]]:
    """What the database says of the work, every second."""
    watcher = site.begin(BEGUN + WATCH)
    assert watcher.stdout
    try:
        for line in watcher.stdout:
            yield json.loads(line)
    finally:
        site.kill(watcher)
        watcher.stdout.close()


def cpu(workers: list[Process]) -> float:
    """CPU seconds that the workers have used, all threads counted."""
    ticks = 0
    for worker in workers:
        stat = Path(f"/proc/{worker.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        ticks += sum(map(int, stat.split()[11:13]))
    return ticks / 100


def measure(site: Site, kiosk: Kiosk, workers: list[Process]) -> Round:
    """Wait for the round's end. What was asked before it is forgotten before it is begun."""
    started, before, reading = time.monotonic(), cpu(workers), 0.0
    longest: dict[str, int] = {}
    for seen in watched(site):
        jobs, unread, due = seen["jobs"], seen["unread"], seen["due"]
        assert isinstance(jobs, dict)
        longest = {kind: max(longest.get(kind, 0), n) for kind, n in (longest | jobs).items()}
        if not unread and not reading:
            reading = time.monotonic() - started
        if not jobs and not unread and not due:
            break
        assert time.monotonic() - started < PATIENCE, seen
    else:
        raise SystemExit("The watcher has died.")
    whole = time.monotonic() - started
    asked = len(kiosk.press.asked)
    return Round(reading, whole, cpu(workers) - before, longest, asked)


def tell(name: str, found: Round, feeds: int) -> None:
    """Print a round's figures."""
    print(
        f"  {name:<13}{found.reading:>7.0f} s until each feed was read"
        f" ({60 * feeds / found.reading:,.0f} feeds a minute), {found.whole:.0f} s in all;"
        f" {1000 * found.cpu / feeds:.1f} ms CPU a feed; {found.requests:,} requests;"
        f" longest queue {found.longest}",
        flush=True,
    )


def run(site: Site, press: Press, feeds: int) -> bool:
    """Both rounds at a site; whether every bar is reached."""
    kiosk = Kiosk(press, papers=feeds, articles=ARTICLES)
    wire.may_fetch(site, press, pause=0)
    site.start_beat()
    workers = [site.start_worker(), site.start_worker()]
    wire.follow(site, kiosk.feeds())
    tell("all new", measure(site, kiosk, workers), feeds)
    crowded = [n for n in range(feeds) if press.most_at_once(press.host(n)) > 1]
    kiosk.press.forget()
    wire.make_feeds_due(site)
    idle = measure(site, kiosk, workers)
    tell("all unchanged", idle, feeds)
    unchanged = sum(asked.status == 304 for asked in press.asked)
    peaks = [wire.memory(worker.pid, "VmHWM") for worker in workers]
    state = wire.state(site)
    print(f"  peaks {', '.join(f'{peak:.0f} MB' for peak in peaks)}; {unchanged:,} answers of 304")
    print(f"  {state['articles']:,} articles, hosts asked by two at once: {len(crowded)}")
    whole = state["articles"] == state["translated"] == feeds * ARTICLES and unchanged == feeds
    is_quick = idle.whole < SHORTEST and idle.cpu < CPU_BAR * feeds
    return whole and is_quick and not crowded and max(peaks) < MEMORY_BAR


def at_embedded(feeds: int) -> bool:
    """On SQLite with messages as files."""
    print(f"SQLite, messages as files, {feeds:,} feeds", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        site, press = Site.at(Path(folder), NER_PIPELINE=""), Press.start()
        try:
            return run(site, press, feeds)
        finally:
            site.close()
            press.stop()


def at_served(feeds: int) -> bool:
    """On PostgreSQL and Redis."""
    print(f"PostgreSQL and Redis, {feeds:,} feeds", flush=True)
    database, redis = sites.postgres(), servers.Redis.start()
    with tempfile.TemporaryDirectory() as folder:
        place, url = Path(folder), database.url("passerelle")
        env = {"DATABASE_URL": url, "REDIS_URL": redis.url, "NER_PIPELINE": ""}
        site, press = Site.at(place, **env), Press.start()
        try:
            return run(site, press, feeds)
        finally:
            site.close()
            press.stop()
            redis.stop()
            database.stop()


def main(feeds: int = FEEDS) -> int:
    """Measure, print, and return 1 if a bar is missed."""
    reached = [at_embedded(feeds)]
    if not (servers.lacking("postgres") or servers.lacking("redis")):
        reached.append(at_served(feeds))
    print("All bars are reached." if all(reached) else "A bar is missed.")
    return int(not all(reached))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
