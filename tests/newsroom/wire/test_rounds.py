"""Rounds: server beside server, claim after claim at each, and none is asked too often."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from pytest_django import Settings

from archive import ledger
from archive.ledger import Claim
from archive.models import Job
from newsroom.models import Host
from newsroom.wire import rounds, turns
from newsroom.wire.asking import Busy, ask
from tests.press import Press

pytestmark = pytest.mark.django_db
threads = pytest.mark.django_db(transaction=True)


class Trouble(Exception):
    permanent = False


class Verdict(Exception):
    permanent = True


def claimed(*urls: str) -> list[Claim]:
    """A claim for each address, which is its key."""
    for url in urls:
        ledger.enqueue("print", url)
    return ledger.claim("print", at_most=len(urls))


def finish(claim: Claim) -> None:
    ledger.finish(claim, lambda: None)


def key(claim: Claim) -> str:
    return claim.key


def job(key: str) -> Job:
    return Job.objects.get(key=key)


def in_seconds(one: Job) -> float:
    """From now until the job may be claimed."""
    return (one.run_after - timezone.now()).total_seconds()


def raising(error: Exception) -> Callable[[Claim], None]:
    def do(claim: Claim) -> None:
        raise error

    return do


def pages(count: int, *, hosts: int = 1) -> list[str]:
    return [f"https://valmer-{n % hosts}.example/{n}" for n in range(count)]


def test_all_are_done_in_their_order() -> None:
    done: list[str] = []

    def do(claim: Claim) -> None:
        done.append(claim.key)
        finish(claim)

    rounds.run(claimed(*pages(4)), key, do)
    assert done == pages(4)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_single_chain_is_followed_in_the_calling_thread() -> None:
    seen: list[threading.Thread] = []
    rounds.run(claimed(*pages(2)), key, lambda claim: seen.append(threading.current_thread()))
    assert set(seen) == {threading.current_thread()}


def test_round_of_nothing_does_nothing() -> None:
    rounds.run([], key, finish)


@threads
def test_servers_stand_beside_each_other(many_threads: None) -> None:
    together = threading.Barrier(4)

    def do(claim: Claim) -> None:
        together.wait(timeout=20)  # breaks unless all four are there at once
        finish(claim)

    rounds.run(claimed(*pages(4, hosts=4)), key, do)
    assert Job.objects.filter(state="done").count() == 4


@threads
def test_at_most_eight_servers_at_once(many_threads: None) -> None:
    lock, inside, most = threading.Lock(), 0, 0

    def do(claim: Claim) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with lock:
            inside -= 1
        finish(claim)

    rounds.run(claimed(*pages(24, hosts=24)), key, do)
    assert most <= 8
    assert Job.objects.filter(state="done").count() == 24


@threads
def test_threads_close_their_connections(many_threads: None) -> None:
    opened: list[BaseDatabaseWrapper] = []

    def do(claim: Claim) -> None:
        finish(claim)
        opened.append(connections["default"])

    rounds.run(claimed(*pages(4, hosts=4)), key, do)
    assert len(opened) == 4
    assert {each.connection for each in opened} == {None}


def test_round_sleeps_until_the_server_may_be_asked(settings: Settings) -> None:
    settings.FETCH_PAUSE = 0.2
    began: list[float] = []

    def do(claim: Claim) -> None:
        began.append(time.monotonic())
        turns.release(turns.take(turns.server_of(claim.key)), wait=0.2)
        finish(claim)

    rounds.run(claimed(*pages(3)), key, do)
    assert len(began) == 3
    assert min(began[1] - began[0], began[2] - began[1]) > 0.19


def make_wait(seconds: float, problem: str = "") -> None:
    server = turns.server_of(pages(1)[0])
    turns.release(turns.take(server), wait=seconds, problem=problem)


def test_server_that_wants_to_wait_is_put_off_staggered(settings: Settings) -> None:
    settings.FETCH_PAUSE = 7.0
    make_wait(600, "it answered 429 (Too Many Requests).")
    rounds.run(claimed(*pages(3)), key, finish)
    jobs = [job(url) for url in pages(3)]
    assert [in_seconds(each) for each in jobs] == pytest.approx([600, 607, 614], abs=2)
    assert {each.state for each in jobs} == {"queued"}
    assert {each.failures for each in jobs} == {0}
    assert "10 minutes: it answered 429" in jobs[2].error


def test_long_pause_is_not_slept_through() -> None:
    make_wait(8)
    rounds.run(claimed(*pages(2)), key, finish)
    assert {each.state for each in Job.objects.all()} == {"queued"}
    assert in_seconds(job(pages(2)[0])) == pytest.approx(8, abs=2)


def test_crawl_delay_is_the_stagger() -> None:
    make_wait(600)
    Host.objects.update(pause=50)
    rounds.run(claimed(*pages(2)), key, finish)
    assert in_seconds(job(pages(2)[1])) == pytest.approx(650, abs=2)


def test_no_claim_is_begun_when_time_is_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_PAUSE = 2.0
    monkeypatch.setattr(rounds, "LONGEST", 0.2)

    def do(claim: Claim) -> None:
        time.sleep(0.3)
        finish(claim)

    rounds.run(claimed(*pages(3)), key, do)
    states = [job(url).state for url in pages(3)]
    assert states == ["done", "queued", "queued"]
    assert in_seconds(job(pages(3)[2])) == pytest.approx(3, abs=1)
    assert job(pages(3)[2]).error == "The round ended before its turn came."


def test_busy_server_puts_one_claim_off_and_no_other() -> None:
    first, second = pages(2)

    def do(claim: Claim) -> None:
        if claim.key == first:
            raise Busy("valmer.example is being asked for something else now.", seconds=40)
        finish(claim)

    rounds.run(claimed(first, second), key, do)
    assert (job(first).state, job(second).state) == ("queued", "done")
    assert in_seconds(job(first)) == pytest.approx(40, abs=2)
    assert job(first).failures == 0


def test_known_error_goes_to_its_row_and_the_rest_go_on() -> None:
    first, second = pages(2)

    def do(claim: Claim) -> None:
        if claim.key == first:
            raise Trouble("no ink")
        finish(claim)

    rounds.run(claimed(first, second), key, do)
    assert (job(first).state, job(first).error, job(first).failures) == ("queued", "no ink", 1)
    assert job(second).state == "done"


def test_permanent_error_ends_its_job() -> None:
    rounds.run(claimed(*pages(1)), key, raising(Verdict("never")))
    assert (job(pages(1)[0]).state, job(pages(1)[0]).error) == ("dead", "never")


def test_unknown_error_is_the_ledgers() -> None:
    with pytest.raises(KeyError):
        rounds.run(claimed(*pages(1)), key, raising(KeyError("ink")))
    assert job(pages(1)[0]).state == "running"


@threads
def test_unknown_error_of_one_server_lets_the_others_go_on(many_threads: None) -> None:
    bad, *good = pages(12, hosts=12)

    def do(claim: Claim) -> None:
        if claim.key == bad:
            raise KeyError("ink")
        finish(claim)

    with pytest.raises(KeyError):
        rounds.run(claimed(bad, *good), key, do)
    assert {job(url).state for url in good} == {"done"}


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Tell the ledger to stop; undone after the test."""
    monkeypatch.setattr(ledger, "_stop", threading.Event())
    return ledger.stop


