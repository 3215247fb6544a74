"""No way out: every connection to another machine fails and is counted.

Python raises an audit event for each connect, send and name look-up (PEP 578), whoever asks and
however it came by the socket functions.
"""

import errno
import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_raised: list["Blockade"] = []


class Blockade:
    """What was tried while it stood: one `event address` each."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def refuse(self, event: str, address: object) -> None:
        """Count the attempt and fail it as a machine without a network would."""
        self.attempts.append(f"{event} {address}")
        raise OSError(errno.ENETUNREACH, f"no network in this test: {event} {address}")


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not _raised:
        return
    if event in CONNECTS:
        address = args[1] if len(args) > 1 else None
        if isinstance(address, tuple) and not is_here(address[0]):
            _raised[-1].refuse(event, address)
    elif event in LOOKUPS and not is_here(args[0]):
        _raised[-1].refuse(event, args[0])


def is_here(host: object) -> bool:
    """Whether the host is this machine, by its loopback address or as localhost."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


@contextmanager
def blockade() -> Iterator[Blockade]:
    """Nothing leaves this process within the block."""
    if not _hook_added:
        sys.addaudithook(_hook)  # it can never be removed: without a blockade it does nothing
        _hook_added.append(True)
    standing = Blockade()
    _raised.append(standing)
    try:
        yield standing
    finally:
        _raised.remove(standing)


_hook_added: list[bool] = []
