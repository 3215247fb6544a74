"""Servers without end or measure: fetching ends within its limits, and memory stays flat."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsroom.wire.fetching import Unreachable, fetch
from newsroom.wire.guard import Limits, Network
from tests.newsroom.wire.ending import at_most, reason
from tests.newsroom.wire.servers import (
    MEGABYTE,
    Script,
    allowing,
    dripping,
    endless,
    gzip_bomb,
    head,
    hundred_megabytes,
    names,
    redirecting,
    saying,
    serving,
    silent,
)

SECONDS = 0.4  # instead of twenty
GRACE = 1.5  # seconds, on a busy machine
MOST = 5_000_000
LATE = "paper.example did not answer within 0.4 seconds."
LARGE = "paper.example sent more than 5 MB."
NO_ANSWER = "paper.example sent what is no proper answer."


@contextmanager
def in_time() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS + GRACE


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(silent, id="says nothing"),
        pytest.param(dripping(b"HTTP/1."), id="a byte at a time in the status line"),
        pytest.param(dripping(b"HTTP/1.1 200 OK\r\nA: "), id="a byte at a time in a header"),
        pytest.param(dripping(head()), id="a byte at a time in the body"),
        pytest.param(dripping(head("Content-Length: 1000")), id="a byte at a time of a thousand"),
        pytest.param(
            dripping(head("Transfer-Encoding: chunked") + b"5;"), id="a byte at a time in a chunk"
        ),
        pytest.param(
            endless(head("Transfer-Encoding: chunked") + b"0\r\n", b"A: b\r\n"),
            id="endless trailers",
        ),
        pytest.param(dripping(b"HTTP/1.1 100 Continue\r\nA: "), id="a byte at a time in a 100"),
    ],
)
def test_slow_server_is_left_in_time(script: Script) -> None:
    with in_time():
        assert reason(script, seconds=SECONDS) == LATE


def test_stalled_tls_handshake_is_left_in_time() -> None:
    with in_time():
        assert reason(silent, scheme="https", reads=False, seconds=SECONDS) == LATE


def test_tls_handshake_a_byte_at_a_time_is_left_in_time() -> None:
    start = b"\x16\x03\x03\x40\x00"
    with in_time():
        assert reason(dripping(start), scheme="https", reads=False, seconds=SECONDS) == LATE


def test_slow_redirects_share_one_limit() -> None:
    def script(line: socket.socket) -> None:
        time.sleep(SECONDS * 0.4)
        redirecting("/")(line)

    with in_time():
        assert reason(script, seconds=SECONDS) == LATE


def test_look_up_that_stalls_is_left_in_time() -> None:
    let_go = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        let_go.wait(10)
        return []

    with in_time(), pytest.raises(Unreachable, match=LATE):
        fetch("http://paper.example/", network=Network(resolve=resolve, limits=Limits(9, SECONDS)))
    let_go.set()


def test_connection_that_nobody_takes_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = int(full.getsockname()[1])
        waiting = [socket.socket() for _ in range(4)]
        for line in waiting:  # what the system takes for it, until it takes no more
            line.settimeout(0)
            line.connect_ex(("127.0.0.1", port))
        with in_time(), pytest.raises(Unreachable, match=LATE):
            fetch(f"http://paper.example:{port}/", network=_to(port))
        for line in waiting:
            line.close()


def _to(port: int) -> Network:
    return Network(
        exceptions=((ipaddress.ip_network("127.0.0.0/8"), port),),
        resolve=names(paper_example="127.0.0.1"),
        limits=Limits(seconds=SECONDS),
    )


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"), id="headers"),
        pytest.param(endless(b"HTTP/1.1 200 OK\r\nA: ", b"b" * 9999), id="one header"),
        pytest.param(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="100 Continue"),
        pytest.param(endless(b"", b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"), id="103"),
        pytest.param(endless(b"HTTP/1.1 ", b"2" * 9999), id="status line"),
    ],
)
def test_endless_beginning_is_no_answer(script: Script) -> None:
    with at_most(8):
        assert reason(script) == NO_ANSWER


def test_endless_redirects_are_followed_three_times() -> None:
    assert reason(redirecting("/")) == "paper.example redirects more than 3 times."


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(gzip_bomb(), id="gzip bomb"),
        pytest.param(
            endless(head("Content-Encoding: gzip"), gzip.compress(b"") * 1000), id="empty members"
        ),
        pytest.param(hundred_megabytes(), id="100 MB to the end of the connection"),
        pytest.param(hundred_megabytes(f"Content-Length: {100 * MEGABYTE}"), id="100 MB said so"),
        pytest.param(
            endless(head("Transfer-Encoding: chunked"), b"10000\r\n" + b"x" * 65536 + b"\r\n"),
            id="chunks without end",
        ),
        pytest.param(
            endless(head("Transfer-Encoding: chunked") + b"fffffffffffffff\r\n", b"x" * 65536),
            id="a chunk without end",
        ),
        pytest.param(
            endless(head("Transfer-Encoding: chunked"), b"-5\r\nxxxxx\r\n" * 1000),
            id="chunks of less than nothing",
        ),
    ],
)
def test_large_body_is_left_and_memory_stays_flat(script: Script) -> None:
    with at_most(16):
        assert reason(script) == LARGE


def test_body_of_just_five_megabytes_is_taken() -> None:
    with serving(saying(b"x" * MOST)) as server:
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert len(answer.body) == MOST


def test_body_of_a_byte_more_is_not() -> None:
    assert reason(saying(b"x" * (MOST + 1))) == LARGE


def test_body_that_nobody_wants_is_not_read() -> None:
    errors = endless(head(status="500 Oops"), b"x" * 65536)
    with serving(errors) as server, at_most(4):
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert (answer.status, answer.body) == (500, b"")
