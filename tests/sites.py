"""Whole sites for tests: a VAR_DIR, a database and a broker of their own, used by subprocesses.

A test that kills workers, restarts a database or reads what an operator would type works on one.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from newsroom.serving import commands
from tests import nursery
from tests.nursery import Partner
from tests.servers import PATIENCE, Postgres, Running, answers, end, start, wait_for

Process = subprocess.Popen[bytes]
MANAGE = "import runpy; runpy.run_path('manage.py', run_name='__main__')"


@dataclass
class Site:
    """The environment of one site, and the processes started in it.

    `env` is all that its processes see: change it before starting one.
    """

    env: dict[str, str]
    running: list[Running] = field(default_factory=list)
    begun: list[Partner] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path, **env: str) -> Site:
        """A migrated site in the folder, with toy engine and no pipeline unless `env` says else.

        Its SQLite is a copy of one that is migrated once a run; a DATABASE_URL names one of
        `postgres()`.
        """
        site = cls._unmade(folder, **env)
        if "DATABASE_URL" not in env:
            shutil.copy(once("sqlite", migrated) / DATABASE, site.var_dir)
        return site

    @classmethod
    def _unmade(cls, folder: Path, **env: str) -> Site:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        var_dir = folder / "var"
        (var_dir / "static").mkdir(parents=True, exist_ok=True)
        base = {"HOME": str(folder), "VAR_DIR": str(var_dir), "PYTHONUNBUFFERED": "1"}
        quick = {"TRANSLATION_ENGINE": "toy", "NER_PIPELINE": "none"}
        return cls({**kept, **base, **quick, **env})

    @property
    def var_dir(self) -> Path:
        """The site's VAR_DIR."""
        return Path(self.env["VAR_DIR"])

    def manage(
        self, *args: str, stdin: bytes = b"", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` to its end; the exit status is the caller's to read."""
        return self._run(MANAGE, ["manage.py", *args], stdin, timeout)

    def python(self, code: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run Python code with Django set up."""
        return self._run(f"import newsroom.wsgi\n{code}", ["-c"], b"", timeout)

    def begin(self, code: str, *args: str) -> Partner:
        """Start Python code with Django set up; what it prints comes through its `stdout`."""
        partner = nursery.begin(f"import newsroom.wsgi\n{code}", ["-c", *args], self.env)
        self.running.append(partner)
        self.begun.append(partner)
        return partner

    def at_once(self, *codes: Sequence[str]) -> list[str]:
        """What processes say that begin together: for each its code, and arguments if it has any.

        Each prints "ready" and waits for a line, which they get when all of them are ready.
        """
        partners = [self.begin(*code) for code in codes]
        for partner in partners:
            assert partner.stdout.readline() == b"ready\n"
        for partner in partners:
            partner.tell()
        told = [partner.communicate()[0].decode() for partner in partners]
        assert [partner.returncode for partner in partners] == [0] * len(codes), told
        return told

    def _run(
        self, code: str, args: Sequence[str], stdin: bytes, timeout: float
    ) -> subprocess.CompletedProcess[str]:
        with TemporaryFile() as told, TemporaryFile() as out, TemporaryFile() as errors:
            told.write(stdin)
            told.seek(0)
            files = [file.fileno() for file in (told, out, errors)]
            child = nursery.bear(code, args, self.env, files)
            self.running.append(child)
            status = child.wait(timeout)
            self.running.remove(child)
            out.seek(0)
            errors.seek(0)
            said = out.read().decode(), errors.read().decode()
        return subprocess.CompletedProcess(args, status, *said)

    def start_worker(self) -> Process:
        """One Celery worker, just as Procfile starts it."""
        return self._start("worker")

    def start_beat(self) -> Process:
        """The clock, just as Procfile starts it."""
        return self._start("beat")

    def start_index(self) -> Process:
        """The keeper of the search index, just as Procfile starts it."""
        return self._start("index")

    def start_web(self, port: int) -> Process:
        """The web server at the port; returns once it answers."""
        self.env["PORT"] = str(port)
        shutil.copytree(once("static", _collect), self.var_dir / "static", dirs_exist_ok=True)
        process = self._start("web")
        wait_for(lambda: answers(port) and self._serves(port), "the web server answers")
        return process

    @staticmethod
    def _serves(port: int) -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5))
        except OSError:
            return False

    def _start(self, name: str) -> Process:
        here = f"{Path(sys.executable).parent}{os.pathsep}{self.env['PATH']}"
        command = ["/bin/sh", "-c", commands()[name]]
        log = self.var_dir / f"{name}.log"
        process = start(command, log=log, env={**self.env, "PATH": here})
        self.running.append(process)
        return process

    def log(self, name: str) -> str:
        """All that the site's `web`, `worker`, `beat` or `index` processes have said."""
        return (self.var_dir / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def kill(self, process: Running) -> None:
        """Kill -9 the process with all its children."""
        end(process)
        self.running.remove(process)

    def ask_to_stop(self, process: Process, seconds: float = PATIENCE) -> int:
        """Send SIGTERM, as Ctrl-C under `make run` does, and return the exit status."""
        os.killpg(process.pid, signal.SIGTERM)
        self.running.remove(process)
        return process.wait(timeout=seconds)

    def close(self) -> None:
        """Kill all that still runs."""
        for process in list(self.running):
            self.kill(process)
        for partner in self.begun:
            partner.close()


DATABASE = "passerelle.sqlite3"


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of what all sites of a run begin with, made by whichever process is first."""
    if "PASSERELLE_TEST_VAR" not in os.environ:  # a benchmark, which pytest does not run
        os.environ["PASSERELLE_TEST_VAR"] = tempfile.mkdtemp(prefix="passerelle-sites-")
        atexit.register(shutil.rmtree, os.environ["PASSERELLE_TEST_VAR"], ignore_errors=True)
    folder = Path(os.environ["PASSERELLE_TEST_VAR"]) / "beginnings" / name
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def migrated(folder: Path) -> None:
    """Put a migrated SQLite database into the folder."""
    _done(Site._unmade(folder).manage("migrate", "--verbosity", "0"))
    shutil.move(folder / "var" / DATABASE, folder / DATABASE)


def postgres() -> Postgres:
    """A server that answers already, whose database `passerelle` is migrated."""
    return Postgres.like(once("postgres", _saved) / "data")


def _saved(folder: Path) -> None:
    server = Postgres.start()
    site = Site._unmade(folder, DATABASE_URL=server.url("passerelle"))
    _done(site.manage("migrate", "--verbosity", "0"))
    server.save(folder / "data")


def _collect(folder: Path) -> None:
    _done(Site._unmade(folder).manage("collectstatic", "--no-input", "--verbosity", "0"))
    for path in (folder / "var" / "static").iterdir():
        shutil.move(path, folder / path.name)
    shutil.rmtree(folder / "var")


def _done(process: subprocess.CompletedProcess[str]) -> None:
    assert process.returncode == 0, process.stderr
