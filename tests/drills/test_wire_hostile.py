"""Feeds and pages that never end, or grow without end: a worker ends them and goes on."""

import json
import time
from collections.abc import Callable

import pytest

from tests.drills import wire
from tests.drills.hostile_papers import QUICK, SLOW_ONES, on_and_on
from tests.kiosk import FEED, Kiosk
from tests.press import XML, Item, Press, Reply, rss
from tests.servers import wait_for
from tests.sites import Site

pytestmark = [pytest.mark.drill, pytest.mark.embedded]

Sized = Callable[[int, int], int]
GOOD, ARTICLES = 6, 3
FIRST_BAD = 100  # the hosts of the hostile
GROWTH = 64  # megabytes that the worker may take for a while
TOLD = """
SELECT (SELECT COUNT(*) FROM archive_feed WHERE problem <> '')
     + (SELECT COUNT(*) FROM archive_page WHERE problem <> '')
"""
PROBLEMS = """
import json
from archive.models import Feed, Page
print(json.dumps({
    "feeds": dict(Feed.objects.exclude(problem="").values_list("url", "problem")),
    "pages": dict(Page.objects.exclude(problem="").values_list("url", "problem")),
}))
"""


def print_hostile(press: Press, kiosk: Kiosk, count: int) -> tuple[list[str], list[str]]:
    """Hostile feeds, each at its own host, and hostile pages behind one honest feed."""
    kinds = [*QUICK, *SLOW_ONES][:count]
    feeds, pages = [], []
    for n, kind in enumerate(kinds):
        at = FIRST_BAD + 2 * n
        press.script("/fil.xml", [Reply(stream=kind)], host=press.host(at))
        press.script("/page", [Reply(stream=kind)], host=press.host(at + 1))
        feeds.append(f"{press.origin(at)}/fil.xml")
        pages.append(f"{press.origin(at + 1)}/page")
    feeds.append(f"{press.origin(FIRST_BAD - 1)}/on/1")
    pages.append(f"{press.origin(FIRST_BAD - 2)}/on/1")
    items = [Item(f"Une page sans fin, la {n}e", url) for n, url in enumerate(pages)]
    press.put("/liens.xml", rss(items), content_type=XML)
    press.otherwise = lambda host, path: (
        on_and_on(path) if path.startswith("/on/") else kiosk.reply(host, path)
    )
    return [*feeds, f"{press.origin(FIRST_BAD - 3)}/liens.xml"], pages


def problems(site: Site) -> dict[str, dict[str, str]]:
    said = site.python(PROBLEMS)
    assert said.returncode == 0, said.stderr
    read: dict[str, dict[str, str]] = json.loads(said.stdout)
    return read


def are_read_again(kiosk: Kiosk) -> bool:
    """Whether each good paper has said that it has nothing new."""
    hosts = map(kiosk.press.host, range(kiosk.papers))
    asked = [kiosk.press.asked_for(FEED, host=host) for host in hosts]
    return all(each and each[-1].status == 304 for each in asked)


def test_hostile_papers_hold_up_no_other_and_fill_no_memory(
    embedded_site: Site, press: Press, drill_size: Sized
) -> None:
    site, kiosk = embedded_site, Kiosk(press, papers=GOOD, articles=ARTICLES)
    wire.may_fetch(site, press, pause=0.05)
    wire.follow(site, kiosk.feeds())
    worker = site.start_worker()
    site.start_beat()
    wait_for(lambda: wire.is_drained(site), "the good papers are read", 180)
    wire.forget_peak(worker.pid)
    before = wire.memory(worker.pid)

    bad, pages = print_hostile(press, kiosk, drill_size(len(QUICK), 99))
    wire.follow(site, bad, first=FIRST_BAD)
    wire.make_all_due(site)
    started = time.monotonic()
    wait_for(lambda: are_read_again(kiosk), "the good go on", 120)
    print(f"\nthe good were read again within {time.monotonic() - started:.0f} s")
    told = len(bad) - 1 + len(pages)
    wait_for(lambda: wire.number(site, TOLD) == told, "each has its sentence", 240)
    grown = wire.memory(worker.pid, "VmHWM") - before
    said = problems(site)
    print(json.dumps(said, indent=1))
    print(
        f"ended within {time.monotonic() - started:.0f} s; {before:.0f} MB, +{grown:.0f} MB at most"
    )
    assert set(said["feeds"]) == set(bad[:-1])
    assert set(said["pages"]) == set(pages)
    assert worker.poll() is None
    assert grown < GROWTH
    assert wire.state(site)["articles"] == GOOD * ARTICLES
