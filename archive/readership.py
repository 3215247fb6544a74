"""How often articles are opened, by day. By whom is asked nowhere and kept nowhere.

Openings are counted in the memory of each web process, so that reading asks the database nothing,
and are added to the day's count by a thread of its own every few seconds, and at the end. What a
killed process had counted since is lost.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from archive.models import Article

log = logging.getLogger(__name__)

EVERY = 10.0  # seconds between two writings
AT_ONCE = 300  # rows in one statement
AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")  # where browsers say that they only prepare a click
MOST = 100_000  # articles and days held in memory while the database is away
ADD = """
INSERT INTO archive_dayviews (article_id, day, count) VALUES {rows}
ON CONFLICT (article_id, day) DO UPDATE SET count = archive_dayviews.count + excluded.count
"""
Key = tuple[int, date]

_counts: Counter[Key] = Counter()
_lock = threading.Lock()
_process = 0  # the one that counts: a thread does not outlive fork()


def begin() -> None:
    """Count from now on in this process, which serves readers; elsewhere nothing is counted."""
    global _process
    if _process == os.getpid():
        return
    _process = os.getpid()
    _counts.clear()
    threading.Thread(target=_serve, daemon=True, name="readership").start()
    atexit.register(_end)


def count(request: HttpRequest, article: Article) -> None:
    """Count that a reader opened the article's page. It asks the database nothing."""
    if _process != os.getpid() or not is_opening(request):
        return
    key = (article.pk, timezone.localdate())
    with _lock:
        if key in _counts or len(_counts) < MOST:
            _counts[key] += 1


def is_opening(request: HttpRequest) -> bool:
    """Whether a browser loads the page because a reader wants to see it.

    By its Fetch Metadata: no program's request, none made ahead of a click, and none by which a
    reader who is on the page turns to another view of it.
    """
    said = request.headers
    fetched = (said.get("Sec-Fetch-Mode"), said.get("Sec-Fetch-Dest"))
    if request.method != "GET" or fetched != ("navigate", "document"):
        return False
    if any("prefetch" in said.get(name, "").lower() for name in AHEAD):
        return False
    return _path_of(said.get("Referer", "")) != request.path


def flush() -> int:
    """Add what was counted to the days' counts; return how many articles and days it was.

    While the database is away nothing is lost: it is kept for the next time.
    """
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if not taken:
        return 0
    try:
        _write(taken)
    except DatabaseError as error:
        log.warning("openings could not be written, they are kept: %s", error)
        with _lock:
            _counts.update(taken)
        return 0
    return len(taken)


def _write(counts: Mapping[Key, int]) -> None:
    """In one order, so that two processes at once do not wait for each other."""
    with transaction.atomic():
        ids = {pk for pk, _ in counts}
        there = set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True))
        rows = [(*key, n) for key, n in sorted(counts.items()) if key[0] in there]
        for start in range(0, len(rows), AT_ONCE):
            _add(rows[start : start + AT_ONCE])


def _add(rows: list[tuple[int, date, int]]) -> None:
    statement = ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def _serve() -> None:
    mine = _process
    while _process == mine:
        time.sleep(EVERY)
        flush()
        connection.close()


def _end() -> None:
    if _process == os.getpid():
        flush()
        connection.close()


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
