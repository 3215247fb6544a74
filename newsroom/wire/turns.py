"""Turns: however many workers there are, a server is asked one thing at a time, with pauses.

A turn is a lease in the database, by the database's clock: it is taken by an update that names
what it expects, dies with its holder, and whoever has outlived it changes nothing.
"""

import re
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from newsroom.models import Host

LEASE = timedelta(seconds=60)  # outlasts robots.txt and a page, 20 seconds each at most
LOOK_AGAIN = 1.0  # seconds, while another holds the turn
POLL = 0.2  # seconds, the same for a person who waits
LONGEST_ORIGIN = 300  # characters
PORTS = {"http": 80, "https": 443}
OWN_PORT = re.compile(r":\d+$")


class Busy(Exception):
    """A server cannot be asked now: another asks it, or it wants us to wait."""

    permanent = False

    def __init__(self, reason: str, *, seconds: float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = max(1.0, seconds)


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to ask a server; the token proves it.

    `waited` says for how many seconds it had last wanted us to wait, 0 if it had not.
    """

    server: str
    token: uuid.UUID
    waited: float


@dataclass(frozen=True, slots=True)
class Delay:
    """How many seconds are left until a server may be asked, and why; `held` if by another."""

    seconds: float
    reason: str
    held: bool

    def busy(self) -> Busy:
        """The same as an error."""
        return Busy(self.reason, seconds=self.seconds)


def origin_of(url: str) -> str:
    """Scheme, name and port as one, such as https://example.org; "" where there are none."""
    try:
        parts = urlsplit(url)
        scheme, name = parts.scheme.lower(), _plain(parts.hostname or "")
        port = parts.port or PORTS.get(scheme, 0)
    except ValueError:
        return ""
    if scheme not in PORTS or not name:
        return ""
    origin = f"{scheme}://{name}" + (f":{port}" if port != PORTS[scheme] else "")
    return origin if len(origin) <= LONGEST_ORIGIN else ""


def _plain(name: str) -> str:
    if ":" in name:
        return f"[{name.lower()}]"
    name = name.rstrip(".").lower()
    return name if name.isascii() else idna.encode(name, uts46=True).decode()


def server_of(url: str) -> str:
    """Who answers at that address. http and https, at their own ports, are one server.

    It is one machine's work whichever of them is spoken, and most http addresses lead to the same
    with https: so that step needs no second turn.
    """
    origin = origin_of(url)
    return origin if OWN_PORT.search(origin) else origin.replace("http://", "https://")


def host_of(origin: str) -> Host:
    """What is known of the origin; a new row where nothing is."""
    host, _ = Host.objects.get_or_create(origin=origin, defaults={"free_at": Now()})
    return host


def delay_of(server: str) -> Delay | None:
    """What keeps the server from being asked now, if anything does."""
    host = Host.objects.filter(origin=server).annotate(clock=Now()).first()
    if host is None:
        return None
    name = urlsplit(server).netloc
    ahead = (host.free_at - host.clock).total_seconds()
    if ahead > 0:
        why = f": {host.problem}" if host.problem else "."
        return Delay(
            ahead, f"{name} is not to be asked for another {_told(ahead)}{why}", held=False
        )
    if host.token and host.held_until and host.held_until > host.clock:
        return Delay(LOOK_AGAIN, f"{name} is being asked for something else now.", held=True)
    return None


def pause_of(server: str) -> float:
    """Seconds to leave between two requests to the server."""
    asked_for = Host.objects.filter(origin=server).values_list("pause", flat=True).first()
    return max(float(settings.FETCH_PAUSE), asked_for or 0.0)


def _told(seconds: float) -> str:
    count, unit = max(1, round(seconds)), "second"
    if seconds > 5400:
        count, unit = round(seconds / 3600), "hour"
    elif seconds > 90:
        count, unit = round(seconds / 60), "minute"
    return f"{count} {unit}" + ("s" if count > 1 else "")


def take(server: str, *, patience: float = 0.0) -> Turn:
    """Take the server's turn, waiting for it up to `patience` seconds; Busy if it cannot be had."""
    until = time.monotonic() + patience
    while True:
        waited = _waited(host_of(server))
        token = uuid.uuid4()
        free = Q(token=None) | Q(held_until__lte=Now())
        held = Host.objects.filter(free, origin=server, free_at__lte=Now())
        if held.update(token=token, held_until=Now() + LEASE):
            return Turn(server, token, waited)
        delay = delay_of(server)
        left = until - time.monotonic()
        if delay and (left <= 0 or (delay.seconds > left and not delay.held)):
            raise delay.busy()
        time.sleep(min(POLL, left, delay.seconds) if delay else 0)


def _waited(host: Host) -> float:
    """Between its last holder's letting go and the time from which it may be asked."""
    if not host.problem or not host.held_until:
        return 0.0
    return max(0.0, (host.free_at - host.held_until).total_seconds())


def release(turn: Turn, *, wait: float | None = None, problem: str = "") -> bool:
    """Let go of the turn: nobody asks the server for `wait` seconds, because of the problem.

    With None it has not been asked, and all stays as it was. False if the lease had run out.
    """
    mine = Host.objects.filter(origin=turn.server, token=turn.token)
    if wait is None:
        return bool(mine.update(token=None, held_until=Now()))
    free_at = Now() + timedelta(seconds=wait)
    return bool(mine.update(token=None, held_until=Now(), free_at=free_at, problem=problem))


def renew(turn: Turn) -> None:
    """Hold the turn for a full lease from now on; Busy if it has run out and another has it."""
    mine = Host.objects.filter(origin=turn.server, token=turn.token)
    if not mine.update(held_until=Now() + LEASE):
        raise Busy(f"{urlsplit(turn.server).netloc} took too long.", seconds=LOOK_AGAIN)


def remember(origin: str, **facts: object) -> None:
    """Write down what has been learnt of the origin."""
    Host.objects.filter(origin=origin).update(**facts)
