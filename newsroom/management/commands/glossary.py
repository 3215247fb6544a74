"""Bring terms into the glossary from a CSV file, or write them into one."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import bell
from newsroom.curate import glossary, glossary_csv
from newsroom.curate.access import may
from newsroom.curate.desk import Refused
from newsroom.models import Term


class Command(BaseCommand):
    help = "Bring terms into the glossary from a CSV file, or write them into one."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="import|export")
        bring = acts.add_parser("import", help="add and change the terms of a CSV file")
        bring.add_argument("file", metavar="FILE")
        bring.add_argument("--dry-run", action="store_true", help="say what would be done")
        bring.add_argument("--by", metavar="NAME", help="the account of whoever brings them in")
        out = acts.add_parser("export", help="write all terms as CSV")
        out.add_argument("file", metavar="FILE", nargs="?", help="without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "export":
            self._export(options["file"])
            return
        try:
            raw = Path(options["file"]).read_bytes()
            found = glossary_csv.preview(raw)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused}") from refused
        batch = None if options["dry_run"] else self._apply(found, options["by"])
        self._tell(found, batch)

    def _export(self, file: str | None) -> None:
        lines = glossary_csv.write(Term.objects.iterator())
        if file is None:
            self.stdout.write("".join(lines), ending="")
            return
        try:
            with Path(file).open("w", encoding="utf-8", newline="") as out:
                out.writelines(lines)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        count = Term.objects.count()
        self.stdout.write(f"Wrote {count:,} term{'' if count == 1 else 's'} into {file}.")

    def _apply(self, found: glossary_csv.Preview, by: str | None) -> int | None:
        if not found.changes:
            return None
        user = _editor(by)
        try:
            batch = glossary.apply(found.changes, user)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        bell.flush()
        return batch.pk

    def _tell(self, found: glossary_csv.Preview, batch: int | None) -> None:
        for line in found.of("refused"):
            self.stderr.write(f"Line {line.number}: {line.problem}")
        count = found.counted()
        told = f"{count['new']} new, {count['changed']} changed, {count['same']} as they were"
        self.stdout.write(f"{told}, {count['refused']} refused.")
        if batch:
            self.stdout.write(f"The sentences that hold them are being looked for (batch {batch}).")
        if count["refused"]:
            lines = "1 line was" if count["refused"] == 1 else f"{count['refused']} lines were"
            raise CommandError(f"{lines} refused.")


def _editor(name: str | None) -> User:
    """The account that the change is written down under."""
    if name:
        user = User.objects.filter(username=name).first()
        if user is None or not may(user, "newsroom.change_term"):
            raise CommandError(f"{name} is no account that may change the glossary.")
        return user
    able = [u for u in User.objects.filter(is_staff=True) if may(u, "newsroom.change_term")]
    if len(able) != 1:
        raise CommandError("Say whose account brings the terms in: --by NAME.")
    return able[0]
