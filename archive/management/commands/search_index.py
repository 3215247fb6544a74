"""Build the search index of this host, say how it stands, or compare it with the database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.models import Article
from archive.search import Unavailable, index, outbox


class Command(BaseCommand):
    help = "Build the search index, say how it stands, or compare it with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("act", choices=["build", "status", "verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and end with a sentence."""
        act = {"build": self._build, "status": self._status, "verify": self._verify}
        try:
            act[options["act"]]()
        except Unavailable as error:
            raise CommandError(f"{error} Make one with: manage.py search_index build") from error

    def _build(self) -> None:
        total = Article.objects.translated().count()
        with tqdm(total=total, unit="article", disable=not sys.stderr.isatty()) as bar:
            count = index.build(bar.update)
        self.stdout.write(f"Indexed {count} article{'' if count == 1 else 's'}.")

    def _status(self) -> None:
        held, waiting = len(index.indexed()), index.waiting()
        self.stdout.write(f"{held} articles in the index, {waiting} changes still to be read.")

    def _verify(self) -> None:
        index.drain(wait=True)
        held = index.indexed()
        wanted = dict(Article.objects.translated().values_list("pk", "edition"))
        lacking = sorted(pk for pk, edition in wanted.items() if held.get(pk) != edition)
        surplus = sorted(held.keys() - wanted.keys())
        if lacking or surplus:
            for pk in [*lacking, *surplus]:
                outbox.touch(pk)
            raise CommandError(
                f"{len(lacking)} articles were missing or old and {len(surplus)} too many: "
                f"they are looked at again."
            )
        self.stdout.write(f"The index agrees with the database: {len(held)} articles.")
