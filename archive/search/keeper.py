"""The keeper: the one process of a host that looks after its search index.

It applies what the outbox says as it comes, builds the index where there is none that can be used,
and compares it with the database at night. Killed at any moment it leaves an index that the next
one goes on with.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from archive.models import Article
from archive.search import generations, index, reconciling
from archive.search.building import OnProgress
from archive.search.index import Unavailable
from archive.search.locks import inode, is_held, locked

log = logging.getLogger(__name__)

PAUSE = 0.2  # seconds between two looks at the outbox
PACE = 1.0  # seconds from one commit to the next
LONGEST_PAUSE = 30.0  # seconds, while the database or the disk is away
Telling = Callable[[str, int], OnProgress]


class Stopped(Exception):
    """The keeper was asked to end."""


class Keeper:
    """Keeps the index until `stop` is called.

    `telling` is given what is done and with how many articles, and returns what takes how many
    of them were done since.
    """

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._stopping = False
        self._checked: Path | None = None
        self._troubles = 0

    def stop(self) -> None:
        """End soon; may be called at any moment, by a signal too."""
        self._stopping = True

    def run(self) -> None:
        """Keep the index, or wait until the one that keeps it has gone."""
        try:
            while True:
                self._wait(self._turn())
        except Stopped:
            return

    def _turn(self) -> float:
        """Keep the index for as long as this process has the role; seconds to wait then."""
        try:
            with locked(generations.keeping(), wait=False) as mine:
                lock = inode(generations.keeping())
                while mine and lock == inode(generations.keeping()):
                    self._wait(self._round())
            return PACE
        except (OSError, DatabaseError) as error:
            return self._trouble(error)

    def _trouble(self, error: Exception) -> float:
        if not self._troubles:
            log.error("the search index has to wait: %s", error)
        self._troubles += 1
        self._checked = None
        connection.close()
        return float(min(PAUSE * 2**self._troubles, LONGEST_PAUSE))

    def _round(self) -> float:
        """Do what there is to do; seconds to wait before the next look."""
        close_old_connections()
        applied = self._look()
        if self._troubles:
            log.warning("the search index is kept again")
            self._troubles = 0
        return PACE if applied else PAUSE

    def _look(self) -> int:
        try:
            self._ensure_sound()
            if reconciling.is_due(timezone.now()):
                self._reconcile()
            return index.catch_up()
        except Unavailable as error:
            if not is_held(generations.building()):
                self._build(str(error))
            return 0

    def _ensure_sound(self) -> None:
        """Check the files of a generation when it is new here, and when a reader doubts them."""
        place = generations.current()
        if place is None or (place == self._checked and not generations.is_doubtful()):
            return
        with locked(generations.writing(), wait=True):
            index.ensure_sound()
        self._checked = place

    def _build(self, why: str) -> None:
        log.info("the search index is built: %s", why)
        count = index.build(self._progress("Indexed"))
        log.info("the search index is built: it holds %d articles", count)
        self._checked = generations.current()

    def _reconcile(self) -> None:
        with locked(generations.writing(), wait=True):
            index.ensure_sound()
        found = reconciling.reconcile(self._progress("Compared"))
        log.info(
            "the search index was compared with the database: %d articles, %d were missing or old, "
            "%d too many",
            found.articles,
            found.lacking,
            found.surplus,
        )

    def _progress(self, doing: str) -> OnProgress:
        told = self._telling(doing, Article.objects.translated().count())

        def on_progress(more: int) -> None:
            if self._stopping:
                raise Stopped
            told(more)

        return on_progress

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, PAUSE))
        if self._stopping:
            raise Stopped
