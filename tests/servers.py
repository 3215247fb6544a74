"""Real servers for tests: Redis and PostgreSQL.

Each lies in a folder of its own, listens on a free port of the loopback address, and ends with
the test run, even with one that is killed.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("redis", "postgres", "browser", "axe")
AXE = ROOT / "tests/browser/node_modules/axe-core/axe.min.js"
PATIENCE = 30.0  # seconds
PDEATHSIG = 1  # linux/prctl.h
POSTGRES_FOLDERS = "/usr/lib/postgresql"


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Return once the condition holds; fail the test after the seconds given."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)


def postgres_program(name: str) -> str | None:
    """The path of one of PostgreSQL's server programs, the newest version's."""
    found = sorted(Path(POSTGRES_FOLDERS).glob(f"*/bin/{name}"), key=_version)
    return str(found[-1]) if found else shutil.which(name)


def _version(program: Path) -> float:
    folder = program.parent.parent.name
    return float(folder) if folder.replace(".", "", 1).isdigit() else 0.0


def chromium() -> str | None:
    """The path of the browser that the browser tests drive.

    The shell is the same engine without the windows that nobody sees, at half the cost.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def lacking(service: str) -> str:
    """Why tests marked with the service cannot run here; nothing where they can."""
    if service == "redis" and not shutil.which("redis-server"):
        return "Redis: there is no redis-server here"
    if service == "postgres" and not (postgres_program("initdb") and postgres_program("postgres")):
        return "PostgreSQL: its programs initdb and postgres are not here"
    if service == "postgres" and os.geteuid() == 0 and not _unprivileged():
        return "PostgreSQL: it refuses to run as root, and there is no user postgres"
    if service == "browser" and not chromium():
        return "browser: there is no Chromium here"
    if service == "axe" and not AXE.exists():
        return "axe-core: npm has not installed it in tests/browser"
    return ""


def required() -> bool:
    """Whether REQUIRE_SERVICES makes a missing service a failure."""
    return os.environ.get("REQUIRE_SERVICES", "") not in ("", "0")


def _unprivileged() -> str | None:
    """Whom PostgreSQL runs as: it refuses root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if os.geteuid() == 0 and "postgres" in names else None


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL)


def start(
    command: list[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    cwd: Path = ROOT,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, its output in the log, ended with this process."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )


class Running(Protocol):
    """A process at the head of a group of its own."""

    @property
    def pid(self) -> int:
        """Its number, and its group's."""
        ...

    def poll(self) -> int | None:
        """The exit status, if it has ended."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended."""
        ...


def end(process: Running, *, sign: signal.Signals = signal.SIGKILL) -> int:
    """Send the signal to the process's whole group and wait for the process."""
    if process.poll() is None:
        os.killpg(process.pid, sign)
    return process.wait(timeout=PATIENCE)


def answers(port: int) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Redis:
    """A redis-server that keeps nothing on disk."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] = field(init=False)

    @classmethod
    def start(cls) -> Redis:
        """A server that answers already."""
        server = cls(free_port(), Path(tempfile.mkdtemp(prefix="passerelle-redis-")))
        server.resume()
        return server

    @property
    def url(self) -> str:
        """What REDIS_URL takes."""
        return f"redis://127.0.0.1:{self.port}/0"

    def resume(self) -> None:
        """Start it, or start it again after `kill`, with nothing in it."""
        program = shutil.which("redis-server") or "redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir"]
        command = [program, *options, str(self.folder), "--appendonly", "no"]
        self.process = start(command, log=self.folder / "log", cwd=self.folder)
        wait_for(lambda: answers(self.port), "redis-server answers")

    def flush(self) -> None:
        """Wipe it, as an operator or a crash may at any second."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(64).startswith(b"+OK")

    def kill(self) -> None:
        """End it at once."""
        end(self.process)

    def stop(self) -> None:
        """End it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Postgres:
    """A PostgreSQL cluster of its own, fast and forgetful of power cuts (not of kill -9)."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] = field(init=False)

    @classmethod
    def start(cls) -> Postgres:
        """A server that answers already, with a database `passerelle`."""
        server = cls._unmade()
        initdb = [str(postgres_program("initdb")), "--pgdata", str(server.folder / "data")]
        options = ["--username=passerelle", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        process = start(
            [*initdb, *options, "--no-sync"],
            log=server.folder / "log",
            user=_unprivileged(),
            cwd=server.folder,
        )
        assert process.wait(timeout=PATIENCE) == 0, (server.folder / "log").read_text()
        server.resume()
        server.create("passerelle")
        return server

    @classmethod
    def like(cls, data: Path) -> Postgres:
        """A server that answers already, with all that `save` has put into the folder."""
        server = cls._unmade()
        subprocess.run(["cp", "-a", data, server.folder / "data"], check=True)
        server.resume()
        return server

    @classmethod
    def _unmade(cls) -> Postgres:
        server = cls(free_port(), Path(tempfile.mkdtemp(prefix="passerelle-postgres-")))
        user = _unprivileged()
        if user:
            shutil.chown(server.folder, user, user)
        return server

    def url(self, database: str) -> str:
        """What DATABASE_URL takes."""
        return f"postgres://passerelle@127.0.0.1:{self.port}/{database}"

    def resume(self) -> None:
        """Start it, or start it again after `kill`, with all that was committed."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": "250",  # several tests at once may each have fifty editors
            "full_page_writes": "off",
            "jit": "off",  # tables without statistics look large to it, and compiling takes long
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(postgres_program("postgres")), "-D", str(self.folder / "data"), *options]
        log = self.folder / "log"
        self.process = start(command, log=log, user=_unprivileged(), cwd=self.folder)
        wait_for(self._ready, "PostgreSQL answers")

    def _ready(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def create(self, database: str, like: str = "template1") -> str:
        """A new database, empty or like one that is there; return its DATABASE_URL."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"'.encode())
        return self.url(database)

    def kill(self) -> None:
        """Crash it: every connection breaks, nothing is tidied up, the log is replayed later.

        SIGQUIT does so; after SIGKILL its children would live on for a while.
        """
        end(self.process, sign=signal.SIGQUIT)

    def save(self, data: Path) -> None:
        """End it in good order, and move what it holds to the folder."""
        end(self.process, sign=signal.SIGINT)
        shutil.move(self.folder / "data", data)
        self.stop()

    def stop(self) -> None:
        """End it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
