"""The tests' newspaper says what it is told to say, and forgets nobody who asked."""

import threading
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from typing import cast
from urllib.error import HTTPError

import pytest

from newsroom.ingest.formats import html
from newsroom.ingest.story import Story
from tests.press import Item, Press, Reply, article_html, atom, rss

MAY = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def get(press: Press, path: str, n: int = 0, **headers: str) -> tuple[int, bytes]:
    """Status and body at the n-th host, whatever the status."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    request = urllib.request.Request(press.origin(n) + path, headers=named)
    try:
        with cast(HTTPResponse, urllib.request.urlopen(request, timeout=10)) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def test_it_says_what_was_put(press: Press) -> None:
    press.put("/a", "Bonjour.", retry_after="3")
    with urllib.request.urlopen(press.origin() + "/a") as answer:
        assert answer.read() == b"Bonjour."
        assert answer.headers["Retry-After"] == "3"
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_it_has_no_robots_txt_and_no_unknown_page(press: Press) -> None:
    assert get(press, "/robots.txt")[0] == get(press, "/nothing")[0] == 404
    press.put("/a", b"here")
    press.drop("/a")
    assert get(press, "/a")[0] == 404


def test_each_address_may_be_another_host(press: Press) -> None:
    press.put("/a", b"all")
    press.put("/a", b"third", host=press.host(3))
    assert [get(press, "/a", n)[1] for n in (0, 3, 70_000)] == [b"all", b"third", b"all"]
    assert [each.host for each in press.asked] == ["127.0.0.1", "127.0.0.4", "127.1.17.113"]


def test_the_holder_of_an_etag_gets_304(press: Press) -> None:
    press.put("/a", b"text", etag='"1"', last_modified="Mon, 04 May 2026 09:30:00 GMT")
    assert get(press, "/a", If_None_Match='"1"') == (304, b"")
    assert get(press, "/a", If_Modified_Since="Mon, 04 May 2026 09:30:00 GMT") == (304, b"")
    assert get(press, "/a", If_None_Match='"2"') == (200, b"text")
    press.put("/a", b"text", etag='"1"', conditional=False)
    assert get(press, "/a", If_None_Match='"1"') == (200, b"text")


def test_a_script_ends_with_its_last_reply(press: Press) -> None:
    press.script("/a", [Reply(status=500), Reply(status=429), Reply(b"well")])
    assert [get(press, "/a")[0] for _ in range(4)] == [500, 429, 200, 200]
    assert [each.status for each in press.asked_for("/a")] == [500, 429, 200, 200]


def test_it_leads_on(press: Press) -> None:
    press.redirect("/old", "/new", status=302)
    press.put("/new", b"moved")
    assert get(press, "/old") == (200, b"moved")
    assert [each.status for each in press.asked] == [302, 200]


def test_a_stream_is_the_whole_answer(press: Press) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 418 Teapot\r\n"
        yield b"\r\nshort"

    press.script("/a", [Reply(stream=pieces)])
    assert get(press, "/a") == (418, b"short")


def test_what_is_unknown_may_be_made_up_on_the_way(press: Press) -> None:
    press.otherwise = lambda host, path: Reply(f"{host}{path}".encode())
    assert get(press, "/x", 1) == (200, b"127.0.0.2/x")


def test_it_knows_how_many_asked_at_once(press: Press) -> None:
    press.script("/slow", [Reply(delay=0.3)])
    threads = [threading.Thread(target=get, args=(press, "/slow", n // 2)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert press.most_at_once() == 4
    assert press.most_at_once(press.host(1)) == 2
    get(press, "/nothing", 1)
    assert press.most_at_once(press.host(1)) == 2


def test_one_after_the_other_is_never_two_at_once(press: Press) -> None:
    press.put("/a", b"x" * 100_000)
    line = HTTPConnection("127.0.0.1", press.port)
    for _ in range(200):
        line.request("GET", "/a")
        line.getresponse().read()
    line.close()
    assert (press.most_at_once(), press.connections, len(press.asked)) == (1, 1, 200)


def test_who_reads_no_more_of_an_error_than_its_head_asks_the_next_thing(press: Press) -> None:
    press.put("/gone", b"x" * 20_000_000, status=410)  # more than the line holds
    lines = [HTTPConnection("127.0.0.1", press.port) for _ in range(2)]
    for line, path in zip(lines, ("/gone", "/a"), strict=True):
        line.request("GET", path)
        line.getresponse()
    assert press.most_at_once() == 1
    for line in lines:
        line.close()


def test_it_knows_the_pauses_between_requests(press: Press) -> None:
    for _ in range(2):
        get(press, "/a")
        time.sleep(0.2)
    get(press, "/a", 1)
    assert press.gaps(press.host()) == [pytest.approx(0.2, abs=0.15)]
    assert press.gaps(press.host(1)) == []
    press.forget()
    assert press.asked == []


def test_it_answers_a_thousand_requests_within_seconds(press: Press) -> None:
    started = time.monotonic()
    for n in range(1000):
        get(press, "/robots.txt", n)
    assert press.connections == 1000
    assert time.monotonic() - started < 20


def test_an_article_is_one_to_the_newsroom() -> None:
    told = ["La mairie de Valmer rouvre ses portes lundi matin.", "Le maire s’en est réjoui."]
    page = article_html("Valmer rouvre", told, date=MAY, canonical="http://valmer.test/1")
    story = next(html.read(page, "ref", "name"))
    assert isinstance(story, Story)
    assert (story.title, story.ref) == ("Valmer rouvre", "http://valmer.test/1")
    assert [block.text for block in story.blocks] == told
    assert story.published is not None
    assert story.published.at == MAY


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("write", [rss, atom], ids=["rss", "atom"])
def test_a_feed_is_well_formed_in_any_encoding(write: Callable[..., bytes], encoding: str) -> None:
    item = Item("Été & hiver", "http://valmer.test/1?a=1&b=2", "Court.", ["Long."], MAY, "n1")
    tree = ET.fromstring(write([item], encoding=encoding, ttl="60"))
    texts = [node.text for node in tree.iter()]
    assert {"Été & hiver", "<p>Long.</p>", "60"} <= set(texts)
