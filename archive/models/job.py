"""Job: one due piece of work. Pulse: when a clockwork was last seen alive."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    """The ledger's rows."""

    def counts(self) -> Iterator[tuple[str, str, int]]:
        """How many jobs there are of each kind in each state."""
        rows = self.order_by("kind", "state").values("kind", "state").annotate(count=Count("pk"))
        return ((row["kind"], row["state"], row["count"]) for row in rows)


class Job(models.Model):
    """One due piece of work. `archive.ledger` alone moves it from state to state."""

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        DEAD = "dead", "dead"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    failures = models.PositiveSmallIntegerField(default=0)
    lapses = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["run_after", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="queued"), name="job_one_queued"
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="running"), name="job_one_running"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "dead"]),
                name="job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(token__isnull=True, lease_until__isnull=True)),
                name="job_lease_with_running",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "run_after"], condition=Q(state="queued"), name="job_due"),
            models.Index(
                fields=["kind", "lease_until"], condition=Q(state="running"), name="job_lapsed"
            ),
            models.Index(fields=["kind", "key"], name="job_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"


class Pulse(models.Model):
    """When a clockwork (beat's sweep) was last seen alive."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
