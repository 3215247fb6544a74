"""A newspaper for tests: a web server of their own that answers as it is told to.

It listens on every address of the machine, and all of 127.0.0.0/8 is loopback: each address is a
host of its own to whoever asks. What it serves is made up.
"""

from __future__ import annotations

import ipaddress
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, formatdate
from html import escape
from http.client import parse_headers, responses
from itertools import pairwise
from typing import cast

HTML, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
LINE = 65_536  # bytes in the first line of a request, at most
PIECE = 65_536  # bytes sent at once


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. Requests that know the ETag or Last-Modified among its headers get a 304.

    `delay` is in seconds, before it answers. A `stream` gives all bytes that go over the line,
    status line and headers too, in place of everything else.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    conditional: bool = True
    delay: float = 0.0
    stream: Callable[[], Iterable[bytes]] | None = None


@dataclass(slots=True)
class Asked:
    """One request: `at` and `until` (monotonic seconds) are when it came and was answered.

    `until` is infinite while it is not. `host` is the Host header’s without the port, `headers`
    has names in small letters, and `status` is 0 until the answer is known and for a stream.
    """

    at: float
    host: str
    path: str
    headers: Mapping[str, str]
    until: float = float("inf")
    status: int = 0


Otherwise = Callable[[str, str], Reply | None]  # host, path


