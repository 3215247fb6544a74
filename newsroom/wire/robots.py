"""robots.txt: what a server lets nobody, or us, ask for (RFC 9309)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone
from protego import Protego

from newsroom.models import Host
from newsroom.wire import turns
from newsroom.wire.fetching import ROBOTS_NAME, Answer, Forbidden, Unreachable

KEPT = timedelta(hours=24)
MISSED = timedelta(days=30)  # without an answer, after which what was known last counts
MOST_BYTES = 500 * 1024
LONGEST_PAUSE = 300.0  # seconds; a longer Crawl-delay is cut to it
TOO_MANY_REQUESTS = 429

# As the parser tells them, which also takes lines without a colon.
AGENT = re.compile(r"\s*user[- ]?agent(?:\s*:|\s+|$)\s*(.*)", re.IGNORECASE)
PRODUCT = re.compile(r"[a-z_-]*", re.IGNORECASE)


class Disallowed(Exception):
    """A server's robots.txt asks not to fetch this."""

    permanent = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotHad(Exception):
    """A server's robots.txt could not be had, so that for now nothing there is allowed."""

    permanent = False

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to us. `pause` is its Crawl-delay in seconds, 0 without one."""

    parsed: Protego
    pause: float

    def allow(self, url: str) -> bool:
        """Whether we may ask for the address."""
        # A lone surrogate is no text that the parser can write as bytes.
        return self.parsed.can_fetch(url.encode("utf-8", "replace").decode(), ROBOTS_NAME)


def read(text: str) -> Rules:
    """The rules of a robots.txt; whatever is no rule is skipped."""
    parsed = Protego.parse("\n".join(map(_plain, text.splitlines())))
    return Rules(parsed, min(parsed.crawl_delay(ROBOTS_NAME) or 0.0, LONGEST_PAUSE))


def _plain(line: str) -> str:
    """Name every agent alike but ours and `*`, which are told by the product token alone.

    The parser keeps each rule once for each agent of its group, which a hostile file of 500 KiB
    makes hundreds of millions, and takes `Pass` for us.
    """
    found = AGENT.match(line)
    if not found:
        return line
    product = PRODUCT.match(found[1])
    if product and product[0].lower() == ROBOTS_NAME.lower():
        return f"User-agent: {ROBOTS_NAME}"
    return "User-agent: *" if found[1].startswith("*") else "User-agent: others"


def text_of(body: bytes) -> str:
    """Its text: UTF-8, the first 500 KiB, of which a rule cut in two is none."""
    if len(body) > MOST_BYTES:
        body = body[:MOST_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    # PostgreSQL holds no NUL.
    return body.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")


def rules_of(origin: str, ask: Callable[[str], Answer]) -> Rules:
    """What the origin's robots.txt says, asked for where what is kept is older than a day.

    Raises NotHad where it cannot be had, and what `ask` raises: Unreachable where nothing answers.
    After 30 days of that, what it said last counts, or all is allowed (RFC 9309, 2.3.1.4).
    """
    host = turns.host_of(origin)
    if _settled(host.robots_status) and _age(host) < KEPT:
        return read(host.robots)
    try:
        answer = ask(f"{origin}/robots.txt")
    except Forbidden:
        raise
    except Unreachable:
        if _missed(host, 0):
            return read(host.robots)
        raise
    if not _settled(answer.status):
        if _missed(host, answer.status):
            return read(host.robots)
        reason = f"its robots.txt was answered with status {answer.status}."
        raise NotHad(reason, retry_after=answer.retry_after)
    text = text_of(answer.body) if answer.status == 200 else ""
    rules = read(text)
    said = {"robots": text, "robots_status": answer.status, "robots_at": Now()}
    turns.remember(origin, **said)
    for each in {origin, turns.server_of(origin)}:
        turns.remember(each, pause=rules.pause)
    return rules


def _settled(status: int | None) -> bool:
    """Whether the status says what is allowed: there it is, or there is none."""
    there_is_none = status in range(400, 500) and status != TOO_MANY_REQUESTS
    return status == 200 or there_is_none


def _age(host: Host) -> timedelta:
    return timezone.now() - host.robots_at if host.robots_at else timedelta.max


def _missed(host: Host, status: int) -> bool:
    """Write down that it could not be had; true if it has not been for 30 days."""
    if host.robots_status is not None and not _settled(host.robots_status):
        turns.remember(host.origin, robots_status=status)
        return _age(host) >= MISSED
    turns.remember(host.origin, robots_status=status, robots_at=Now())
    return False
