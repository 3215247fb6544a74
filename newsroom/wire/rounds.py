"""Rounds: the claims of one batch, server beside server, and one after another at each."""

import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection

from archive import ledger
from archive.ledger import Claim
from newsroom.wire import turns
from newsroom.wire.turns import Busy

MOST_AT_ONCE = 8  # servers, with a thread and a database connection each
LONGEST = 30.0  # seconds, after which no claim is begun
LONGEST_WAIT = 5.0  # seconds; whoever slept longer would hold up what comes after the round
OVER = "The round ended before its turn came."
NAP = 0.25  # seconds, after which a sleeper looks whether the process is to stop

Chain = tuple[str, Sequence[Claim]]  # a server, and what it is to be asked for


def run(
    claims: Sequence[Claim], origin_of: Callable[[Claim], str], do: Callable[[Claim], None]
) -> None:
    """Do each claim when its server may be asked; put off what would wait too long for that.

    `origin_of` names the claim's server by any address there; "" if it needs none. `do` settles
    its claim. An error that says whether it is permanent goes to the claim's row; Busy puts the
    claim off; any other is raised at the end, for the ledger.
    """
    chains = _chains(claims, origin_of)
    one = _Round(do, time.monotonic() + LONGEST)
    if len(chains) < 2:
        for chain in chains:
            one.follow(*chain)
        return
    waiting: queue.SimpleQueue[Chain] = queue.SimpleQueue()
    for chain in chains:
        waiting.put(chain)
    lanes = min(MOST_AT_ONCE, len(chains))
    with ThreadPoolExecutor(lanes, thread_name_prefix="round") as threads:
        ends = [threads.submit(one.serve, waiting) for _ in range(lanes)]
    errors = [error for end in ends if (error := end.exception())]
    errors.sort(key=lambda error: not isinstance(error, ledger.Stopped))
    for error in errors:
        raise error


def _chains(claims: Sequence[Claim], origin_of: Callable[[Claim], str]) -> list[Chain]:
    chains: dict[str, list[Claim]] = {}
    for claim in claims:
        chains.setdefault(turns.server_of(origin_of(claim)), []).append(claim)
    return list(chains.items())


@dataclass(frozen=True, slots=True)
class _Round:
    do: Callable[[Claim], None]
    until: float  # by the monotonic clock

    def serve(self, waiting: queue.SimpleQueue[Chain]) -> None:
        """Follow chain after chain, in a thread of its own."""
        try:
            while chain := _next(waiting):
                self.follow(*chain)
        finally:
            connection.close()

    def follow(self, server: str, claims: Sequence[Claim]) -> None:
        """Do a server's claims one after another; put off those that there is no time for."""
        for place, claim in enumerate(claims):
            ledger.check_stop()
            if late := self._wait_for(server):
                return _put_off(server, claims[place:], late)
            with _Settling(claim):
                self.do(claim)
        return None

    def _wait_for(self, server: str) -> Busy | None:
        """Sleep until the server may be asked; why not, if that is too long."""
        while delay := turns.delay_of(server):
            left = self.until - time.monotonic()
            if delay.seconds > min(left, LONGEST_WAIT):
                return delay.busy()
            _sleep(delay.seconds)
        if time.monotonic() > self.until:
            return Busy(OVER, seconds=1.0)
        return None


def _next(waiting: queue.SimpleQueue[Chain]) -> Chain | None:
    try:
        return waiting.get_nowait()
    except queue.Empty:
        return None


def _sleep(seconds: float) -> None:
    """Sleep, but end with ledger.Stopped where the process is to stop."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        ledger.check_stop()
        time.sleep(min(left, NAP))


def _put_off(server: str, claims: Sequence[Claim], why: Busy) -> None:
    """Queue them again for when the server may be asked, each a pause after the one before."""
    pause = turns.pause_of(server)
    for place, claim in enumerate(claims):
        ledger.postpone(claim, why.reason, seconds=why.seconds + place * pause, effects=_nothing)


def _nothing() -> None:
    """What is written beside a postponement."""


class _Settling:
    """Write a known error of a claim to its row; see `run`."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Busy):
            ledger.postpone(self.claim, error.reason, seconds=error.seconds, effects=_nothing)
            return True
        if isinstance(error, Exception) and hasattr(error, "permanent"):
            ledger.fail(self.claim, error)
            return True
        return False