class Press:
    """What it answers, and everything that it was asked, in `asked`.

    It has no /robots.txt until it is given one. Unknown paths go to `otherwise(host, path)`, and
    are answered 404 where that says None.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.otherwise: Otherwise = lambda host, path: None
        self.faults: list[str] = []
        self._scripts: dict[tuple[str, str], list[Reply]] = {}
        self._lock = threading.Lock()
        self._server = _Server(self)

    @classmethod
    def start(cls) -> Press:
        """A newspaper that answers already."""
        press = cls()
        serve = press._server.serve_forever
        threading.Thread(target=serve, args=(0.05,), daemon=True, name="press").start()
        return press

    def stop(self) -> None:
        """End it, with every connection to it."""
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def connections(self) -> int:
        """How many have been opened to it."""
        return self._server.opened

    def host(self, n: int = 0) -> str:
        """The n-th of its 16 million addresses."""
        return str(ipaddress.IPv4Address("127.0.0.1") + n)

    def origin(self, n: int = 0) -> str:
        """The n-th host as the beginning of an address, such as http://127.0.0.1:8123."""
        return f"http://{self.host(n)}:{self.port}"

    def put(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        content_type: str = HTML,
        conditional: bool = True,
        delay: float = 0.0,
        host: str = "",
        **headers: str,
    ) -> None:
        """Answer so from now on, at every host or at one: `etag='"1"', retry_after="3"` …"""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        reply = Reply(raw, status, content_type, named, conditional, delay)
        self.script(path, [reply], host=host)

    def redirect(self, path: str, to: str, *, status: int = 301, host: str = "") -> None:
        """Lead on from the path to another, or to a whole address."""
        self.put(path, status=status, host=host, location=to)

    def script(self, path: str, replies: Sequence[Reply], *, host: str = "") -> None:
        """Answer one after the other, and the last for ever."""
        with self._lock:
            self._scripts[host, path] = list(replies)

    def drop(self, path: str, *, host: str = "") -> None:
        """Know the path no more."""
        with self._lock:
            self._scripts.pop((host, path), None)

    def asked_for(self, path: str, *, host: str = "") -> list[Asked]:
        """The requests for one path, at one host or at all."""
        return [each for each in self.asked_at(host) if each.path == path]

    def most_at_once(self, host: str = "") -> int:
        """How many requests, to one host or to all, were under way together at most."""
        asked = self.asked_at(host)
        ends = [(each.until, -1) for each in asked]  # sorted before a begin of the same moment
        under_way = most = 0
        for _, step in sorted([*ends, *((each.at, 1) for each in asked)]):
            under_way += step
            most = max(most, under_way)
        return most

    def gaps(self, host: str = "") -> list[float]:
        """The seconds from each request’s end to the next one’s begin."""
        asked = sorted(self.asked_at(host), key=lambda each: each.at)
        return [after.at - before.until for before, after in pairwise(asked)]

    def is_left_alone(self) -> bool:
        """Whether nobody is connected any more, nor has left a request that is not read yet."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as last:
            last.shutdown(socket.SHUT_WR)
            last.recv(1)  # all who came before it have been let in when it is hung up on
        return not self._server.is_talking

    def forget(self) -> None:
        """Empty `asked`."""
        with self._lock:
            self.asked.clear()

    def asked_at(self, host: str) -> list[Asked]:
        """The requests to one host, or to all where it is empty."""
        with self._lock:
            return [each for each in self.asked if not host or each.host == host]

    def note(self, asked: Asked) -> None:
        """Write a request down."""
        with self._lock:
            self.asked.append(asked)

    def reply(self, path: str, *, host: str = "", is_asked: bool = False) -> Reply:
        """What it would answer now; where it is asked indeed, its script goes on."""
        with self._lock:
            for name in (host, ""):
                script = self._scripts.get((name, path))
                if script:
                    return script.pop(0) if is_asked and len(script) > 1 else script[0]
        return self.otherwise(host, path) or Reply(b"No such page.", 404)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False
    request_queue_size = 1024

    def __init__(self, press: Press) -> None:
        self.press = press
        self.opened = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("0.0.0.0", 0), _Conversation)

    @property
    def is_talking(self) -> bool:
        with self._lock:
            return bool(self._open)

    def process_request(self, request: object, client_address: object) -> None:
        line = cast(socket.socket, request)
        with self._lock:
            self.opened += 1
            self._open.add(line)
        super().process_request(line, client_address)  # which goes on in a thread of its own

    def shutdown_request(self, request: object) -> None:
        line = cast(socket.socket, request)
        with self._lock:
            self._open.discard(line)
        super().shutdown_request(line)

    def hang_up(self) -> None:
        with self._lock:
            lines = list(self._open)
        for line in lines:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has gone by itself

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # those are askers that broke off
            self.press.faults.append(f"{type(error).__name__}: {error}")


class _Conversation(socketserver.StreamRequestHandler):
    """One connection, in the words of HTTP/1.1."""

    disable_nagle_algorithm = True
    timeout = 60

    def handle(self) -> None:
        server = cast(_Server, self.server)
        while line := self.rfile.readline(LINE):
            method, path, *_ = line.decode("latin-1").split()
            headers = {name.lower(): text for name, text in parse_headers(self.rfile).items()}
            host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
            asked = Asked(time.monotonic(), host, path, headers)
            server.press.note(asked)
            reply = server.press.reply(path, host=host, is_asked=True)
            try:
                time.sleep(reply.delay)
                if reply.stream:
                    return self._stream(reply.stream())
                self._answer(asked, reply, with_body=method != "HEAD")
            finally:
                asked.until = min(asked.until, time.monotonic())
            if headers.get("connection", "").lower() == "close":
                return None
        return None

    def _stream(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.connection.sendall(piece)

    def _answer(self, asked: Asked, reply: Reply, *, with_body: bool) -> None:
        known = reply.conditional and reply.status == 200 and _is_known(asked.headers, reply)
        asked.status = 304 if known else reply.status
        head = _head(asked.status, reply)
        whole = head + (reply.body if with_body and not known else b"")
        # An asker may leave, and ask the next, with the last byte; of an error with the head's.
        last = len(whole if asked.status == 200 else head) - 1
        for start in range(0, last, PIECE):
            self.connection.sendall(whole[start : min(start + PIECE, last)])
        asked.until = time.monotonic()
        self.connection.sendall(whole[last:])


def _is_known(headers: Mapping[str, str], reply: Reply) -> bool:
    """Whether the asker holds this very answer (RFC 9110, section 13.2.2)."""
    told = {name.lower(): text for name, text in reply.headers.items()}
    etag, modified = told.get("etag", ""), told.get("last-modified", "")
    if "if-none-match" in headers:
        return bool(etag) and headers["if-none-match"] == etag
    return bool(modified) and headers.get("if-modified-since") == modified


def _head(status: int, reply: Reply) -> bytes:
    fields = {"Date": formatdate(usegmt=True)}
    if status != 304:
        fields |= {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body))}
    lines = [f"HTTP/1.1 {status} {responses.get(status, 'Odd')}"]
    lines += [f"{name}: {text}" for name, text in {**fields, **reply.headers}.items() if text]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed that `rss` and `atom` write. `guid` is the address unless given."""

    title: str
    url: str = ""
    summary: str = ""
    paragraphs: Sequence[str] = ()
    date: datetime | None = None
    guid: str = ""


