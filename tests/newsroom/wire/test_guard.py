"""The guard: what is public, how an address is taken apart, and where a name may lead."""

import ipaddress
import socket
from collections.abc import Sequence

import pytest
from pytest_django import Settings

from newsroom.wire.deadline import Deadline
from newsroom.wire.guard import (
    LONGEST,
    NEVER,
    UNICAST,
    Address,
    Forbidden,
    Limits,
    Network,
    Unreachable,
    is_public,
)
from tests.newsroom.wire.servers import PUBLIC, names

OUTSIDE = {
    "this network": ("0.0.0.0", "0.255.255.255"),
    "private 10": ("10.0.0.0", "10.255.255.255"),
    "shared by carriers": ("100.64.0.0", "100.127.255.255"),
    "loopback": ("127.0.0.0", "127.255.255.255"),
    "link-local, and clouds' metadata": ("169.254.0.0", "169.254.169.254"),
    "private 172.16": ("172.16.0.0", "172.31.255.255"),
    "protocol assignments": ("192.0.0.0", "192.0.0.9", "192.0.0.170", "192.0.0.255"),
    "documentation 1": ("192.0.2.0", "192.0.2.255"),
    "6to4 relays": ("192.88.99.0", "192.88.99.255"),
    "private 192.168": ("192.168.0.0", "192.168.255.255"),
    "benchmarking": ("198.18.0.0", "198.19.255.255"),
    "documentation 2": ("198.51.100.0", "198.51.100.255"),
    "documentation 3": ("203.0.113.0", "203.0.113.255"),
    "multicast": ("224.0.0.0", "239.255.255.255"),
    "reserved": ("240.0.0.0", "255.255.255.254"),
    "broadcast": ("255.255.255.255",),
    "unspecified": ("::",),
    "loopback 6": ("::1",),
    "IPv4-compatible": ("::127.0.0.1", "::8.8.8.8"),
    "IPv4-mapped": ("::ffff:127.0.0.1", "::ffff:8.8.8.8"),
    "IPv4-translated": ("::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8"),
    "NAT64": ("64:ff9b::", "64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8"),
    "NAT64 of a place": ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:127.0.0.1"),
    "discard-only": ("100::", "100::ffff:ffff:ffff:ffff"),
    "Teredo": ("2001::", "2001:0:ffff:ffff:ffff:ffff:80ff:fffe"),
    "benchmarking 6": ("2001:2::", "2001:2:0:ffff::"),
    "cryptographic names": ("2001:10::", "2001:20::", "2001:2f:ffff::"),
    "protocol assignments 6": ("2001:1::1", "2001:1ff:ffff::"),
    "documentation 6": ("2001:db8::", "2001:db8:ffff::"),
    "6to4": ("2002::", "2002:7f00:1::1", "2002:808:808::1"),
    "documentation 6, newer": ("3fff::", "3fff:fff:ffff::"),
    "segment routing": ("5f00::", "5f00:ffff::"),
    "not given out": ("1::", "4000::", "9000::1", "e000::"),
    "private 6": ("fc00::", "fd12:3456::1", "fdff:ffff::"),
    "link-local 6": ("fe80::", "fe80::1%eth0", "febf:ffff::"),
    "site-local": ("fec0::", "feff:ffff::"),
    "multicast 6": ("ff00::", "ff02::1", "ff0e::1", "ffff:ffff::"),
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_not_public(what: str) -> None:
    public = [text for text in OUTSIDE[what] if is_public(ipaddress.ip_address(text))]
    assert not public


@pytest.mark.parametrize(
    "text",
    [
        *("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"),
        *("128.0.0.0", "172.32.0.0", "192.0.1.0", "192.88.98.255", "198.20.0.0", "223.255.255.255"),
        *("2000::1", "2001:200::1", "2001:660:3003::1", "2003::1", "2a00:1450:4007::1", "2c0f::1"),
    ],
)
def test_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_names_of_the_list_do_not_hang_on_the_tables_of_python() -> None:
    """Each is on our own list, or outside what IPv6 has given out at all."""
    told = [ipaddress.ip_address(text) for texts in OUTSIDE.values() for text in texts]
    alone = [at for at in told if at.version == 4 or at in UNICAST]
    assert not [at for at in alone if not any(at in network for network in NEVER)]


def url_of(written: str) -> str:
    return Network().place(written).url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://Paper.example", "http://paper.example/"),
        ("HTTPS://paper.example:443/a?b=c#d", "https://paper.example/a?b=c"),
        ("http://paper.example:80/", "http://paper.example/"),
        ("https://paper.example:80/", "https://paper.example:80/"),
        ("http://paper.example:/", "http://paper.example/"),
        ("http://paper.example./", "http://paper.example/"),
        ("http://presse_libre.example/", "http://presse_libre.example/"),
        (" http://paper.example/ ", "http://paper.example/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://paper。example/", "http://paper.example/"),
        ("http://ＰＡＰＥＲ.example/", "http://paper.example/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://[2A00:1450:0::1]/", "http://[2a00:1450::1]/"),
        ("http://7sur7.example/", "http://7sur7.example/"),
        ("http://paper.example/été à Paris?q=é", "http://paper.example/%C3%A9t%C3%A9%20%C3%A0%20"),
        ("http://paper.example/%C3%A9|%2F?a=%20", "http://paper.example/%C3%A9|%2F?a=%20"),
        ("http://paper.example#@elsewhere.example/", "http://paper.example/"),
        ("http://paper.example?@elsewhere.example/", "http://paper.example/?@elsewhere.example/"),
        ("http://paper.example/@elsewhere.example", "http://paper.example/@elsewhere.example"),
    ],
)
def test_address_is_taken_apart(written: str, url: str) -> None:
    assert url_of(written).startswith(url)
    assert url_of(url_of(written)) == url_of(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://paper.example/a", "“ftp://paper.example/a” begins neither with http:// nor"),
        ("paper.example", "“paper.example” begins neither with http:// nor with https://."),
        ("http://", "“http://” is no web address."),
        ("http://a b.example/", "“http://a b.example/” is no web address."),
        ("http://paper.example:0/", "is no web address."),
        ("http://paper.example:70000/", "is no web address."),
        ("http://paper.example:８０/", "is no web address."),
        ("http://paper.example:8080/", "Port 8080 of paper.example is not asked: only 80 and 443"),
        ("http://me:secret@paper.example/", "holds a user’s name before its host: none is ever"),
        ("http://127.0.0.1/", "127.0.0.1 does not lead to the public internet."),
        ("http://1.1/", "“http://1.1/” is no web address."),
        ("http://paper.example/\nX: y", "“http://paper.example/ X: y” is no web address."),
        ("http://paper.example\\@elsewhere.example/", "is no web address."),
        (f"http://paper.example/{'a' * LONGEST}", "aaa…” is no web address."),
        (f"http://{'a' * 64}.example/", "is no web address."),
        ("http://-paper.example/", "is no web address."),
        ("http://paper..example/", "is no web address."),
        ("http://\ud800.example/", "is no web address."),
        ("http://paper.example/\ud800", "is no web address."),
    ],
)
def test_address_that_is_none_is_forbidden_in_a_sentence(written: str, reason: str) -> None:
    with pytest.raises(Forbidden) as caught:
        Network().place(written)
    assert reason in caught.value.reason
    assert caught.value.permanent


