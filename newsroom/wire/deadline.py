"""A deadline that holds whatever a server does: when time is up, its connection is shut.

Time limits of single reads are not enough: a server that sends a byte a second keeps each of
them, and so do endless headers.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """Seconds that an exchange may last in all. They pass only within `running()`."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._left = seconds
        self._since: float | None = None
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds left, at least a hundredth: a timeout of 0 would mean "do not wait"."""
        spent = 0.0 if self._since is None else time.monotonic() - self._since
        return max(self._left - spent, 0.01)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let time pass within the block; at its end the sockets are no longer watched."""
        self._since = time.monotonic()
        timer = threading.Timer(self._left, self._strike)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._left = self._left - (time.monotonic() - self._since)
            self._since = None
            with self._lock:
                while self._watched:
                    self._watched.pop().close()

    def _strike(self) -> None:
        with self._lock:
            self.passed = True
            for line in self._watched:
                _shut(line)

    def watch(self, line: socket.socket) -> None:
        """Shut the connection when time is up: who waits for it goes on at once.

        The duplicate stays ours when TLS takes the socket over, and its number cannot be given to
        another file meanwhile.
        """
        own = line.dup()
        with self._lock:
            self._watched.append(own)
            if self.passed:
                _shut(own)

    def run(self, work: Callable[[], T]) -> T:
        """The work's result, or TimeoutError when time is up; the work itself cannot be stopped.

        Its OSError and ValueError reach the caller.
        """
        future: Future[T] = Future()

        def wait() -> None:
            try:
                future.set_result(work())
            except (OSError, ValueError) as error:
                future.set_exception(error)

        threading.Thread(target=wait, name="deadline", daemon=True).start()
        return future.result(timeout=self.left)


def _shut(line: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker, or it is not connected yet
        line.shutdown(socket.SHUT_RDWR)
