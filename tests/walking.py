"""A walk over the readers’ site, as a crawler makes it: along every link to the end."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

MOST = 2000  # pages: a walk that goes on for longer runs in circles
OF_ONE = {"article_id", "comment_id"}  # what names an article or a comment in an address
NOT_READ = ("/static/", "/desk/", "/admin/", "/sign-")
IN_MARKUP = re.compile(r'\b(?:href|src|action|cite)="([^"]*)"|<(?:loc|id|uri)>([^<]*)<')
TOKEN = re.compile(r'(name="token" value=)"[^"]*"')


class Answer(NamedTuple):
    """What an address answered; `text` holds where a redirect leads, too."""

    status: int
    text: str


def walk(client: Client, starts: Iterable[str]) -> dict[str, Answer]:
    """Every start and what is reached from there, by its path and query.

    What links name of an article or a comment alone, the walk takes once and not of each of them.
    """
    found: dict[str, Answer] = {}
    waiting = deque(dict.fromkeys(starts))
    named, met = set(waiting), set[str]()
    while waiting:
        address = waiting.popleft()
        assert len(found) < MOST, f"no end is in sight: {address}"
        found[address] = fetch(client, address)
        for link in dict.fromkeys(links(address, found[address].text)):
            if link not in named and (view := _view(link)) not in met:
                met |= {view} - {""}
                named.add(link)
                waiting.append(link)
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

    Each search leads to narrower ones: the walk takes one step of them, from page to page. The form
    below an article is the same in every view of the article: the walk meets it in the first.
    """
    given = dict(parse_qsl(query))
    if given.keys() & {"reply", "about"} and given.keys() & {"view", "names"}:
        return True
    if not path.startswith("/search/") or not than.startswith("/search/"):
        return False
    return path != than.partition("?")[0] or len(_filters(query)) > 1


def _view(address: str) -> str:
    """What an address shows of an article or a comment, whichever it is; "" where it shows more.

    An article's own page shows more: it tells of other articles, too.
    """
    path, _, query = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    if not OF_ONE & found.kwargs.keys() or (found.url_name == "article" and not query):
        return ""
    rest = {name: value for name, value in found.kwargs.items() if name not in {*OF_ONE, "slug"}}
    return f"{found.url_name} {rest} {query}"


def _filters(query: str) -> set[str]:
    return {{"before": "after"}.get(name, name) for name, _ in parse_qsl(query)}