def article_html(
    title: str,
    paragraphs: Sequence[str],
    *,
    date: datetime | None = None,
    canonical: str | None = None,
    head: str = "",
) -> bytes:
    """An article’s page, as newspapers serve it; `head` is put among its metadata as it is."""
    day = "" if date is None else date.isoformat()
    meta = f'<meta property="article:published_time" content="{day}">' if day else ""
    link = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    text = "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta property="og:type" content="article">{meta}{link}{head}</head>
<body><header><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{escape(title)}</h1>
{text}
</article></main><footer><p>Mentions légales</p></footer></body></html>
""".encode()


def rss(items: Iterable[Item], *, encoding: str = "utf-8", **channel: str) -> bytes:
    """An RSS 2.0 feed; `channel` is what else it says of itself, such as `ttl="60"`."""
    said = {"title": "Le Courrier de Valmer", "link": "", "description": "Un journal inventé."}
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in (said | channel).items())
    body = "\n".join(map(_rss_item, items))
    declared = f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    text = f'{declared}\n<rss version="2.0" {content}><channel>{told}\n{body}\n</channel></rss>\n'
    return text.encode(encoding)


def _rss_item(item: Item) -> str:
    guid = item.guid or item.url
    is_link = str(guid == item.url).lower()
    parts = [
        f"<title>{escape(item.title)}</title>",
        f"<link>{escape(item.url)}</link>" if item.url else "",
        f'<guid isPermaLink="{is_link}">{escape(guid)}</guid>' if guid else "",
        f"<description>{escape(item.summary)}</description>" if item.summary else "",
        f"<content:encoded>{_as_html(item)}</content:encoded>" if item.paragraphs else "",
        f"<pubDate>{format_datetime(item.date)}</pubDate>" if item.date else "",
    ]
    return f"<item>{''.join(parts)}</item>"


def atom(items: Iterable[Item], *, encoding: str = "utf-8", **feed: str) -> bytes:
    """An Atom feed; `feed` is what else it says of itself."""
    said = {"title": "Le Courrier de Valmer", "id": "urn:valmer"} | feed
    told = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items())
    body = "\n".join(map(_atom_entry, items))
    declared = f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    text = f'{declared}\n<feed xmlns="http://www.w3.org/2005/Atom">{told}\n{body}\n</feed>\n'
    return text.encode(encoding)


def _atom_entry(item: Item) -> str:
    parts = [
        f"<title>{escape(item.title)}</title>",
        f'<link href="{escape(item.url)}"/>' if item.url else "",
        f"<id>{escape(item.guid or item.url)}</id>",
        f"<summary>{escape(item.summary)}</summary>" if item.summary else "",
        f'<content type="html">{_as_html(item)}</content>' if item.paragraphs else "",
        f"<updated>{item.date.isoformat()}</updated>" if item.date else "",
    ]
    return f"<entry>{''.join(parts)}</entry>"


def _as_html(item: Item) -> str:
    return escape("".join(f"<p>{escape(each)}</p>" for each in item.paragraphs))
