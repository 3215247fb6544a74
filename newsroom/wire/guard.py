"""Which addresses may be fetched: those of the public internet, by http and https.

The name is looked up once, all that it leads to is checked, and the connection goes to a checked
address, never to a second look-up of the name.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

import idna
from django.conf import settings

from newsroom.wire.deadline import Deadline

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
USUAL_PORT = {"http": 80, "https": 443}
LONGEST = 8000  # characters of an address
# What lies behind these is no public server, whatever Python's tables say of it: the versions in
# use differ, and call some of them global.
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible
        *("::ffff:0:0/96", "::ffff:0:0:0/96"),  # IPv4-mapped and IPv4-translated
        *("64:ff9b::/96", "64:ff9b:1::/48"),  # NAT64: IPv4 addresses again
        *("100::/64", "5f00::/16"),  # discard-only, segment routing
        *("2001::/23", "2001:db8::/32", "3fff::/20"),  # Teredo and protocols, documentation
        "2002::/16",  # 6to4: IPv4 addresses again
        *("fc00::/7", "fe80::/10", "fec0::/10"),  # private, link-local, site-local
        "ff00::/8",  # multicast
    )
)
UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(?:\.{LABEL})*")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What no part of an address may hold: parsers do not agree on what these mean.
TREACHEROUS = re.compile(r"[\x00-\x1f\x7f\\]")
AS_IT_IS = "".join(map(chr, range(0x21, 0x7F))).translate(str.maketrans("", "", '"<>^`{}'))


class Unreachable(Exception):
    """There is no answer: one plain sentence why."""

    permanent = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Forbidden(Unreachable):
    """The address is never fetched: one plain sentence why."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost: bytes, packed and unpacked alike, and seconds in all."""

    bytes: int = 5_000_000
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: host in ASCII (IPv6 without brackets), path with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The address in one written form, without fragment and usual port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == USUAL_PORT[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def literal(self) -> Address | None:
        """The host where it is an IP address itself."""
        return _as_address(self.host)


def find(host: str, port: int) -> list[str]:
    """The IP addresses that the system's resolver knows for a name; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


@dataclass(frozen=True, slots=True)
class Network:
    """What may be reached, how names are found, and within which limits.

    `ports` are those of public addresses; `exceptions` are networks with a port each that may be
    fetched although they are not public.
    """

    exceptions: tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, int], ...] = ()
    ports: frozenset[int] = frozenset({80, 443})
    resolve: Resolve = find
    limits: Limits = Limits()

    @classmethod
    def of_settings(cls) -> Self:
        """The operator's."""
        return cls(exceptions=tuple(settings.FETCH_EXCEPTIONS))

    def place(self, url: str) -> Place:
        """Take an address apart; raises Forbidden where it is none to be fetched."""
        try:
            place = _place(url)
        except ValueError as error:
            raise Forbidden(f"“{_shown(url)}” is no web address.") from error
        if place.port not in self.ports.union(port for _, port in self.exceptions):
            raise Forbidden(f"Port {place.port} of {place.host} is not asked: only 80 and 443 are.")
        if place.literal:
            self._check(place, [place.literal])
        return place

    def addresses(self, place: Place, deadline: Deadline) -> list[Address]:
        """Look the host up, once; raises Forbidden, OSError.

        If one of its addresses is forbidden, all are: no honest name leads to the public internet
        and behind the wall at once, and what is asked must not depend on which of them answers.
        """
        if place.literal:
            found: list[Address | None] = [place.literal]
        else:
            texts = deadline.run(lambda: self.resolve(place.host, place.port))
            found = [_as_address(text) for text in texts]
        return self._check(place, found)

    def _check(self, place: Place, found: Sequence[Address | None]) -> list[Address]:
        good = [each for each in found if each and self._allows(each, place.port)]
        if len(good) < len(found):
            raise Forbidden(f"{place.host} does not lead to the public internet.")
        if not good:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        return list(dict.fromkeys(good))

    def _allows(self, address: Address, port: int) -> bool:
        if any(port == at and address in network for network, at in self.exceptions):
            return True
        return port in self.ports and is_public(address)


def is_public(address: Address) -> bool:
    """Whether it is an address of the public internet, in itself and not by a gateway."""
    if address.version == 6 and address not in UNICAST:
        return False
    return address.is_global and not any(address in network for network in NEVER)


def _as_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _place(url: str) -> Place:
    """Raises ValueError, or Forbidden where more can be said."""
    url = url.strip(" ")
    if TREACHEROUS.search(url) or len(url) > LONGEST:
        raise ValueError("treacherous or too long")
    parts = urlsplit(url)
    if parts.scheme not in USUAL_PORT:
        raise Forbidden(f"“{_shown(url)}” begins neither with http:// nor with https://.")
    if "@" in parts.netloc:
        raise Forbidden("The address holds a user’s name before its host: none is ever sent.")
    written, port = _parted(parts.netloc)
    query = f"?{parts.query}" if parts.query else ""
    path = quote((parts.path or "/") + query, safe=AS_IT_IS)
    return Place(parts.scheme, _host(written), int(port or USUAL_PORT[parts.scheme]), path)


def _parted(netloc: str) -> tuple[str, str]:
    """Host and port as they are written; an IPv6 address keeps its brackets."""
    found = re.fullmatch(r"(\[[^\[\]]*\]|[^\[\]:]*)(?::([0-9]{0,5}))?", netloc)
    if not found or (found[2] and not 0 < int(found[2]) < 65536):
        raise ValueError("no host with a port")
    return found[1], found[2] or ""


def _host(written: str) -> str:
    """The host in ASCII and lower case; raises ValueError.

    What ends in a number is an address of IPv4 to browsers, even if it is written with fewer
    parts, octally or in hexadecimal (WHATWG URL, 3.5). Only its plain form is taken here.
    """
    if written.startswith("["):
        if "%" in written:
            raise ValueError("a zone is of no use elsewhere")
        return str(ipaddress.IPv6Address(written[1:-1]))
    name = written.lower()
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii").lower()
    name = name.removesuffix(".")
    if not NAME.fullmatch(name):
        raise ValueError("no name of a host")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        return str(ipaddress.IPv4Address(name))
    return name


def _shown(url: str) -> str:
    """As much of an address as a sentence can bear, without anybody’s password."""
    plain = "".join(mark if mark.isprintable() else " " for mark in url)
    plain = re.sub(r"//[^/?#]*@", "//…@", plain)
    return plain if len(plain) <= 100 else f"{plain[:99]}…"
