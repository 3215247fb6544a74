"""A walk over the readers’ site, as a crawler makes it: along every link to the end."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.test import Client

MOST = 2000  # pages: a walk that goes on for longer runs in circles
NOT_READ = ("/static/", "/desk/", "/admin/", "/sign-")
IN_MARKUP = re.compile(r'\b(?:href|src|action|cite)="([^"]*)"|<(?:loc|id|uri)>([^<]*)<')
TOKEN = re.compile(r'(name="token" value=)"[^"]*"')


class Answer(NamedTuple):
    """What an address answered; `text` holds where a redirect leads, too."""

    status: int
    text: str


def walk(client: Client, starts: Iterable[str]) -> dict[str, Answer]:
    """Every answer that is reached from the starts, by its path and query."""
    found: dict[str, Answer] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        assert len(found) < MOST, f"no end is in sight: {address}"
        found[address] = fetch(client, address)
        waiting.extend(links(address, found[address].text))
    return found


def fetch(client: Client, address: str) -> Answer:
    """One answer, without what differs from one second to the next."""
    answer = client.get(address)
    text = answer.getvalue().decode()
    return Answer(answer.status_code, TOKEN.sub(r"\1", f"{answer.get('Location', '')}\n{text}"))


def links(address: str, text: str) -> Iterator[str]:
    """The places on this site that an answer names, in its markup or as whole addresses."""
    site = settings.SITE_URL
    whole = re.findall(rf"{re.escape(site)}[\w/?=&;.%+*-]*[\w/*]", text)
    named = [one or other for one, other in IN_MARKUP.findall(text)]
    first, _, _ = text.partition("\n")
    for link in filter(None, [first, *named, *whole]):
        place = urlsplit(urljoin(f"{site}{address}", unescape(link)))
        here = f"{place.scheme}://{place.netloc}" == site and not place.path.startswith(NOT_READ)
        if here and not _is_more_of(place.path, place.query, than=address):
            yield f"{place.path}?{place.query}" if place.query else place.path or "/"


def _is_more_of(path: str, query: str, than: str) -> bool:
    """Whether the walk has been at the like of it.

    Each search leads to narrower ones: the walk takes one step of them. The form below an article
    is the same in every view of the article: the walk meets it in the first.
    """
    given = dict(parse_qsl(query))
    if given.keys() & {"reply", "about"} and given.keys() & {"view", "names"}:
        return True
    if not path.startswith("/search/") or not than.startswith("/search/"):
        return False
    return len(_filters(query)) > 1


def _filters(query: str) -> set[str]:
    return {{"before": "after"}.get(name, name) for name, _ in parse_qsl(query)}
