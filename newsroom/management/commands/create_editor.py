"""Make an account for a member of the staff."""

import getpass
import sys
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.curate.accounts import (
    GROUPS,
    NotMade,
    check_email,
    check_name,
    generated_password,
    make_staff,
)

NO_TERMINAL = "There is no terminal to ask for a password: give --generate to have one made."
DIFFERENT = "The two passwords differ: nothing was made."


class Command(BaseCommand):
    help = "Make an account that may sign in: an editor's, unless --group says otherwise."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--group", action="append", choices=GROUPS, help="may be given more than once"
        )
        parser.add_argument("--email", default="", help="for the record; nothing is sent")
        parser.add_argument(
            "--generate", action="store_true", help="make a password and print it once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        groups = options["group"] or ["editor"]
        try:
            check_name(options["name"])
            check_email(options["email"])
            password = generated_password() if options["generate"] else _asked()
            user = make_staff(options["name"], password, groups, email=options["email"])
        except NotMade as error:
            raise CommandError(str(error)) from error
        self._say(user, groups)
        if options["generate"]:
            self.stdout.write(f"Password, shown this once: {password}")

    def _say(self, user: User, groups: list[str]) -> None:
        self.stdout.write(f"Made {user.get_username()}, {' and '.join(groups)}.")
        self.stdout.write("The first sign-in asks to set up an authenticator app.")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise NotMade(NO_TERMINAL)
    try:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise NotMade(DIFFERENT)
    except (EOFError, KeyboardInterrupt) as error:
        raise NotMade("Nothing was made.") from error
    return password
