"""Workers killed while feeds and pages come in: each entry is one article, and nothing is lost."""

import json
import random
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.drills import wire
from tests.drills.test_kill import claimed, wait_until
from tests.kiosk import Kiosk
from tests.press import Press
from tests.servers import Redis, wait_for
from tests.sites import Site

pytestmark = pytest.mark.drill

Sized = Callable[[int, int], int]
LEASE = "3"  # seconds


def kill_loop(site: Site, kiosk: Kiosk, kills: int, *, each_time: Callable[[int], None]) -> None:
    """Print a new edition, make all due, start two workers, kill them in the midst; so on."""
    chance = random.Random(20261127)
    for n in range(kills):
        workers = [site.start_worker(), site.start_worker()]
        wait_until(lambda: claimed(site) > 0, seconds=20)
        time.sleep(chance.random() * (0.5 if n % 3 else 3.0))
        for worker in workers:
            site.kill(worker)
        # Before a turn would lapse, what its dead holder has asked is long over.
        wait_for(kiosk.press.is_left_alone, "the press has noticed who hung up")
        wire.let_turns_lapse(site)
        each_time(n)
        if n % 3 == 2:
            kiosk.edition += 1
            wire.make_all_due(site)


def finish(site: Site, kiosk: Kiosk, seconds: float) -> float:
    """Print a last edition and let two workers drain all; return how many seconds it took."""
    started = time.monotonic()
    site.start_worker()
    site.start_worker()
    wait_for(lambda: wire.is_drained(site), "what was interrupted is done", seconds)
    print(f"what was interrupted was done after {time.monotonic() - started:.0f} s")
    kiosk.edition += 1
    wire.make_all_due(site)
    wait_for(lambda: wire.is_drained(site), "the last edition is taken in", seconds)
    return time.monotonic() - started


def assert_each_entry_is_one_article(site: Site, kiosk: Kiosk) -> None:
    found = wire.state(site)
    texts = found.pop("texts")
    print(f"\n{json.dumps(found)}\n{len(kiosk.press.asked)} requests")
    count = kiosk.papers * kiosk.articles
    assert found["articles"] == found["translated"] == count
    assert found["pages"] == {"held": count}
    assert texts == wire.texts_of(kiosk)
    assert found["captures doubled"] == found["sentences never worded"] == 0
    assert found["jobs dead"] == []
    assert found["failures"] == 0


def assert_nobody_was_asked_by_two(kiosk: Kiosk) -> None:
    press = kiosk.press
    for n in range(kiosk.papers):
        asked = sorted(press.asked_at(press.host(n)), key=lambda each: each.at)
        times = [f"{each.path}: {each.at:.3f} to {each.until:.3f}" for each in asked]
        crowded = [n for n, (one, next_) in enumerate(pairwise(asked)) if next_.at < one.until]
        assert not crowded, "\n".join([f"{press.host(n)}, {crowded}:", *times])


def drill(site: Site, press: Press, sized: Sized, each_time: Callable[[int], None]) -> None:
    kiosk = Kiosk(press, papers=sized(5, 40), articles=sized(3, 10), delay=0.05)
    site.env["LEASE_SECONDS"] = LEASE
    wire.may_fetch(site, press, pause=0.05)
    wire.follow(site, kiosk.feeds())
    site.start_beat()
    kill_loop(site, kiosk, sized(1, 20), each_time=each_time)
    print(f"drained in {finish(site, kiosk, 240):.0f} s after the last kill")
    assert_each_entry_is_one_article(site, kiosk)
    assert_nobody_was_asked_by_two(kiosk)


@pytest.mark.embedded
def test_killed_workers_lose_and_double_no_article_on_sqlite(
    embedded_site: Site, press: Press, drill_size: Sized
) -> None:
    drill(embedded_site, press, drill_size, lambda n: None)


@pytest.mark.redis
@pytest.mark.postgres
def test_killed_workers_and_wiped_redis_lose_and_double_no_article(
    served_site: Site, press: Press, redis_server: Redis, drill_size: Sized
) -> None:
    def harm(n: int) -> None:
        if n % 5 == 0:
            redis_server.flush()

    drill(served_site, press, drill_size, harm)
