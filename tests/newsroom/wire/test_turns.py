"""Turns: one server is asked one thing at a time, whoever wants to, and after a pause."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from newsroom.models import Host
from newsroom.wire import turns
from newsroom.wire.turns import Busy, Turn
from tests.sites import Site

SERVER = "https://valmer.example"
database = pytest.mark.django_db
PAUSE_SEEN = 0.045  # of 0.05 s: SQLite's clock counts whole milliseconds
threads = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Valmer.Example/un?deux#trois", "https://valmer.example"),
        ("http://valmer.example:80", "http://valmer.example"),
        ("https://valmer.example:443/", "https://valmer.example"),
        ("https://valmer.example:8443/", "https://valmer.example:8443"),
        ("https://valmer.example./", "https://valmer.example"),
        ("https://été.example/", "https://xn--t-9fab.example"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080"),
        ("HTTP://u:p@valmer.example/", "http://valmer.example"),
    ],
)
def test_origin_is_scheme_name_and_port(url: str, origin: str) -> None:
    assert turns.origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    ["", "valmer.example", "ftp://valmer.example/", "http://", "://", "http://[", "http://a:b/"],
)
def test_what_is_no_address_has_no_origin(url: str) -> None:
    assert turns.origin_of(url) == ""


def test_overlong_name_has_no_origin() -> None:
    assert turns.origin_of(f"http://{'a' * 400}/") == ""


def test_http_and_https_are_one_server() -> None:
    assert turns.server_of("http://valmer.example/a") == turns.server_of("https://valmer.example/")
    assert turns.server_of("http://[2001:db8::1]/") == "https://[2001:db8::1]"


def test_another_port_is_another_server() -> None:
    assert turns.server_of("http://valmer.example:8000/") == "http://valmer.example:8000"
    assert turns.server_of("http://[2001:db8::1]:8000/") == "http://[2001:db8::1]:8000"


def host() -> Host:
    return Host.objects.get(origin=SERVER)


def let_lapse() -> None:
    Host.objects.update(held_until=timezone.now() - timedelta(seconds=1))


def set_free() -> None:
    """Go on to the moment from which the server may be asked."""
    ahead = host().free_at - timezone.now() + timedelta(seconds=1)
    held_until = host().held_until
    assert held_until
    Host.objects.update(free_at=host().free_at - ahead, held_until=held_until - ahead)


@database
def test_second_asker_finds_it_busy() -> None:
    turns.take(SERVER)
    with pytest.raises(Busy) as caught:
        turns.take(SERVER)
    assert caught.value.reason == "valmer.example is being asked for something else now."
    assert caught.value.seconds >= 1


@database
def test_another_server_has_its_own_turn() -> None:
    turns.take(SERVER)
    assert turns.take("https://other.example")


@database
def test_turn_let_go_is_free_after_its_pause() -> None:
    turns.release(turns.take(SERVER), wait=120)
    with pytest.raises(Busy) as caught:
        turns.take(SERVER)
    assert caught.value.reason == "valmer.example is not to be asked for another 2 minutes."
    assert 118 < caught.value.seconds <= 120
    set_free()
    assert turns.take(SERVER)


@database
def test_turn_not_used_costs_no_pause() -> None:
    turns.release(turns.take(SERVER))
    assert turns.delay_of(SERVER) is None
    assert turns.take(SERVER)


@database
def test_problem_is_told_to_who_comes_too_early() -> None:
    turns.release(turns.take(SERVER), wait=7200, problem="it answered 429 (Too Many Requests).")
    with pytest.raises(Busy, match=r"another 2 hours: it answered 429 \(Too Many Requests\)\."):
        turns.take(SERVER)


@database
def test_turn_remembers_how_long_the_last_wait_was() -> None:
    turns.release(turns.take(SERVER), wait=600, problem="it answered 503.")
    set_free()
    assert turns.take(SERVER).waited == pytest.approx(600, abs=1)


@database
def test_plain_pause_is_no_wait_to_be_remembered() -> None:
    turns.release(turns.take(SERVER), wait=600)
    set_free()
    assert turns.take(SERVER).waited == 0


@database
def test_turn_dies_with_its_holder() -> None:
    turns.take(SERVER)
    let_lapse()
    assert turns.delay_of(SERVER) is None
    assert turns.take(SERVER)


@database
def test_who_outlived_the_lease_changes_nothing() -> None:
    old = turns.take(SERVER)
    let_lapse()
    new = turns.take(SERVER)
    assert not turns.release(old, wait=999, problem="late")
    assert (host().token, host().problem) == (new.token, "")


@database
def test_who_outlived_the_lease_is_told_so() -> None:
    old = turns.take(SERVER)
    let_lapse()
    turns.take(SERVER)
    with pytest.raises(Busy, match="took too long"):
        turns.renew(old)


@database
def test_renewed_turn_holds_on() -> None:
    turn = turns.take(SERVER)
    let_lapse()
    turns.renew(turn)
    with pytest.raises(Busy):
        turns.take(SERVER)


@database
def test_lease_outlasts_two_exchanges() -> None:
    turns.take(SERVER)
    held_until = host().held_until
    assert held_until
    assert held_until - timezone.now() > timedelta(seconds=45)


@database
def test_forged_token_frees_nothing() -> None:
    turns.take(SERVER)
    assert not turns.release(Turn(SERVER, uuid.uuid4(), 0), wait=0)


@database
def test_pause_is_the_longer_of_ours_and_theirs(settings: Settings) -> None:
    settings.FETCH_PAUSE = 2.0
    assert turns.pause_of(SERVER) == 2
    turns.host_of(SERVER)
    turns.remember(SERVER, pause=0.5)
    assert turns.pause_of(SERVER) == 2
    turns.remember(SERVER, pause=30)
    assert turns.pause_of(SERVER) == 30


def smallest_gap(inside: list[tuple[float, float]]) -> float:
    """Seconds from the end of one turn to the begin of the next."""
    return min(after[0] - before[1] for before, after in pairwise(sorted(inside)))


def at_once(count: int, work: Callable[[], object]) -> None:
    """Do the work in so many threads together."""
    start = threading.Barrier(count)

    def run() -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        for each in [pool.submit(run) for _ in range(count)]:
            each.result()


@threads
def test_of_twenty_threads_one_has_the_turn(many_threads: None) -> None:
    won: list[Turn] = []
    lost: list[Busy] = []

    def work() -> None:
        try:
            won.append(turns.take(SERVER))
        except Busy as busy:
            lost.append(busy)

    at_once(20, work)
    assert (len(won), len(lost)) == (1, 19)


@threads
def test_twenty_threads_take_their_turns_with_pauses(many_threads: None) -> None:
    inside: list[tuple[float, float]] = []

    def work() -> None:
        turn = turns.take(SERVER, patience=60)
        since = time.monotonic()
        time.sleep(0.01)
        inside.append((since, time.monotonic()))
        turns.release(turn, wait=0.05)

    at_once(20, work)
    assert len(inside) == 20
    assert smallest_gap(inside) > PAUSE_SEEN


@database
def test_patience_ends() -> None:
    turns.take(SERVER)
    since = time.monotonic()
    with pytest.raises(Busy):
        turns.take(SERVER, patience=0.3)
    assert 0.25 < time.monotonic() - since < 5


@database
def test_nobody_waits_for_what_comes_too_late() -> None:
    turns.release(turns.take(SERVER), wait=120)
    since = time.monotonic()
    with pytest.raises(Busy):
        turns.take(SERVER, patience=60)
    assert time.monotonic() - since < 5


ASK = """
import time
from newsroom.wire import turns
for _ in range(5):
    turn = turns.take("https://valmer.example", patience=60)
    since = time.monotonic()
    time.sleep(0.01)
    print(since, time.monotonic(), flush=True)
    turns.release(turn, wait=0.05)
"""


@pytest.mark.embedded
def test_three_processes_take_their_turns_with_pauses(embedded_site: Site) -> None:
    processes = [embedded_site.begin(ASK) for _ in range(3)]
    told = [line.split() for each in processes for line in each.communicate()[0].splitlines()]
    inside = sorted((float(since), float(until)) for since, until in told)
    assert len(inside) == 15
    assert smallest_gap(inside) > PAUSE_SEEN
