"""Answers that break off, lie or make no sense: one sentence each, or the good in them."""

import pytest

from newsroom.wire.fetching import fetch
from tests.newsroom.wire.ending import at_most, reason
from tests.newsroom.wire.servers import (
    Script,
    allowing,
    endless,
    head,
    raw,
    resetting,
    saying,
    serving,
)

BROKEN = "paper.example broke off the connection."
NO_ANSWER = "paper.example sent what is no proper answer."
UNPACKABLE = "paper.example sent a body that cannot be unpacked."


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param(resetting(b""), BROKEN, id="reset at once"),
        pytest.param(resetting(b"HTTP/1.1 200 OK\r\nA: "), BROKEN, id="reset in the headers"),
        pytest.param(resetting(head("Content-Length: 9") + b"x"), BROKEN, id="reset in the body"),
        pytest.param(raw(b""), BROKEN, id="the end at once"),
        pytest.param(raw(head("Content-Length: 1000") + b"x"), BROKEN, id="less than promised"),
        pytest.param(raw(head("Content-Length: 5, 9") + b"x" * 9), NO_ANSWER, id="two lengths"),
        pytest.param(
            raw(head("Transfer-Encoding: chunked") + b"zz\r\nx"), BROKEN, id="no size of a chunk"
        ),
        pytest.param(
            raw(head("Transfer-Encoding: chunked") + b"9\r\nx"), BROKEN, id="half a chunk"
        ),
        pytest.param(
            endless(head("Transfer-Encoding: chunked"), b"1" * 9999), NO_ANSWER, id="endless size"
        ),
        pytest.param(raw(b"<html>" * 100), NO_ANSWER, id="no HTTP at all"),
        pytest.param(raw(b"HTTP/1.1 200"[:9] + b"\r\n\r\n"), NO_ANSWER, id="no status"),
        pytest.param(raw(head(status="99 So")), NO_ANSWER, id="a status below 100"),
        pytest.param(raw(head(status="101 So")), NO_ANSWER, id="another protocol"),
        pytest.param(raw(head("Content-Encoding: gzip") + b"none"), UNPACKABLE, id="no gzip"),
        pytest.param(raw(head("Content-Encoding: deflate") + b"no"), UNPACKABLE, id="no deflate"),
        pytest.param(raw(head("Content-Encoding: br") + b"x"), UNPACKABLE, id="not asked for"),
        pytest.param(raw(head("Content-Encoding: gzip, gzip")), UNPACKABLE, id="packed twice"),
    ],
)
def test_broken_answer_is_said_so_in_a_sentence(script: Script, why: str) -> None:
    with at_most(4):
        assert reason(script) == why


@pytest.mark.parametrize(
    "lie", ["Content-Length: x", "Content-Length: -1", "Content-Length: " + "9" * 5000]
)
def test_length_that_is_none_is_not_believed(lie: str) -> None:
    with serving(raw(head(lie) + b"bonjour")) as server:
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert answer.body == b"bonjour"


def test_bytes_after_the_end_are_not_taken() -> None:
    with serving(raw(head("Content-Length: 7") + b"bonjour et adieu")) as server:
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert answer.body == b"bonjour"


def test_headers_that_make_no_sense_say_nothing() -> None:
    nonsense = ("ETag: é", "Last-Modified", "Retry-After: ²", "Cache-Control: max-age=x", ": :")
    with serving(saying(b"bonjour", *nonsense)) as server:
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert (answer.etag, answer.last_modified) == ("", "")
    assert (answer.retry_after, answer.max_age) == (None, None)
