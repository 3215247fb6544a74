"""Papers that answer what no honest server does: to be ended within limits, whatever they say."""

import gzip
import time
from collections.abc import Callable, Iterator

from tests.press import Reply

MEGABYTE = 1 << 20
TEXT = b"<p>Le conseil municipal de Valmer s'est encore lu.</p>" * (MEGABYTE // 54)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SLOW = 120  # seconds that a slow one would take


def bomb() -> Iterator[bytes]:
    """200 MB in 200 kB."""
    packed = gzip.compress(bytes(200 * MEGABYTE), 6)
    yield OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    yield packed


def drip() -> Iterator[bytes]:
    """A body of one byte a second."""
    yield OK + b"Content-Length: 1000000\r\n\r\n"
    for _ in range(SLOW):
        yield b" "
        time.sleep(1)


def slow_headers() -> Iterator[bytes]:
    """A status line of one byte a second."""
    for byte in OK[:SLOW]:
        yield bytes([byte])
        time.sleep(1)


def endless_headers() -> Iterator[bytes]:
    """Headers that never end."""
    yield OK
    while True:
        yield b"X-More: valmer\r\n" * 1_000


def endless_chunks() -> Iterator[bytes]:
    """A body in chunks that never ends."""
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"%x\r\n%s\r\n" % (len(TEXT), TEXT)


def large() -> Iterator[bytes]:
    """A body of 100 MB, announced."""
    yield OK + b"Content-Length: %d\r\n\r\n" % (100 * len(TEXT))
    for _ in range(100):
        yield TEXT


def noise() -> Iterator[bytes]:
    """No HTTP at all."""
    yield bytes(range(256)) * 4_096


QUICK: list[Callable[[], Iterator[bytes]]] = [bomb, endless_headers, endless_chunks, large, noise]
SLOW_ONES: list[Callable[[], Iterator[bytes]]] = [drip, slow_headers]


def on_and_on(path: str) -> Reply:
    """A redirect from /on/1 to /on/2, and so on."""
    step = int(path.removeprefix("/on/"))
    return Reply(status=302, headers={"Location": f"/on/{step + 1}"})
