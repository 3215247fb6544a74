"""The one function for every outgoing request.

It asks only what the guard lets through, follows redirects itself, with the guard before each,
and ends within its limits whatever the server does.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.utils.encoding import iri_to_uri
from urllib3 import BaseHTTPResponse, HTTPHeaderDict
from urllib3.exceptions import DecodeError, HTTPError

from newsroom.wire import headers as said
from newsroom.wire.connecting import TooLarge, connected
from newsroom.wire.deadline import Deadline
from newsroom.wire.guard import Forbidden, Network, Place, Unreachable

__all__ = ["FEEDS", "PAGES", "ROBOTS_NAME", "Answer", "Forbidden", "Unreachable", "fetch"]

VERSION = "0.1.0"
ROBOTS_NAME = "Passerelle"
FEEDS = (
    "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
UNPACKED = {"gzip", "x-gzip", "deflate"}  # what is asked for
PACKED = UNPACKED | {"br", "zstd", "compress", "x-compress", "dcb", "dcz"}
CHUNK = 1 << 16
LONGEST_ETAG, LONGEST_DATE, LONGEST_ROBOTS_TAG = 500, 200, 1000
ENDS = (
    (socket.gaierror, "The name {host} could not be found."),
    (TimeoutError, "{host} did not answer within {seconds:g} seconds."),
    (TooLarge, "{host} sent more than {megabytes:g} MB."),
    (ssl.SSLCertVerificationError, "{host} has a certificate that cannot be trusted."),
    (ssl.SSLError, "No encrypted connection to {host} could be made."),
    (ConnectionRefusedError, "{host} refused the connection."),
    ((ConnectionError, http.client.IncompleteRead), "{host} broke off the connection."),
    (OSError, "{host} could not be reached."),
    (DecodeError, "{host} sent a body that cannot be unpacked."),
    (Exception, "{host} sent what is no proper answer."),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back in the end. Any final status is an answer; only that of 200 has its body.

    `moved_to` is where permanent redirects alone, from the first on, lead. Times are seconds.
    """

    url: str
    status: int
    body: bytes
    media_type: str
    charset: str
    etag: str
    last_modified: str
    robots_tag: str
    retry_after: float | None
    max_age: float | None
    moved_to: str


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: HTTPHeaderDict
    body: bytes

    def first(self, name: str) -> str:
        return next(iter(self.headers.getlist(name)), "")


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    accept: str = PAGES,
    on_redirect: Callable[[str], None] | None = None,
    network: Network | None = None,
) -> Answer:
    """GET an address; raises Unreachable where no answer comes, Forbidden where none is asked for.

    `etag` and `last_modified` are those of the answer held. They go along on redirects: they came
    from wherever these led, and without them a feed that moved would be sent whole each time.
    `on_redirect` hears of each further address before it is asked, and may raise; the time that
    it takes does not count.
    """
    network = network or Network.of_settings()
    deadline = Deadline(network.limits.seconds)
    sent = _sent(accept, etag, last_modified)
    place = first = network.place(url)
    url, moved_to, permanent = urldefrag(url.strip()).url, "", True
    for hop in range(MOST_REDIRECTS + 1):
        with _explained(place, network, deadline), deadline.running():
            reply = _exchange(place, sent, network, deadline)
        onward = reply.first("Location") if reply.status in REDIRECTS else ""
        if not onward:
            return _answer(url, reply, moved_to)
        if hop < MOST_REDIRECTS:
            place = _onward(place, onward, network)
            url = place.url
            permanent = permanent and reply.status in PERMANENT
            moved_to = url if permanent else moved_to
            if on_redirect:
                on_redirect(url)
    raise Unreachable(f"{first.host} redirects more than {MOST_REDIRECTS} times.")


def user_agent() -> str:
    """Who we are, to those whom we ask."""
    contact = f"; {settings.FETCH_CONTACT}" if settings.FETCH_CONTACT else ""
    return f"{ROBOTS_NAME}/{VERSION} (+{iri_to_uri(settings.SITE_URL)}/about/{contact})"


def _sent(accept: str, etag: str, last_modified: str) -> dict[str, str]:
    sent = {
        "User-Agent": user_agent(),
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "fr",
        "Connection": "close",
        "If-None-Match": said.sendable(etag, LONGEST_ETAG),
        "If-Modified-Since": said.sendable(last_modified, LONGEST_DATE),
    }
    return {name: value for name, value in sent.items() if value}


def _onward(place: Place, location: str, network: Network) -> Place:
    try:
        return network.place(urljoin(place.url, said.as_sent(location)))
    except ValueError as error:
        raise Forbidden(f"{place.host} redirects to what is no web address.") from error


def _exchange(place: Place, sent: dict[str, str], network: Network, deadline: Deadline) -> _Reply:
    """One request and its reply; raises whatever went wrong."""
    most = network.limits.bytes
    with connected(place, network.addresses(place, deadline), deadline, most) as connection:
        connection.request("GET", place.path, headers=sent, preload_content=False)
        response = connection.getresponse()
        if response.status < 200:
            raise http.client.HTTPException("no final answer")
        body = _body(response, most) if response.status == 200 else b""
    return _Reply(response.status, response.headers, body)


def _body(response: BaseHTTPResponse, most: int) -> bytes:
    """The body, unpacked as it comes in, so that no more than `most` bytes are ever held."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if "," in coding or coding in PACKED - UNPACKED:
        raise DecodeError("packed twice, or as nobody asked for")
    if (response.length_remaining or 0) > most:
        raise TooLarge
    body = bytearray()
    while piece := response.read1(CHUNK):
        body += piece
        if len(body) > most:
            raise TooLarge
    return bytes(body)


@contextmanager
def _explained(place: Place, network: Network, deadline: Deadline) -> Iterator[None]:
    """Say in one sentence what went wrong. A shut connection may look like an answer's end."""
    limits = network.limits
    try:
        yield
        if deadline.passed:
            raise TimeoutError
    except (OSError, http.client.HTTPException, HTTPError, TooLarge) as error:
        cause: BaseException = TimeoutError() if deadline.passed else _cause(error)
        sentence = next(text for kinds, text in ENDS if isinstance(cause, kinds))
        raise Unreachable(
            sentence.format(
                host=place.host, seconds=limits.seconds, megabytes=limits.bytes / 1_000_000
            )
        ) from error


def _cause(error: BaseException) -> BaseException:
    """What urllib3 wraps."""
    wrapped = isinstance(error, HTTPError) and not isinstance(error, DecodeError)
    return error.__cause__ if wrapped and error.__cause__ else error


def _answer(url: str, reply: _Reply, moved_to: str) -> Answer:
    kind = reply.first("Content-Type")
    return Answer(
        url=url,
        status=reply.status,
        body=reply.body,
        media_type=said.media_type(kind),
        charset=said.charset(kind),
        etag=said.sendable(reply.first("ETag"), LONGEST_ETAG),
        last_modified=said.sendable(reply.first("Last-Modified"), LONGEST_DATE),
        robots_tag=reply.headers.get("X-Robots-Tag", "")[:LONGEST_ROBOTS_TAG],
        retry_after=said.retry_after(reply.first("Retry-After")),
        max_age=said.max_age(reply.headers.get("Cache-Control", "")),
        moved_to=moved_to,
    )
