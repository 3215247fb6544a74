"""Servers that mean no good, on raw sockets: each script is named for what it does to a client."""

import ipaddress
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from newsroom.wire.guard import Limits, Network

Script = Callable[[socket.socket], None]
MEGABYTE = 1 << 20
DRIP = 0.05  # seconds between two bytes
PUBLIC = "93.184.215.14"  # a public address; no test may reach it


class Server:
    """Does to each connection what its script says. It counts them and keeps what they asked."""

    def __init__(self, script: Script, *, reads: bool, tls: ssl.SSLContext | None) -> None:
        self.script, self.reads, self.tls = script, reads, tls
        self.connections = 0
        self.requests: list[bytes] = []
        self.listening = _listening()
        self.port = int(self.listening.getsockname()[1])
        self.lines: list[socket.socket] = []
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):  # the listening socket is shut at the end
            while True:
                line, _ = self.listening.accept()
                self.connections += 1
                self.lines.append(line)
                self.threads.append(threading.Thread(target=self._serve, args=[line]))
                self.threads[-1].start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):  # clients leave when they like
            if self.tls:
                line = self.tls.wrap_socket(line, server_side=True)
            with line:
                if self.reads:
                    self.requests.append(_request(line))
                self.script(line)

    def stop(self) -> None:
        """Let go of all connections and wait for the threads."""
        _shut(self.listening)
        self.threads[0].join()
        for line in self.lines:
            _shut(line)
        for thread in self.threads:
            thread.join()
        self.listening.close()

    def header(self, name: str, n: int = -1) -> str:
        """What the n-th request said under a name, "" for nothing."""
        for row in self.requests[n].decode("latin-1").split("\r\n")[1:]:
            key, _, value = row.partition(": ")
            if key.lower() == name.lower():
                return value
        return ""

    @property
    def paths(self) -> list[str]:
        """What was asked for, one after the other."""
        return [request.split(b" ")[1].decode() for request in self.requests]


def _shut(line: socket.socket) -> None:
    with suppress(OSError):  # the client was quicker
        line.shutdown(socket.SHUT_RDWR)


def _listening() -> socket.socket:
    """On every address of this machine, by IPv4 and, where there is one, by IPv6."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("0.0.0.0", 0))


def _request(line: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request and (piece := line.recv(65536)):
        request += piece
    return request


@contextmanager
def serving(
    script: Script, *, reads: bool = True, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """A server with the script; unless it reads, the script starts before any request."""
    server = Server(script, reads=reads, tls=tls)
    try:
        yield server
    finally:
        server.stop()


def names(**known: str | Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A resolver that knows these names, with "_" for a dot, and no others."""
    table = {name.replace("_", "."): at for name, at in known.items()}

    def resolve(host: str, port: int) -> Sequence[str]:
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "unknown name")
        at = table[host]
        return [at] if isinstance(at, str) else at

    return resolve


def allowing(
    *servers: Server,
    seconds: float = 20.0,
    most: int = 5_000_000,
    resolve: Callable[[str, int], Sequence[str]] | None = None,
) -> Network:
    """A network in which these servers may be asked by their loopback addresses."""
    loops = [ipaddress.ip_network(text) for text in ("127.0.0.0/8", "::1/128")]
    return Network(
        exceptions=tuple((loop, server.port) for server in servers for loop in loops),
        resolve=resolve or names(paper_example="127.0.0.1"),
        limits=Limits(bytes=most, seconds=seconds),
    )


def head(*headers: str, status: str = "200 OK") -> bytes:
    """An answer's beginning."""
    rows = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers, "", ""]
    return "\r\n".join(rows).encode()


def saying(body: bytes, *headers: str, status: str = "200 OK") -> Script:
    """An honest answer."""

    def script(line: socket.socket) -> None:
        line.sendall(head(f"Content-Length: {len(body)}", *headers, status=status) + body)

    return script


def raw(answer: bytes) -> Script:
    """These bytes, and the end."""

    def script(line: socket.socket) -> None:
        line.sendall(answer)

    return script


def redirecting(location: str, status: str = "302 Found") -> Script:
    """To another address, as it is written."""
    return raw(head("Content-Length: 0", f"Location: {location}", status=status))


def dripping(start: bytes) -> Script:
    """The start at once, then one byte at a time for ever."""

    def script(line: socket.socket) -> None:
        line.sendall(start)
        while True:
            line.sendall(b"x")
            time.sleep(DRIP)

    return script


def endless(start: bytes, again: bytes) -> Script:
    """The start, then the same again and again as fast as it is taken."""

    def script(line: socket.socket) -> None:
        line.sendall(start)
        while True:
            line.sendall(again)

    return script


def gzip_bomb() -> Script:
    """One gzip member that never ends: each kilobyte of it unpacks to a megabyte."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    beginning = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return endless(head("Content-Encoding: gzip") + beginning, block)


def hundred_megabytes(*headers: str) -> Script:
    """A body of a hundred megabytes."""

    def script(line: socket.socket) -> None:
        line.sendall(head(*headers))
        for _ in range(100):
            line.sendall(b"x" * MEGABYTE)

    return script


def silent(line: socket.socket) -> None:
    """Not a byte, until the client leaves."""
    while line.recv(65536):
        pass


def resetting(start: bytes) -> Script:
    """The start, then a reset."""

    def script(line: socket.socket) -> None:
        line.sendall(start)
        time.sleep(DRIP)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return script