def run_due(
    monkeypatch: pytest.MonkeyPatch, urls: Sequence[str], do: Callable[[Claim], None]
) -> None:
    """The same by way of the ledger."""
    for url in urls:
        ledger.enqueue("print", url)
    monkeypatch.setitem(ledger._works, "print", lambda claims: rounds.run(claims, key, do))
    ledger.run_due("print")


@threads
@pytest.mark.parametrize("hosts", [1, 5])
def test_stop_ends_the_round_and_hands_back_the_rest(
    hosts: int,
    stopped: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    many_threads: None,
) -> None:
    def do(claim: Claim) -> None:
        finish(claim)
        stopped()

    run_due(monkeypatch, pages(20, hosts=hosts), do)
    done = Job.objects.filter(state="done").count()
    back = Job.objects.filter(state="queued", failures=0, lapses=0, error="")
    assert 1 <= done <= hosts
    assert back.count() == 20 - done
    assert not [each for each in back if each.run_after > timezone.now()]


def test_stop_wakes_who_sleeps(
    stopped: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wait(4.5)
    threading.Timer(0.3, stopped).start()
    run_due(monkeypatch, pages(2), finish)
    assert {each.state for each in Job.objects.all()} == {"queued"}


@threads
def test_two_rounds_at_once_ask_nobody_too_often(
    open_press: Press, settings: Settings, many_threads: None
) -> None:
    settings.FETCH_PAUSE = 0.2
    open_press.put("/page", "Le pont de Valmer rouvre.", delay=0.02)
    for n in range(40):
        ledger.enqueue("print", f"{open_press.origin(n % 5)}/page#{n}")

    def do(claim: Claim) -> None:
        assert ask(claim.key).status == 200
        finish(claim)

    def work() -> None:
        try:
            while Job.objects.exclude(state="done").exists():
                rounds.run(ledger.claim("print", at_most=20), key, do)
                time.sleep(0.05)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        for each in [pool.submit(work) for _ in range(2)]:
            each.result()
    assert len(open_press.asked_for("/page")) == 40
    for n in range(5):
        asked = open_press.host(n)
        assert open_press.most_at_once(asked) == 1
        robots, *gaps = open_press.gaps(asked)
        # What robots.txt cost is paid after the page that was asked for in the same turn.
        assert robots + gaps[0] > 0.39
        assert min(gaps) > 0.19
