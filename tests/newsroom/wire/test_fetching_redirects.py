"""Redirects between honest servers: how far they are followed, and what they say."""

import socket
import time

import pytest

from newsroom.wire.fetching import Unreachable, fetch
from tests.newsroom.wire.servers import (
    Script,
    allowing,
    head,
    names,
    raw,
    redirecting,
    saying,
    serving,
)


def by_path(**answers: Script) -> Script:
    """A site: each path, without its slash, answers as it is told."""

    def script(line: socket.socket) -> None:
        path = line.recv(65536).split(b" ")[1].decode().strip("/").partition("?")[0]
        answers.get(path, raw(head("Content-Length: 0", status="404 Not Found")))(line)

    return script


def test_redirect_is_followed_and_said_before() -> None:
    site = by_path(a=redirecting("/b?c#d"), b=saying(b"here"))
    heard: list[str] = []
    with serving(site, reads=False) as server:
        url = f"http://paper.example:{server.port}"
        answer = fetch(f"{url}/a", network=allowing(server), on_redirect=heard.append)
    assert (answer.body, answer.url, answer.moved_to) == (b"here", f"{url}/b?c", "")
    assert heard == [f"{url}/b?c"]


def test_who_hears_of_a_redirect_may_stop_it() -> None:
    def no(url: str) -> None:
        raise Unreachable("Not there.")

    with serving(redirecting("/b")) as server, pytest.raises(Unreachable, match="Not there"):
        fetch(f"http://paper.example:{server.port}/a", network=allowing(server), on_redirect=no)
    assert server.paths == ["/a"]


def test_waiting_before_a_redirect_does_not_count() -> None:
    site = by_path(a=redirecting("/b"), b=saying(b"here"))
    with serving(site, reads=False) as server:
        answer = fetch(
            f"http://paper.example:{server.port}/a",
            network=allowing(server, seconds=0.5),
            on_redirect=lambda url: time.sleep(0.7),
        )
    assert answer.body == b"here"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((301, 302, 301), "/1"),
        ((302, 301), ""),
        ((307,), ""),
        ((303,), ""),
    ],
)
def test_only_permanent_redirects_from_the_first_on_move(
    statuses: tuple[int, ...], moved: str
) -> None:
    hops = {str(n): redirecting(f"/{n + 1}", f"{code} So") for n, code in enumerate(statuses)}
    hops[str(len(statuses))] = saying(b"here")
    with serving(by_path(**hops), reads=False) as server:
        url = f"http://paper.example:{server.port}"
        answer = fetch(f"{url}/0", network=allowing(server))
    assert answer.body == b"here"
    assert answer.moved_to == (url + moved if moved else "")


def test_three_redirects_are_followed_and_no_fourth() -> None:
    hops = {str(n): redirecting(f"/{n + 1}") for n in range(4)}
    with serving(by_path(**hops, **{"4": saying(b"here")}), reads=False) as server:
        url = f"http://paper.example:{server.port}"
        assert fetch(f"{url}/1", network=allowing(server)).body == b"here"
        with pytest.raises(Unreachable) as caught:
            fetch(f"{url}/0", network=allowing(server))
    assert caught.value.reason == "paper.example redirects more than 3 times."
    assert server.connections == 4 + 4


def test_validators_go_along_on_a_redirect() -> None:
    known = names(paper_example="127.0.0.1", other_example="127.0.0.1")
    with (
        serving(raw(head(status="304 Not Modified"))) as there,
        serving(redirecting(f"http://other.example:{there.port}/b")) as here,
    ):
        network = allowing(here, there, resolve=known)
        url = f"http://paper.example:{here.port}/a"
        answer = fetch(url, network=network, etag='"v1"', last_modified="then")
    assert (answer.status, answer.url) == (304, f"http://other.example:{there.port}/b")
    assert there.header("If-None-Match") == '"v1"'
    assert there.header("If-Modified-Since") == "then"


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("b/c", "/a/b/c"),
        ("?page=2", "/a/?page=2"),
        ("/été à Paris", "/%C3%A9t%C3%A9%20%C3%A0%20Paris"),
        ("/%C3%A9t%C3%A9", "/%C3%A9t%C3%A9"),
        ("../x", "/x"),
    ],
)
def test_location_is_read_as_browsers_read_it(location: str, path: str) -> None:
    heard: list[str] = []
    with serving(redirecting(location)) as server, pytest.raises(Unreachable):
        fetch(
            f"http://paper.example:{server.port}/a/",
            network=allowing(server),
            on_redirect=heard.append,
        )
    assert heard[0] == f"http://paper.example:{server.port}{path}"


def test_redirect_that_leads_nowhere_is_an_answer() -> None:
    with serving(raw(head("Content-Length: 0", status="302 Found"))) as server:
        answer = fetch(f"http://paper.example:{server.port}/", network=allowing(server))
    assert (answer.status, answer.body) == (302, b"")
