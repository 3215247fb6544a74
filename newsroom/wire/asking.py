"""Asking a server: in its turn, by its robots.txt, and no sooner again than it wishes."""

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings

from newsroom.wire import robots, turns
from newsroom.wire.fetching import PAGES, Answer, Forbidden, Unreachable, fetch
from newsroom.wire.guard import Network
from newsroom.wire.robots import Disallowed
from newsroom.wire.turns import Busy, Turn

__all__ = ["Busy", "Disallowed", "ask"]

TEXT = "text/plain, */*;q=0.5"
WISHES_TO_WAIT = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
FIRST_WAIT = 300.0  # seconds, where a server does not say for how long; twice as long each time
FIRST_WAIT_FOR_ROBOTS = 3600.0
LONGEST_WAIT = 86_400.0


def ask(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    accept: str = PAGES,
    patience: float = 0.0,
    network: Network | None = None,
) -> Answer:
    """Fetch the address when its server, and each that it leads on to, may be asked for it.

    Waits for turns up to `patience` seconds in all. Raises Busy where a turn cannot be had,
    Disallowed where robots.txt says so, Unreachable or Forbidden where there is no answer. An
    answer 429 or 503 is returned too; the server is then left alone for as long as it says.
    """
    network = network or Network.of_settings()
    with _Errand(patience, network) as errand:
        errand.go(url)
        answer = fetch(
            url,
            etag=etag,
            last_modified=last_modified,
            accept=accept,
            on_redirect=errand.go,
            network=network,
        )
        errand.heed(answer)
        return answer


@dataclass
class _Stay:
    """A turn while it is ours. Each request in it is paid for with a pause after it."""

    turn: Turn
    pause: float
    requests: int = 0
    wait: float = 0.0
    problem: str = ""

    def back_off(self, first: float, retry_after: float | None, problem: str) -> None:
        """Leave the server alone: as long as it says, else twice as long as the last time."""
        wait = max(first, 2 * self.turn.waited) if retry_after is None else retry_after
        self.wait, self.problem = min(wait, LONGEST_WAIT), problem

    def end(self) -> None:
        """Let go of the turn."""
        if self.requests:
            wait = max(self.wait, self.pause * self.requests)
            turns.release(self.turn, wait=wait, problem=self.problem)
        else:
            turns.release(self.turn)


@dataclass
class _Errand:
    """What one request needs: the turn of each server on its way, and leave to go there."""

    patience: float
    network: Network
    stays: dict[str, _Stay] = field(default_factory=dict)
    until: float = 0.0

    def __enter__(self) -> Self:
        self.until = time.monotonic() + self.patience
        return self

    def __exit__(self, *error: object) -> None:
        for stay in self.stays.values():
            stay.end()

    def go(self, url: str) -> None:
        """Take the turn of the address's server, and see whether robots.txt allows it."""
        url = self.network.place(url).url
        origin = turns.origin_of(url)
        stay = self._stay(url)
        rules = self._rules(origin, stay)
        stay.pause = max(settings.FETCH_PAUSE, rules.pause)
        if not rules.allow(url):
            name = urlsplit(origin).netloc
            raise Disallowed(f"The robots.txt of {name} asks not to fetch {url}")
        if stay.requests:
            turns.renew(stay.turn)
        stay.requests += 1

    def _stay(self, url: str) -> _Stay:
        server = turns.server_of(url)
        if server not in self.stays:
            turn = turns.take(server, patience=self.until - time.monotonic())
            self.stays[server] = _Stay(turn, settings.FETCH_PAUSE)
        return self.stays[server]

    def _rules(self, origin: str, stay: _Stay) -> robots.Rules:
        """What robots.txt says there; without one nothing is allowed for an hour or longer."""
        try:
            return robots.rules_of(origin, lambda url: self._robots_txt(url, stay))
        except Forbidden:
            raise
        except Unreachable as error:
            stay.back_off(FIRST_WAIT_FOR_ROBOTS, None, f"no robots.txt was to be had. {error}")
            raise
        except robots.NotHad as error:
            stay.back_off(FIRST_WAIT_FOR_ROBOTS, error.retry_after, error.reason)
            name = urlsplit(origin).netloc
            raise Busy(f"{name} is not asked now: {error.reason}", seconds=stay.wait) from error

    def _robots_txt(self, url: str, stay: _Stay) -> Answer:
        def hop(to: str) -> None:
            self._stay(to).requests += 1

        stay.requests += 1
        return fetch(url, accept=TEXT, on_redirect=hop, network=self.network)

    def heed(self, answer: Answer) -> None:
        """Remember it where the answer says that we ask too much."""
        stay = self.stays.get(turns.server_of(answer.url))
        if stay and answer.status in WISHES_TO_WAIT:
            phrase = HTTPStatus(answer.status).phrase
            problem = f"it answered {answer.status} ({phrase})."
            stay.back_off(FIRST_WAIT, answer.retry_after, problem)
