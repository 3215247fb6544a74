"""Whole sites for tests: a VAR_DIR, a database and a broker of their own, used by subprocesses.

A test that kills workers, restarts a database or reads what an operator would type works on one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.serving import commands
from tests.servers import PATIENCE, ROOT, answers, end, start, wait_for

Process = subprocess.Popen[bytes]


@dataclass
class Site:
    """The environment of one site, and the processes started in it.

    `env` is all that its processes see: change it before starting one.
    """

    env: dict[str, str]
    running: list[Process] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path, **env: str) -> Site:
        """A migrated site in the folder, with the toy engine unless `env` says otherwise."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        var_dir = folder / "var"
        (var_dir / "static").mkdir(parents=True, exist_ok=True)
        base = {"HOME": str(folder), "VAR_DIR": str(var_dir), "TRANSLATION_ENGINE": "toy"}
        site = cls({**kept, **base, "PYTHONUNBUFFERED": "1", **env})
        migrated = site.manage("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        return site

    @property
    def var_dir(self) -> Path:
        """The site's VAR_DIR."""
        return Path(self.env["VAR_DIR"])

    def manage(
        self, *args: str, stdin: bytes = b"", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` to its end; the exit status is the caller's to read."""
        return self._run([sys.executable, "manage.py", *args], stdin, timeout)

    def python(self, code: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run Python code with Django set up."""
        code = f"import newsroom.wsgi\n{code}"
        return self._run([sys.executable, "-c", code], b"", timeout)

    def begin(self, code: str) -> Process:
        """Start Python code with Django set up; what it prints comes through its `stdout`."""
        code = f"import newsroom.wsgi\n{code}"
        command = [sys.executable, "-c", code]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, env=self.env, cwd=ROOT, start_new_session=True
        )
        self.running.append(process)
        return process

    def _run(
        self, command: list[str], stdin: bytes, timeout: float
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, input=stdin, capture_output=True, env=self.env, cwd=ROOT, timeout=timeout
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

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
        collected = self.manage("collectstatic", "--no-input", "--verbosity", "0")
        assert collected.returncode == 0, collected.stderr
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

    def kill(self, process: Process) -> None:
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
