"""Slowing down whoever tries again and again: so many tries in so many minutes, then none.

The tries are counted in small files, one for each name under which they are counted, which every
process of this host shares. A file's name is a digest under a key that is destroyed within a week:
no address is kept, and no name.
"""

import fcntl
import ipaddress
import time
from pathlib import Path

from archive.discuss.writer import day_digest

MOST_TRIES = 10
WINDOW = 15 * 60.0  # seconds


def key(account: str, address: str) -> str:
    """The name under which tries at this account from this network are counted today."""
    return day_digest(f"{account.strip().casefold()}\n{_network(address)}")


def _network(address: str) -> str:
    """The address, or for IPv6 the /64 it lies in, all of which one person may have."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network(f"{ip}/64", strict=False))


def admit(folder: Path, name: str, *, now: float | None = None) -> bool:
    """Count one more try; False, and nothing counted, once there were too many."""
    now = time.time() if now is None else now
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, now)
    with (folder / name).open("a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        recent = [tried for tried in file.read().split() if float(tried) > now - WINDOW]
        if len(recent) >= MOST_TRIES:
            return False
        file.truncate(0)
        file.write("\n".join([*recent, f"{now:.3f}"]))
    return True


def forget(folder: Path, name: str) -> None:
    """Begin anew, because the right password was given."""
    (folder / name).unlink(missing_ok=True)


def _sweep(folder: Path, now: float) -> None:
    """Remove the files that nobody added to within the window."""
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < now - WINDOW:
                path.unlink()
        except FileNotFoundError:
            continue  # another process was first
