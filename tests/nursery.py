"""Processes that begin quickly: a nursery has the libraries in memory, and forks at a word.

A site's code then runs after a third of a second in place of one and a quarter. Each child is a
process of its own, in a session of its own, in just the environment that it is given; settings,
models and whatever else is ours are imported in the child. Only what others wrote is shared.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
# What importing newsroom.wsgi imports of others' and works without settings.
LIBRARIES = (
    *("celery.app.trace", "celery.loaders.app", "kombu.transport.filesystem", "redis"),
    *("django.core.wsgi", "django.contrib.admin", "django.contrib.sitemaps", "django.test"),
    *("django.contrib.syndication.views", "django.db.migrations.executor", "django_filters"),
    *("django.db.backends.sqlite3.base", "django.contrib.postgres", "csp.middleware"),
    *("whitenoise.middleware", "django.contrib.messages.middleware", "environ", "psycopg"),
    *("cryptography.fernet", "feedparser", "idna", "lxml_html_clean", "protego", "tantivy"),
    *("trafilatura", "honcho.environ", "packaging.version", "smtplib", "xml.parsers.expat"),
)
# With one thread numpy's library of sums has none of its own, which a fork would lose.
OWN = {"PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass
class Child:
    """A process of a nursery, to be waited for as a Popen is."""

    pid: int
    line: socket.socket
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, if it has ended; below zero it is the signal that ended it."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended."""
        if self.returncode is None:
            self.line.settimeout(timeout)
            try:
                said = self.line.recv(16)
            except (TimeoutError, BlockingIOError) as late:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0) from late
            self.line.close()
            self.returncode = int(said or -signal.SIGKILL)
        return self.returncode


class Partner(Child):
    """A child to talk with."""

    def __init__(self, child: Child, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        super().__init__(child.pid, child.line)
        self.stdin, self.stdout = stdin, stdout

    def tell(self) -> None:
        """Let it go on, where it waits for a line."""
        self.stdin.write(b"\n")
        self.stdin.flush()

    def communicate(self, timeout: float = 120) -> tuple[bytes, None]:
        """All that it says until it ends; one that takes longer than the seconds is killed."""
        late = threading.Timer(timeout, os.killpg, (self.pid, signal.SIGKILL))
        late.start()
        started = time.monotonic()
        try:
            said = self.stdout.read()
            self.wait()
        finally:
            late.cancel()
            self.close()
        if time.monotonic() - started >= timeout:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout, said)
        return said, None

    def close(self) -> None:
        """Hang up."""
        self.stdin.close()
        self.stdout.close()


@dataclass
class Nursery:
    """A process that has imported the libraries and now only waits to be told to fork."""

    door: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.door, inner = socket.socketpair()
        known = {
            name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ
        }
        command = [sys.executable, "-m", "tests.nursery", str(inner.fileno())]
        process = subprocess.Popen(
            command, cwd=ROOT, env=known | OWN, pass_fds=[inner.fileno()], stdin=subprocess.DEVNULL
        )
        inner.close()
        atexit.register(process.wait)
        atexit.register(self.door.close)

    def bear(self, command: Mapping[str, object], files: Sequence[int]) -> Child:
        """A new child, with these three as its standard files."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.door, [b"."], [theirs.fileno(), *files])
        ours.sendall(json.dumps(command).encode() + b"\n")
        said = b""
        while not said.endswith(b"\n"):  # and no byte further: the exit status may be there
            byte = ours.recv(1)
            assert byte, "the nursery has died"
            said += byte
        return Child(int(said), ours)


@functools.cache
def _nurseries() -> Iterator[Nursery]:
    """Two by turns: words hash differently in each, as in any two processes begun afresh."""
    return cycle([Nursery(), Nursery()])


def bear(code: str, args: Sequence[str], env: Mapping[str, str], files: Sequence[int]) -> Child:
    """A child that runs the code with these arguments, environment and standard files."""
    command = {"code": code, "args": args, "env": dict(env)}
    return next(_nurseries()).bear(command, files)


def begin(code: str, args: Sequence[str], env: Mapping[str, str]) -> Partner:
    """The same with a line to it and from it. What it complains of goes where ours goes."""
    (stdin, to_it), (from_it, stdout) = os.pipe(), os.pipe()
    try:
        child = bear(code, args, env, [stdin, stdout, 2])
    finally:
        os.close(stdin)
        os.close(stdout)
    return Partner(child, os.fdopen(to_it, "wb"), os.fdopen(from_it, "rb"))


def main(door: socket.socket) -> None:
    """Be a nursery until the door is closed; return in each child, once it has run its code."""
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()
    while True:
        said, files, _, _ = socket.recv_fds(door, 1, 4)
        if not said:
            return
        _bury()
        if not os.fork():
            door.close()
            _look_after(*files)
            return
        for file in files:
            os.close(file)


def _bury() -> None:
    with suppress(ChildProcessError):  # there is none
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _look_after(line: int, *files: int) -> None:
    """Fork once more, and say how the child ended; return in the child, once it is done."""
    talk = socket.socket(fileno=line)
    with talk.makefile("rb") as told:
        command = json.loads(told.readline())
    child = os.fork()
    if not child:
        os.setsid()
        for n, file in enumerate(files):
            os.dup2(file, n)
            os.close(file)
        talk.sendall(b"%d\n" % os.getpid())
        talk.close()
        return _run(command)
    os.closerange(0, 3)
    for file in files:
        os.close(file)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):  # nobody may listen any more
        talk.sendall(b"%d\n" % status)
    os._exit(0)


def _run(command: Mapping[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(command["env"])
    sys.argv[:] = command["args"]
    exec(compile(command["code"], "<string>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
