"""Take in the sample articles that come with the project."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from newsroom.ingest.sources import ensure_sample_source
from newsroom.management.commands import ingest

FOLDER = Path(__file__).resolve().parents[2] / "samples"


class Command(ingest.Command):
    help = "Store the sample articles written for the project; twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_wait(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        source = ensure_sample_source()
        self.take_in([str(FOLDER)], source, kind="auto", wait=options["wait"])
