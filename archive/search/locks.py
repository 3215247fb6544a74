"""Locks between the processes of one host: files under flock. A lock ends with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool) -> Iterator[bool]:
    """Whether this process holds the lock; with `wait` it always does, sooner or later.

    Raises OSError where the file cannot be made.
    """
    handle = _taken(path, wait=wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _taken(path: Path, *, wait: bool) -> int | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(handle)
            return None
        # Whoever removed the folder meanwhile has left this process a lock that nobody can see.
        if os.fstat(handle).st_ino == inode(path):
            return handle
        os.close(handle)


def inode(path: Path) -> int | None:
    """Which file lies there now, if any."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def is_held(path: Path) -> bool:
    """Whether any process holds the lock now."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
