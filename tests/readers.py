"""Readers of a running site: browsers without scripts, each behind a proxy at its own address."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden"[^>]*? name="([^"]+)"(?: value="([^"]*)")?')
Fields = dict[str, str]


@dataclass(frozen=True)
class Page:
    """What came of a request, after every redirect."""

    status: int
    text: str

    def form(self, action: str) -> Fields:
        """The hidden fields of the first form that is sent to that path, or to the page's own."""
        named, own = f'[^>]*action="{re.escape(action)}"', '(?![^>]*action=)[^>]*method="post"'
        for which in (named, own):
            if found := re.search(rf"<form\b({which}[^>]*)>(.*?)</form>", self.text, re.DOTALL):
                fields = HIDDEN.findall(found[2] + self._belonging(found[1]))
                return {name: unescape(value) for name, value in fields}
        raise AssertionError(f"no form for {action} in:\n{self.text}")

    def _belonging(self, attributes: str) -> str:
        """The fields that stand elsewhere and name the form by its id."""
        named = re.search(r'\bid="([^"]+)"', attributes)
        return " ".join(
            re.findall(rf'<input[^>]* form="{named[1]}"[^>]*>', self.text) if named else []
        )


@dataclass
class Reader:
    """A browser that the site's trusted proxy says to be at the address."""

    port: int
    address: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> Page:
        """Send a form, as from one of the site's own pages."""
        return self._ask(path, urlencode(fields).encode())

    def fill_in(self, page: Page, path: str, **fields: str) -> Page:
        """Send the page's form for the path with these fields."""
        return self.post(path, **{**page.form(path), **fields})

    def _ask(self, path: str, data: bytes | None) -> Page:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        headers = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin"}
        headers |= {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        at = path if path.startswith("http") else f"http://127.0.0.1:{self.port}{path}"
        try:
            with opener.open(urllib.request.Request(at, data, headers), timeout=30) as answer:
                return Page(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.read().decode())


def talk_nonsense(port: int, address: str, *, saying: str) -> bytes:
    """Send what is no HTTP from an address of this machine; return the answer."""
    with socket.create_connection(("127.0.0.1", port), 10, source_address=(address, 0)) as line:
        line.sendall(f"{saying}\r\n\r\n".encode())
        return line.recv(4096)
