"""Web, worker, beat, index as one: `python -m newsroom.serving [NAME…]` runs what Procfile names.

They start together and stop together: when one ends, or on Ctrl-C, the others are asked to end.
"""

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from honcho import manager
from honcho.environ import parse_procfile

PROCFILE = Path(__file__).resolve().parent.parent / "Procfile"
DEFAULT_PORT = 8000
PATIENCE = 12  # seconds in which a worker may hand its work back before it is killed
ASKED_TO_STOP = {130, 143}  # what honcho answers after Ctrl-C and after SIGTERM


class Unservable(Exception):
    """Why the site cannot be served here: one plain sentence."""


def as_port(value: str) -> int:
    """Read a TCP port; nothing means 8000."""
    port = int(value) if value.strip().isdecimal() else 0 if value.strip() else DEFAULT_PORT
    if not 0 < port < 65536:
        raise Unservable(f"PORT is {value!r}: it must be a number from 1 to 65535.")
    return port


def ensure_free(port: int) -> None:
    """Raise Unservable where another program listens on the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unservable(
                f"Port {port} cannot be used ({error.strerror}): "
                f"choose another with make run PORT={port + 1}."
            ) from error


def commands(names: Sequence[str] = ()) -> dict[str, str]:
    """The Procfile's shell commands by name: all of them, or those asked for."""
    known = dict(parse_procfile(PROCFILE.read_text(encoding="utf-8")).processes)
    for name in names:
        if name not in known:
            raise Unservable(f"{name!r} is none of {', '.join(known)}.")
    return {name: known[name] for name in names or known}


def run(names: Sequence[str] = ()) -> int:
    """Run the commands until one ends or a stop is asked for; return the exit status."""
    manager.KILL_WAIT = PATIENCE
    together = manager.Manager()
    # `python` in the Procfile is the one that runs this, activated or not.
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**os.environ, "PATH": here, "PYTHONUNBUFFERED": "1"}
    for name, command in commands(names).items():
        together.add_process(name, command, env=env, cwd=str(PROCFILE.parent))
    together.loop()
    return 0 if together.returncode in ASKED_TO_STOP else int(together.returncode or 0)


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except Unservable as error:
        sys.exit(str(error))