@pytest.mark.parametrize(
    "written", ["http://me:secret@[x/", "ftp://me:secret@a/", "http://a:secret@b/"]
)
def test_no_sentence_tells_a_password(written: str) -> None:
    with pytest.raises(Forbidden) as caught:
        Network().place(written)
    assert "secret" not in caught.value.reason


def addresses_of(network: Network, url: str = "http://paper.example/") -> list[Address]:
    deadline = Deadline(5)
    with deadline.running():
        return network.addresses(network.place(url), deadline)


def test_name_leads_to_all_its_addresses_once() -> None:
    network = Network(resolve=names(paper_example=[PUBLIC, "2a00:1450::1", PUBLIC]))
    assert [str(each) for each in addresses_of(network)] == [PUBLIC, "2a00:1450::1"]


@pytest.mark.parametrize(
    "found",
    [
        *(["10.0.0.1"], [PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::ffff:10.0.0.1"]),
        *([PUBLIC, "fe80::1%eth0"], [PUBLIC, "64:ff9b::1"], [PUBLIC, "nonsense"], [PUBLIC, ""]),
    ],
)
def test_one_forbidden_address_forbids_the_name(found: Sequence[str]) -> None:
    with pytest.raises(Forbidden, match=r"^paper\.example does not lead to the public internet\.$"):
        addresses_of(Network(resolve=names(paper_example=found)))


def test_unknown_name_may_be_known_another_time() -> None:
    with pytest.raises(socket.gaierror):
        addresses_of(Network(resolve=names()))
    with pytest.raises(socket.gaierror):
        addresses_of(Network(resolve=names(paper_example=[])))
    assert not Unreachable("").permanent


def test_address_itself_is_not_looked_up() -> None:
    assert [str(each) for each in addresses_of(Network(resolve=names()), f"http://{PUBLIC}/")] == [
        PUBLIC
    ]


def test_exception_is_for_its_network_and_its_port_alone() -> None:
    network = Network(exceptions=((ipaddress.ip_network("10.0.0.0/8"), 8080),))
    assert network.place("http://10.0.0.5:8080/").port == 8080
    for other in ("http://10.0.0.5/", "http://11.0.0.5:8080/", f"http://{PUBLIC}:8080/"):
        with pytest.raises(Forbidden):
            network.place(other)


def test_exception_holds_for_a_name_that_leads_there() -> None:
    exceptions = ((ipaddress.ip_network("10.0.0.0/8"), 80),)
    network = Network(exceptions=exceptions, resolve=names(paper_example="10.0.0.5"))
    assert [str(each) for each in addresses_of(network)] == ["10.0.0.5"]


def test_operator_says_what_is_excepted(settings: Settings) -> None:
    place = (ipaddress.ip_network("10.0.0.0/8"), 8080)
    settings.FETCH_EXCEPTIONS = [place]
    assert Network.of_settings() == Network(exceptions=(place,))
    assert len({Network.of_settings(), Network(exceptions=(place,))}) == 1


def test_limits_are_five_megabytes_and_twenty_seconds() -> None:
    assert Network().limits == Limits(bytes=5_000_000, seconds=20.0)


def test_system_knows_where_this_machine_is() -> None:
    assert {"127.0.0.1", "::1"} & set(Network().resolve("localhost", 80))
