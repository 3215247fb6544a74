"""The bell: a hint leaves when it can and never keeps its caller."""

import os
import threading
import time
from collections.abc import Callable

import pytest

from archive import bell
from archive.bell import Bell, NotSent


def refuse(kind: str) -> None:
    raise NotSent("the broker is away")


def void(answer: object) -> None:
    """Take an answer nobody wants."""


def test_hint_is_passed_on() -> None:
    sent: list[str] = []
    one = Bell(sent.append)
    one.ring("translate")
    one.flush(5)
    assert sent == ["translate"]


def test_ringing_never_waits_for_a_stuck_broker() -> None:
    stuck = threading.Event()
    one = Bell(lambda kind: void(stuck.wait(30)))
    started = time.monotonic()
    for _ in range(1000):
        one.ring("translate")
    one.flush(0.5)
    assert time.monotonic() - started < 5
    stuck.set()


def test_hints_that_pile_up_are_sent_once_a_kind() -> None:
    held, sent = threading.Event(), []

    def send(kind: str) -> None:
        held.wait(30)
        sent.append(kind)

    one = Bell(send)
    for _ in range(100):
        one.ring("translate")
        one.ring("tag")
    held.set()
    one.flush(5)
    assert 2 <= len(sent) <= 4


def test_bell_rests_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def send(kind: str) -> None:
        tries.append(kind)
        refuse(kind)

    one = Bell(send)
    for _ in range(3):
        one.ring("translate")
        one.flush(5)
    assert tries == ["translate"]


def test_bell_rings_again_after_its_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "REST", 0.0)
    tries: list[str] = []

    def send(kind: str) -> None:
        tries.append(kind)
        refuse(kind)

    one = Bell(send)
    for _ in range(3):
        one.ring("translate")
        one.flush(5)
    assert tries == ["translate"] * 3


def test_child_process_has_a_bell_of_its_own() -> None:
    read, write = os.pipe()
    one = Bell(lambda kind: void(os.write(write, kind.encode())))
    one.ring("parent")
    one.flush(5)
    assert os.read(read, 99) == b"parent"
    child = os.fork()
    if child == 0:
        one.ring("child")
        one.flush(5)
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 99) == b"child"


@pytest.fixture
def nothing_connected(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr(bell, "_bell", None)
    return bell.flush


def test_ringing_with_nothing_connected_does_nothing(nothing_connected: Callable[[], None]) -> None:
    bell.ring("translate")
    nothing_connected()
