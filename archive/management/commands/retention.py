"""Let go what is kept for a time only, now, or say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.discuss import retention


class Command(BaseCommand):
    help = "Let go what is kept for a time only; it is done every day without this."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say in a sentence what went."""
        if options["dry_run"]:
            self.stdout.write(f"Would let go: {retention.sentence(retention.due())}.")
        else:
            self.stdout.write(f"Let go: {retention.sentence(retention.run())}.")
