"""Fetching from honest servers: what is asked, what comes back, and where redirects lead."""

import gzip
import tomllib
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from newsroom.wire.fetching import FEEDS, PAGES, VERSION, Answer, Unreachable, fetch, user_agent
from tests.house import read
from tests.newsroom.wire.servers import (
    Script,
    Server,
    allowing,
    head,
    raw,
    saying,
    serving,
)


def got(script: Script, path: str = "/", **asked: str) -> tuple[Answer, Server]:
    with serving(script) as server:
        url = f"http://paper.example:{server.port}{path}"
        return fetch(url, network=allowing(server), **asked), server  # type: ignore[arg-type]


def test_page_comes_back_as_it_was_sent() -> None:
    headers = ('ETag: W/"v1"', "Last-Modified: Mon, 05 Jan 2026 10:00:00 GMT")
    more = ("Cache-Control: max-age=300", "X-Robots-Tag: noindex", "X-Robots-Tag: noarchive")
    answer, server = got(saying("été".encode(), *headers, *more), "/a?b=c#d")
    assert answer == Answer(
        url=f"http://paper.example:{server.port}/a?b=c",
        status=200,
        body="été".encode(),
        media_type="text/html",
        charset="utf-8",
        etag='W/"v1"',
        last_modified="Mon, 05 Jan 2026 10:00:00 GMT",
        robots_tag="noindex, noarchive",
        retry_after=None,
        max_age=300.0,
        moved_to="",
    )


def test_server_sees_who_asks_and_for_what(settings: Settings) -> None:
    settings.SITE_URL, settings.FETCH_CONTACT = "https://news.example.org", "us@example.org"
    _, server = got(saying(b""), "/a?b=c", accept=FEEDS)
    assert server.requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    asked = {name: server.header(name) for name in ("User-Agent", "Accept", "Accept-Encoding")}
    assert asked == {
        "User-Agent": f"Passerelle/{VERSION} (+https://news.example.org/about/; us@example.org)",
        "Accept": FEEDS,
        "Accept-Encoding": "gzip, deflate",
    }
    assert server.header("Host") == f"paper.example:{server.port}"
    told = {row.split(b":")[0].lower() for row in server.requests[0].split(b"\r\n")[1:] if row}
    assert not told & {b"cookie", b"referer", b"authorization", b"if-none-match"}


def test_pages_are_asked_for_where_nothing_is_said() -> None:
    assert got(saying(b""))[1].header("Accept") == PAGES


def test_name_needs_no_contact_and_bears_any_site(settings: Settings) -> None:
    settings.SITE_URL, settings.FETCH_CONTACT = "https://actualités.example", ""
    assert user_agent().startswith(f"Passerelle/{VERSION} (+https://")
    assert user_agent().endswith("/about/)")
    assert user_agent().isascii()


def test_version_is_that_of_the_project() -> None:
    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == VERSION


def test_what_is_held_is_not_sent_again() -> None:
    same = raw(head('ETag: "v1"', status="304 Not Modified"))
    date = "Mon, 05 Jan 2026 10:00:00 GMT"
    answer, server = got(same, etag='"v1"', last_modified=date)
    assert (answer.status, answer.body, answer.etag) == (304, b"", '"v1"')
    assert server.header("If-None-Match") == '"v1"'
    assert server.header("If-Modified-Since") == date


@pytest.mark.parametrize("nonsense", ['"a\r\nHost: b"', '"é"', "\x00", "x" * 501])
def test_validator_that_cannot_be_sent_is_left_out(nonsense: str) -> None:
    answer, server = got(saying(b"ok"), etag=nonsense, last_modified=nonsense)
    assert answer.body == b"ok"
    assert not server.header("If-None-Match") + server.header("If-Modified-Since")


@pytest.mark.parametrize("status", [204, 206, 403, 404, 410, 429, 500, 503])
def test_any_final_status_is_an_answer_without_its_body(status: int) -> None:
    answer, _ = got(saying(b"an excuse", "Retry-After: 30", status=f"{status} So"))
    assert (answer.status, answer.body, answer.retry_after) == (status, b"", 30.0)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:])),
        ("identity", bytes),
        ("UTF-8", bytes),
    ],
)
def test_packed_body_is_unpacked(coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"Le pont est rouvert. " * 9000
    assert got(saying(pack(body), f"Content-Encoding: {coding}"))[0].body == body


def test_body_in_chunks_is_put_together() -> None:
    chunks = b"3\r\nbon\r\n4;x=y\r\njour\r\n0\r\nTrailer: x\r\n\r\n"
    assert got(raw(head("Transfer-Encoding: chunked") + chunks))[0].body == b"bonjour"


def test_body_may_end_with_the_connection() -> None:
    assert got(raw(head() + b"bonjour"))[0].body == b"bonjour"


def test_name_that_nobody_knows_is_said_so() -> None:
    with serving(saying(b"")) as server, pytest.raises(Unreachable) as caught:
        fetch(f"http://unknown.example:{server.port}/", network=allowing(server))
    assert caught.value.reason == "The name unknown.example could not be found."
    assert not caught.value.permanent


def test_two_at_once_do_not_disturb_each_other() -> None:
    with serving(saying(b"x" * 100_000)) as server:
        network = allowing(server)
        url = f"http://paper.example:{server.port}/"
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: fetch(url, network=network), range(40)))
    assert {len(answer.body) for answer in answers} == {100_000}
