"""Days that pass within seconds: all that the wire has written down moves into the past.

To the wire that is the same as waiting. What the press was asked is read by this clock, too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import DateTimeField, F
from django.db.models.functions import Now
from django.utils import timezone

from archive import ledger
from archive.models import Feed, Job, Page
from newsroom import line
from newsroom.models import Host
from tests.press import Asked, Press

MOST_ROUNDS = 500
HOUR = 3600.0
KINDS = (line.POLL, line.FETCH, line.TRANSLATE)  # tagging has its own tests, and takes longer


def _due() -> list[str]:
    """The kinds of which a job is due now; a claim that finds none costs ten times as much."""
    waiting = Job.objects.filter(state=Job.State.QUEUED, run_after__lte=Now())
    kinds = set(waiting.values_list("kind", flat=True))
    return [kind for kind in KINDS if kind in kinds]


@dataclass
class Days:
    """The newsroom's days: `live` lets hours pass, and does everything when it is due."""

    press: Press
    passed: float = 0.0  # seconds that nobody waited for
    _jumps: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 0.0)])

    def live(self, hours: float) -> None:
        """Let so many hours pass; the sweep comes whenever anything is due, and at the end."""
        until = self.passed + hours * HOUR
        for _ in range(MOST_ROUNDS):
            self.work()
            rest = until - self.passed
            if rest <= 0:
                return
            self._jump(min(rest, max(self._until_next(), 0.01)))
        raise AssertionError("the wire finds no rest")

    def work(self) -> None:
        """Sweep once, then do all that is due now, and what follows from it."""
        line.queue_due()
        for _ in range(MOST_ROUNDS):
            if not (kinds := _due()):
                return
            ledger.run_due(kinds[0])
        raise AssertionError("the work never ends")

    def moment(self, asked: Asked) -> float:
        """When a request came, in seconds by this clock."""
        return asked.at + max(passed for at, passed in self._jumps if at <= asked.at)

    def end(self, asked: Asked) -> float:
        """When it was answered."""
        return self.moment(asked) + asked.until - asked.at

    def gaps(self, host: str) -> Iterator[tuple[Asked, Asked, float]]:
        """Each two successive requests to the host, with the seconds between them."""
        asked = [each for each in self.press.asked if each.host == host]
        for before, after in pairwise(asked):
            yield before, after, self.moment(after) - self.end(before)

    def _until_next(self) -> float:
        """Seconds until something is due; a year where nothing ever is."""
        jobs = Job.objects.filter(kind__in=KINDS, state=Job.State.QUEUED)
        moments: list[datetime] = list(jobs.values_list("run_after", flat=True))
        for kind, rows in ((line.POLL, Feed.objects.followed()), (line.FETCH, Page.objects.all())):
            waiting = jobs.filter(kind=kind).values_list("key", flat=True)
            planned = rows.exclude(pk__in=[int(key) for key in waiting])
            moments += [at for at in planned.values_list("next_fetch_at", flat=True) if at]
        if not moments:
            return 365 * 24 * HOUR
        return (min(moments) - timezone.now()).total_seconds() + 0.01

    def _jump(self, seconds: float) -> None:
        for model in (Feed, Page, Host, Job):
            names = [each.name for each in model._meta.fields if isinstance(each, DateTimeField)]
            model._default_manager.update(**{n: F(n) - timedelta(seconds=seconds) for n in names})
        self.passed += seconds
        self._jumps.append((time.monotonic(), self.passed))
