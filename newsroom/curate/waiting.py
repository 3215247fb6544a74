"""What waits beside articles: comments for moderators, jobs for operators. Counts are bounded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from archive import ledger
from archive.models import Comment, Job, Report
from newsroom.curate import queue


@dataclass(frozen=True, slots=True)
class Comments:
    """How many comments wait for a moderator, and how many published ones are reported."""

    pending: str
    reported: str


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many jobs are dead, and the one that has been due for longest."""

    dead: str
    oldest: Job | None


def comments() -> Comments:
    """Of the queues of the page “Comments”, those that nobody may leave."""
    pending = Comment.objects.filter(state=Comment.State.PENDING)
    reports = Report.objects.filter(state=Report.State.OPEN)
    reported = Comment.objects.filter(
        pk__in=reports.values("comment"), state__in=[Comment.State.PUBLISHED, Comment.State.PENDING]
    )
    return Comments(_told(pending), _told(reported))


def jobs() -> Jobs:
    """Of the ledger, what a person should look at."""
    return Jobs(_told(Job.objects.filter(state=Job.State.DEAD)), ledger.oldest_due())


def _told(rows: QuerySet[Comment] | QuerySet[Job]) -> str:
    return queue.counted(len(rows.order_by().values_list("pk", flat=True)[: queue.MOST + 1]))
