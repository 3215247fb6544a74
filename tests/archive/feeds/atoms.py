"""Feeds as tests read them: as XML, held to the letter, and as a feed reader does."""

from typing import Any
from xml.etree import ElementTree

import feedparser
from django.http import HttpResponse
from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = {"a": "http://www.w3.org/2005/Atom", "dcterms": "http://purl.org/dc/terms/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fetch(client: Client, address: str) -> HttpResponse:
    """The answer, which sets no cookie and says for how long it may be kept."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=300"
    return answer  # type: ignore[return-value]


def tree(client: Client, address: str) -> ElementTree.Element:
    """The feed as XML."""
    return ElementTree.fromstring(fetch(client, address).content)


def parsed(client: Client, address: str) -> Any:
    """The feed as feedparser reads it, without a complaint."""
    found = feedparser.parse(fetch(client, address).content)
    assert not found.bozo, found.bozo_exception
    return found


def titles(client: Client, address: str) -> list[str]:
    """The titles of the entries, in order."""
    root = tree(client, address)
    return [str(entry.findtext("a:title", None, NAMES)) for entry in root.iter(f"{ATOM}entry")]
