"""Show the ledger: how much waits, since when, and what is dead; give dead jobs a new try."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timesince import timesince

from archive import bell, ledger
from archive.models import Job


class Command(BaseCommand):
    help = "Count the jobs by kind and state, and show the oldest due, the waiting and the dead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--retry", metavar="ID|all", help="queue this dead job, or all of them, once more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            self._retry(options["retry"])
            return
        for kind, state, count in Job.objects.counts():
            self.stdout.write(f"{kind:<12} {state:<8} {count:>8}")
        self._oldest()
        self._list("Waiting", Job.objects.filter(state=Job.State.QUEUED).exclude(error=""))
        self._list("Dead", Job.objects.filter(state=Job.State.DEAD))

    def _oldest(self) -> None:
        job = ledger.oldest_due()
        if job is None:
            self.stdout.write("Nothing is due.")
            return
        since = timesince(job.run_after, timezone.now())
        self.stdout.write(f"Oldest due: {job.kind} {job.key}, for {since}.")

    def _list(self, label: str, jobs: QuerySet[Job]) -> None:
        for job in jobs[:50]:
            self.stdout.write(f"{label}: {job.pk} {job.kind} {job.key}: {job.error}")
        if (count := jobs.count()) > 50:
            self.stdout.write(f"{label}: {count - 50} more.")

    def _retry(self, which: str) -> None:
        dead = Job.objects.filter(state=Job.State.DEAD)
        if which != "all":
            if not which.isascii() or not which.isdigit():
                raise CommandError(f"--retry takes the number of a dead job or all, not {which!r}.")
            dead = dead.filter(pk=int(which))
            if not dead.exists():
                raise CommandError(f"No dead job has the number {which}.")
        count = ledger.retry(dead)
        bell.flush()
        self.stdout.write(f"Queued {count} dead {'job' if count == 1 else 'jobs'} once more.")
