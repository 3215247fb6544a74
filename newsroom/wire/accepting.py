"""Which addresses may be followed, and the one form in which each is kept."""

import re
from urllib.parse import urlsplit

from newsroom.ingest.addresses import LONGEST_URL, canonical
from newsroom.ingest.wording import tidy
from newsroom.wire.guard import Forbidden, Network

FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed://", re.IGNORECASE)
LONGEST_SHOWN = 100  # characters of an address that is no good


class Refused(Exception):
    """Why something cannot be followed: one plain sentence for people."""

    permanent = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accepted(written: str) -> str:
    """The address as it is kept: https where no scheme is given, and its query left whole.

    Raises Refused for what is no web address, or one that is never fetched whatever its name
    stands for. Where the name leads is looked at when it is fetched.
    """
    url = with_scheme(written)
    try:
        Network.of_settings().place(url)
    except Forbidden as error:
        raise Refused(error.reason) from error
    tidied = canonical(url)
    kept = urlsplit(tidied)._replace(query=urlsplit(url).query).geturl()
    if not tidied or len(kept) > LONGEST_URL:
        raise Refused(f"“{shown(written)}” is no web address.")
    return kept


def with_scheme(written: str) -> str:
    """The address with https:// before it, unless it names a scheme; `feed:` names none."""
    url = FEED_SCHEME.sub("", written.strip(), count=1)
    scheme, mark, rest = url.partition("://")
    return f"{scheme.lower()}{mark}{rest}" if mark else f"https://{url.lstrip('/')}"


def shown(written: str) -> str:
    """An address that somebody gave, short enough to be said in a sentence."""
    words = tidy(written)
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def host_of(url: str) -> str:
    """The host that the address names, without www. and port; "" where it names none."""
    try:
        return (urlsplit(url).hostname or "").removesuffix(".").removeprefix("www.")
    except ValueError:
        return ""


def front_of(url: str) -> str:
    """The front page at the address's host: its scheme, host and port, and a slash."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
