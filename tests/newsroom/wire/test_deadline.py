"""A deadline: it ends waiting, whoever waits and for what."""

import socket
import time

import pytest

from newsroom.wire.deadline import Deadline

SOON = 0.1


def test_waiting_for_bytes_ends_when_time_is_up() -> None:
    here, there = socket.socketpair()
    deadline = Deadline(SOON)
    with here, there, deadline.running():
        deadline.watch(here)
        assert here.recv(1) == b""
    assert deadline.passed


def test_connection_is_left_alone_before() -> None:
    here, there = socket.socketpair()
    with here, there:
        deadline = Deadline(60)
        with deadline.running():
            deadline.watch(here)
        there.sendall(b"x")
        assert here.recv(1) == b"x"
    assert not deadline.passed


def test_connection_no_longer_watched_lives_on() -> None:
    here, there = socket.socketpair()
    deadline = Deadline(SOON)
    with here, there:
        with deadline.running():
            deadline.watch(here)
        with deadline.running():
            time.sleep(2 * SOON)
        there.sendall(b"x")
        assert here.recv(1) == b"x"


def test_connection_opened_too_late_is_shut_at_once() -> None:
    here, there = socket.socketpair()
    deadline = Deadline(0)
    with here, there, deadline.running():
        time.sleep(SOON)
        deadline.watch(here)
        assert here.recv(1) == b""


def test_socket_that_is_not_connected_does_no_harm() -> None:
    deadline = Deadline(0)
    with socket.socket() as line, deadline.running():
        deadline.watch(line)
        time.sleep(SOON)
    assert deadline.passed


def test_time_passes_only_within_the_block() -> None:
    deadline = Deadline(10)
    with deadline.running():
        time.sleep(SOON)
    kept = deadline.left
    time.sleep(SOON)
    assert deadline.left == kept < 10 - SOON / 2


def test_what_is_left_runs_out_over_several_blocks() -> None:
    deadline = Deadline(1.5 * SOON)
    for _ in range(2):
        with deadline.running():
            time.sleep(SOON)
    assert deadline.passed


def test_work_that_takes_too_long_is_left_behind() -> None:
    deadline = Deadline(SOON)
    began = time.monotonic()
    with deadline.running(), pytest.raises(TimeoutError):
        deadline.run(lambda: time.sleep(2))
    assert time.monotonic() - began < 1


def test_work_gives_its_result() -> None:
    with (deadline := Deadline(10)).running():
        assert deadline.run(lambda: 7) == 7


@pytest.mark.parametrize("kind", [OSError, ValueError])
def test_error_of_the_work_reaches_who_waits(kind: type[Exception]) -> None:
    def work() -> None:
        raise kind("no")

    with (deadline := Deadline(10)).running(), pytest.raises(kind, match="no"):
        deadline.run(work)
