"""The bell: hints that work of a kind is due, passed on without ever keeping the caller waiting.

A hint may be lost; the sweep finds the work within seconds. One daemon thread a process passes
hints on through whatever `connect` names; with nothing connected, jobs wait for the sweep.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

REST = 30.0  # seconds without a try after a failed one


class NotSent(Exception):
    """A hint could not be passed on."""


class Bell:
    """Passes kinds to `send` from its own thread. The same kind rung twice may be sent once."""

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._waiting: dict[str, None] = {}
        self._changed = threading.Condition()
        self._busy = False
        self._rest_until = 0.0
        self._thread: threading.Thread | None = None
        self._pid = 0

    def ring(self, kind: str) -> None:
        """Remember the kind and return at once; dropped while the bell rests after a failure."""
        with self._changed:
            if time.monotonic() < self._rest_until:
                return
            self._waiting[kind] = None
            self._start()
            self._changed.notify_all()

    def flush(self, seconds: float) -> None:
        """Wait until what was rung is passed on, for at most so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._busy, timeout=seconds)

    def _start(self) -> None:
        # A thread does not outlive fork(): a child process needs its own.
        if self._pid == os.getpid() and self._thread and self._thread.is_alive():
            return
        self._pid = os.getpid()
        self._thread = threading.Thread(target=self._serve, daemon=True, name="bell")
        self._thread.start()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                kind = next(iter(self._waiting))
                del self._waiting[kind]
                self._busy = True
            try:
                self._send(kind)
            except NotSent as error:
                self._rest(error)
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

    def _rest(self, error: NotSent) -> None:
        log.warning("no hint could be sent, the sweep will find the work: %s", error)
        with self._changed:
            self._waiting.clear()
            self._rest_until = time.monotonic() + REST


_bell: Bell | None = None


def connect(send: Callable[[str], None]) -> None:
    """Say what passes hints on. `send` takes a kind and raises NotSent where it cannot."""
    global _bell
    _bell = Bell(send)


def ring(kind: str) -> None:
    """Hint that work of this kind is due. Never waits and never fails."""
    if _bell:
        _bell.ring(kind)


def flush(seconds: float = 0.5) -> None:
    """Give the hints of a command that is about to end a moment to leave."""
    if _bell:
        _bell.flush(seconds)
