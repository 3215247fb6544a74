"""Find due work that no hint was heard of, and articles that were forgotten."""

from typing import Any

from django.core.management.base import BaseCommand

from archive import bell, ledger
from newsroom import line


class Command(BaseCommand):
    help = "Ring for all work that is due, and queue what a restored backup forgot."

    def handle(self, *args: Any, **options: Any) -> None:
        line.queue_daily()
        line.queue_due()
        forgotten = line.find_forgotten()
        kinds = ledger.sweep()
        bell.flush()
        due = ", ".join(kinds) or "nothing"
        self.stdout.write(f"Due: {due}. Forgotten articles queued: {forgotten}.")
