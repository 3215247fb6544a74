"""Second factors, for an operator: taken away from who lost theirs, and played for the demo."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.curate import demo, enrolling
from newsroom.curate.accounts import DEMO

NO_DEMO = "Codes are made for the demo editor alone, and there is none on this site."


class Command(BaseCommand):
    help = "Reset the second factor of who lost app and codes, or play the demo editor's app."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        reset = acts.add_parser("reset", help="take app and recovery codes away, sign out")
        reset.add_argument("name", metavar="NAME")
        code = acts.add_parser("demo-code", help="what the demo editor's app would show now")
        code.add_argument(
            "key", metavar="KEY", nargs="*", help="as the page shows it; the one set up otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "reset":
            self._reset(options["name"])
            return
        self._play("".join(options["key"]))

    def _reset(self, name: str) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account “{name}”.")
        enrolling.reset(user, by=None)
        self.stdout.write(
            f"Reset: {name} is signed out, and the next sign-in asks to set up another app."
        )

    def _play(self, key: str) -> None:
        user = User.objects.filter(username=DEMO).first()
        if user is None or demo.foreign_hosts():
            raise CommandError(NO_DEMO)
        try:
            self.stdout.write(enrolling.played(key) if key else enrolling.played_for(user))
        except enrolling.NoKey as error:
            raise CommandError(str(error)) from error
