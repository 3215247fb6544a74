"""What a database file still holds of words that were erased, and how it is got out of it.

PostgreSQL tidies up by itself: `VACUUM` takes an erased row's old versions away in time, and no
query sees them before. SQLite runs with `secure_delete`, so that what is erased is overwritten with
zeros; but the write-ahead log keeps the older pages until it begins anew, and a row that SQLite
once moved to a neighbouring page may have left a scrap between the rows of the old one. So the log
is written back and cut to nothing, and the file is written anew.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from django.db import connection

from archive import ledger

log = logging.getLogger(__name__)

SCRUB = "scrub"
AT_ONCE = 100_000_000  # bytes: a file up to here is written anew soon after each erasure
AT_NIGHT = 2_000_000_000  # bytes: up to here every night; beyond, others would wait for too long
BUSY_PAUSE = 30.0  # seconds
PATIENCE = 500  # milliseconds: nobody else writes while readers are waited for


def enqueue() -> None:
    """Have what is erased in this transaction taken out of the database's files as well."""
    if connection.vendor == "sqlite":
        ledger.enqueue(SCRUB, "erased")


def scrub(*, at_most: int = AT_ONCE) -> bool:
    """Get what was erased out of SQLite's files; return whether the file was written anew.

    Call it outside any transaction. Raises Wait where readers keep the log busy.
    """
    size = _size()
    if size is None:
        return False
    started = time.monotonic()
    _cut_log()  # where that must wait, nothing is written anew in vain
    if is_small := size <= at_most:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        _cut_log()
    log.info("scrubbed %.1f MB in %.1f s", size / 1e6, time.monotonic() - started)
    return is_small


def _cut_log() -> None:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if busy:
        raise ledger.Wait("The database is being read: scrubbing waits.", seconds=BUSY_PAUSE)


def _size() -> int | None:
    """How large the database's file is, in bytes; None where it is no file of SQLite's."""
    path = Path(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and path.is_file()
    return path.stat().st_size if is_file else None
