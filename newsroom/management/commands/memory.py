"""`manage.py memory`: the translation memory to a TMX file, and what another's file has for it."""

from pathlib import Path
from typing import Any, TextIO

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import bell
from archive.models import Source
from newsroom.curate import memory_exchange
from newsroom.curate.access import may
from newsroom.curate.desk import Refused
from newsroom.curate.memory_views import ADD


class Command(BaseCommand):
    help = "Write the translation memory as TMX, or take over sentence pairs from such a file."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        out = ways.add_parser("export", help="write every accepted wording, one for each French")
        out.add_argument("file", nargs="?", help="where to; without it, to standard output")
        out.add_argument("--source", metavar="SLUG", help="only wordings in its articles")
        into = ways.add_parser("import", help="give machines’ sentences of the same French theirs")
        into.add_argument("file", help="a TMX 1.4 file")
        into.add_argument("--by", metavar="NAME", required=True, help="the editor who answers")
        into.add_argument("--dry-run", action="store_true", help="only say what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["way"] == "export":
            self._export(options["file"], options["source"])
        else:
            self._import(Path(options["file"]), options["by"], is_dry=options["dry_run"])

    def _export(self, name: str | None, slug: str | None) -> None:
        source = Source.objects.filter(slug=slug).first() if slug else None
        if slug and source is None:
            raise CommandError(f"There is no source “{slug}”.")
        if name is None:
            for piece in memory_exchange.exported(source):
                self.stdout.write(piece, ending="")
            return
        try:
            with Path(name).open("w", encoding="utf-8") as file:
                count = _write(file, source)
        except OSError as error:
            raise CommandError(f"{name} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count:,} sentence pair{'' if count == 1 else 's'} to {name}.")

    def _import(self, path: Path, name: str, *, is_dry: bool) -> None:
        by = User.objects.filter(username=name).first()
        if by is None or not may(by, ADD):
            raise CommandError(f"{name} is no editor.")
        try:
            with path.open("rb") as file:
                planned = memory_exchange.read(file)
            self.stdout.write(planned.said)
            if is_dry:
                return
            batch = memory_exchange.begin(planned, by)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        bell.flush()
        self.stdout.write(f"Queued as batch {batch.pk}, which can be undone at the desk.")


def _write(file: TextIO, source: Source | None) -> int:
    """Write the pairs; return how many there were."""
    pieces = 0
    for piece in memory_exchange.exported(source):
        file.write(piece)
        pieces += 1
    return pieces - 2  # the head and the foot
