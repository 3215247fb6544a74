"""Keep the search index of this host, build it, say how it stands, or compare it."""

import signal
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from tqdm import tqdm

from archive.models import Article
from archive.search import Unavailable, generations, index, reconciling
from archive.search.building import OnProgress
from archive.search.keeper import Keeper
from archive.search.locks import is_held
from archive.search.schema import VERSION

EVERY = 5.0  # seconds between two lines that say how far it is


class Command(BaseCommand):
    help = "Keep the search index up, build it, say how it stands, or compare it and put it right."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("act", choices=["keep", "build", "status", "verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and end with a sentence."""
        acts = {"keep": self._keep, "build": self._build}
        acts |= {"status": self._status, "verify": self._verify}
        try:
            acts[options["act"]]()
        except Unavailable as error:
            raise CommandError(f"{error} Make one with: manage.py search_index build") from error
        except OSError as error:
            raise CommandError(f"The search index cannot be read or written: {error}") from error

    def _keep(self) -> None:
        keeper = Keeper(self._telling)
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: keeper.stop())
        keeper.run()
        self.stdout.write("The search index is no longer kept.")

    def _build(self) -> None:
        count = index.build(self._telling("Indexed", Article.objects.translated().count()))
        self.stdout.write(f"Indexed {_articles(count)}.")

    def _status(self) -> None:
        articles, waiting = index.count(), index.waiting()
        place, at = generations.current(), generations.reconciled_at()
        when = date_format(timezone.localtime(at), "j F Y, H:i") if at else "never"
        kept = is_held(generations.keeping())
        self.stdout.write(
            f"{_articles(articles)} in the index, {waiting:,} changes still to be read.\n"
            f"Generation {place.name} ({VERSION}), {generations.size(place) / 1e6:,.1f} MB.\n"
            f"Last compared with the database: {when}.\n"
            f"{'A keeper runs.' if kept else 'No keeper runs: manage.py search_index keep'}"
            if place
            else index.MISSING
        )

    def _verify(self) -> None:
        count = Article.objects.translated().count()
        found = reconciling.reconcile(self._telling("Compared", count))
        if found.lacking or found.surplus:
            raise CommandError(
                f"{_articles(found.lacking)} missing or old and {found.surplus:,} too many: "
                f"they were put right."
            )
        self.stdout.write(f"The index agrees with the database: {_articles(found.articles)}.")

    def _telling(self, doing: str, total: int) -> OnProgress:
        if sys.stderr.isatty():
            return tqdm(total=total, unit="article", desc=doing, leave=False).update
        return _Lines(self, doing, total).add


class _Lines:
    """How far it is, a line every few seconds."""

    def __init__(self, command: BaseCommand, doing: str, total: int) -> None:
        self._command, self._doing, self._total = command, doing, total
        self._done, self._next = 0, time.monotonic() + EVERY

    def add(self, more: int) -> None:
        """So many more are done."""
        self._done += more
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        share = 100 * self._done // max(self._total, self._done)
        self._command.stderr.write(
            f"{self._doing} {self._done:,} of {self._total:,} articles ({share} %)."
        )


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
