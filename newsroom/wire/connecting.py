"""urllib3's connections, led to addresses that were checked, and bounded."""

import http.client
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from socket import AF_INET, AF_INET6, SOCK_STREAM, socket
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from newsroom.wire.deadline import Deadline
from newsroom.wire.guard import Address, Place

AN_ATTEMPT = 5.0  # seconds for one of a host's addresses, where it has others
MOST_STATUS_LINES = 10  # of interim answers and the final one


class TooLarge(Exception):
    """The answer has more bytes than are taken."""


class _Response(http.client.HTTPResponse):
    """An answer with few interim ones before it, and a bound to its bytes before unpacking."""

    def __init__(self, *args: Any, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most
        self.status_lines = 0

    def _read_status(self) -> tuple[str, int, str]:
        self.status_lines += 1
        if self.status_lines > MOST_STATUS_LINES:
            raise http.client.HTTPException("too many interim answers")
        version, status, reason = super()._read_status()  # type: ignore[misc]
        # The library reads on after a 100 alone; what it reads on after is what we call one.
        interim = 100 < status < 200 and status != http.client.SWITCHING_PROTOCOLS
        return version, http.client.CONTINUE if interim else status, reason

    def read1(self, n: int = -1) -> bytes:
        piece = super().read1(n)
        self.most -= len(piece)
        if self.most < 0:
            raise TooLarge
        return piece


class Connection(HTTPConnection):
    """A connection to the first of the checked addresses that takes it; no name is looked up."""

    def __init__(
        self,
        *args: Any,
        addresses: Sequence[Address],
        deadline: Deadline,
        most: int,
        **options: Any,
    ) -> None:
        super().__init__(*args, timeout=deadline.left, **options)
        self.addresses = addresses
        self.deadline = deadline
        self.most = most
        self.answer: _Response | None = None

    def response_class(self, *args: Any, **options: Any) -> _Response:  # type: ignore[override]
        """What the library makes of the socket once it has asked."""
        self.answer = _Response(*args, most=self.most, **options)
        return self.answer

    def _new_conn(self) -> socket:
        *others, last = self.addresses
        for address in others:
            try:
                return self._connected(address, min(AN_ATTEMPT, self.deadline.left))
            except OSError:
                if self.deadline.passed:
                    raise
        return self._connected(last, self.deadline.left)

    def _connected(self, address: Address, seconds: float) -> socket:
        line = socket(AF_INET6 if address.version == 6 else AF_INET, SOCK_STREAM)
        try:
            self.deadline.watch(line)
            line.settimeout(seconds)
            line.connect((str(address), self.port))
            line.settimeout(self.deadline.left)
        except OSError:
            line.close()
            raise
        return line


class _SecureConnection(Connection, HTTPSConnection):
    """The same by TLS. The certificate must be made out to the host of the address."""


@contextmanager
def connected(
    place: Place, addresses: Sequence[Address], deadline: Deadline, most: int
) -> Iterator[Connection]:
    """A connection for one request, closed at the end: of a body at most so many bytes come in."""
    options: dict[str, Any] = {"addresses": addresses, "deadline": deadline, "most": most}
    if place.scheme == "https":
        options["ssl_context"] = trust()
    kind = _SecureConnection if place.scheme == "https" else Connection
    connection = kind(place.host, place.port, **options)
    try:
        yield connection
    finally:
        connection.close()
        if connection.answer:  # it holds the socket too, and the library may have dropped it
            connection.answer.close()


@lru_cache
def trust() -> ssl.SSLContext:
    """Whose word on certificates is taken: certifi's list, and the system's or SSL_CERT_FILE."""
    context = create_urllib3_context()
    context.load_default_certs()
    context.load_verify_locations(certifi.where())
    return context
