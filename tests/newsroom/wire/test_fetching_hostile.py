"""Addresses and redirects that mean to lead behind the wall: none reaches the canary.

The canary is a real server on every address of this machine. Its port counts as one of those that
may be asked, so that the addresses alone keep it from being reached. Nothing may leave the machine
either: what was tried is counted.
"""

import ipaddress
import socket
from collections.abc import Iterator, Sequence

import pytest

from newsroom.wire.fetching import Forbidden, Unreachable, fetch
from newsroom.wire.guard import Network
from tests.blockade import Blockade
from tests.newsroom.wire.servers import (
    PUBLIC,
    Server,
    allowing,
    head,
    names,
    raw,
    redirecting,
    saying,
    serving,
)
from tests.newsroom.wire.tricks import ALL

RESOLVED = names(
    localhost=["::1", "127.0.0.1"],
    inside_example="127.0.0.1",
    mapped_example="::ffff:127.0.0.1",
    nat64_example="64:ff9b::127.0.0.1",
    link_example="fe80::1%lo",
    half_example=[PUBLIC, "127.0.0.1"],
    otherhalf_example=["127.0.0.1", PUBLIC],
    garbled_example=["0x7f.1"],
)


@pytest.fixture
def canary() -> Iterator[Server]:
    with serving(saying(b"a secret")) as server:
        yield server


def walled(canary: Server, *fronts: Server) -> Network:
    """Any public address may be asked on the canary's port; of this machine, the fronts alone."""
    here = ipaddress.ip_network("127.0.0.1")
    return Network(
        exceptions=tuple((here, front.port) for front in fronts),
        ports=frozenset({80, 443, canary.port}),
        resolve=RESOLVED,
    )


def test_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len(set(ALL)) == len(ALL) >= 60


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "inside.example"])
def test_canary_sings_where_it_is_excepted(canary: Server, host: str) -> None:
    url = f"http://{host}:{canary.port}/"
    assert fetch(url, network=allowing(canary, resolve=RESOLVED)).body == b"a secret"
    assert canary.connections == 1


@pytest.mark.parametrize("n", range(len(ALL)))
def test_address_does_not_reach_the_canary(n: int, canary: Server, no_network: Blockade) -> None:
    with pytest.raises(Forbidden) as caught:
        fetch(ALL[n].format(port=canary.port), network=walled(canary))
    assert canary.connections == 0
    assert not no_network.attempts
    assert "secret" not in caught.value.reason


@pytest.mark.parametrize("n", range(len(ALL)))
def test_redirect_does_not_reach_the_canary(n: int, canary: Server, no_network: Blockade) -> None:
    location = ALL[n].format(port=canary.port)
    with serving(redirecting(location)) as front:
        try:
            answer = fetch(f"http://127.0.0.1:{front.port}/", network=walled(canary, front))
        except Unreachable:
            pass
        else:  # a Location that is none
            assert (answer.status, answer.body) == (302, b"")
    assert front.connections >= 1
    assert canary.connections == 0
    assert not no_network.attempts


@pytest.mark.parametrize("hops", range(5))
def test_canary_is_not_reached_at_the_end_of_a_chain(canary: Server, hops: int) -> None:
    def script(line: socket.socket) -> None:
        n = int(line.recv(65536).split(b" ")[1].strip(b"/"))
        there = f"/{n + 1}" if n < hops else f"http://127.0.0.1:{canary.port}/"
        redirecting(there, "308 So")(line)

    with serving(script, reads=False) as front, pytest.raises(Unreachable):
        fetch(f"http://127.0.0.1:{front.port}/0", network=walled(canary, front))
    assert front.connections == min(hops, 3) + 1
    assert canary.connections == 0


def test_redirect_to_another_port_of_the_same_host_is_checked(canary: Server) -> None:
    with serving(redirecting("http://127.0.0.1:22/")) as front, pytest.raises(Forbidden) as caught:
        fetch(f"http://127.0.0.1:{front.port}/", network=walled(canary, front))
    assert caught.value.reason == "Port 22 of 127.0.0.1 is not asked: only 80 and 443 are."


def test_line_break_in_a_location_makes_no_header(canary: Server) -> None:
    broken = head("Content-Length: 0", "Location: /a\r\n\tX-Evil: b", status="302 Found")
    with serving(raw(broken)) as front, pytest.raises(Unreachable):
        fetch(f"http://127.0.0.1:{front.port}/", network=walled(canary, front))
    assert not [request for request in front.requests if b"\r\nX-Evil" in request]


class Moving:
    """A name that leads elsewhere each time it is looked up."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return [self.answers.pop(0)] if self.answers else ["127.0.0.1"]


def test_connection_goes_where_the_check_looked(canary: Server, no_network: Blockade) -> None:
    """DNS says a public address, then, asked again, the canary's: it is not asked again."""
    moving = Moving(PUBLIC)
    network = Network(ports=frozenset({canary.port}), resolve=moving)
    with pytest.raises(Unreachable, match=r"^moving\.example could not be reached\.$"):
        fetch(f"http://moving.example:{canary.port}/", network=network)
    assert no_network.attempts == [f"socket.connect {(PUBLIC, canary.port)}"]
    assert (moving.asked, canary.connections) == (1, 0)


def test_name_that_moves_behind_the_wall_is_caught_at_the_redirect(canary: Server) -> None:
    with serving(redirecting(f"http://moving.example:{canary.port}/")) as front:
        moving = Moving("127.0.0.1")
        here = (ipaddress.ip_network("127.0.0.1"), front.port)
        network = Network(
            exceptions=(here,), ports=frozenset({front.port, canary.port}), resolve=moving
        )
        with pytest.raises(Forbidden):
            fetch(f"http://moving.example:{front.port}/", network=network)
    assert (moving.asked, front.connections, canary.connections) == (2, 1, 0)


def test_fragment_hides_no_host(canary: Server) -> None:
    with pytest.raises(Unreachable, match=r"^The name paper\.example could not be found\.$"):
        fetch(f"http://paper.example#@127.0.0.1:{canary.port}/", network=walled(canary))
    assert canary.connections == 0
