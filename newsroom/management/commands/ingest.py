"""Take in articles from files, folders and standard input."""

import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from archive import bell
from archive.models import Source
from newsroom import line
from newsroom.ingest import waiting
from newsroom.ingest.desk import Receipt
from newsroom.ingest.formats import FORMATS
from newsroom.ingest.inbox import Found, files
from newsroom.ingest.sources import FILES, UnknownSource, source_named
from newsroom.ingest.story import Refusal, Story
from newsroom.ingest.tally import Tally, articles

T = TypeVar("T")
MANY = 10  # files, from which on progress is shown
PAUSE = 0.5  # seconds between two looks
PATIENCE = 30.0  # seconds without progress until the reason is looked for
NO_WORKER = "No worker seems to run: start one with “make worker”, or stop waiting with Ctrl-C."
STOPPED = "Stopped waiting; what is queued will be translated when a worker runs."
INTERRUPTED = 130  # the shell's exit status for Ctrl-C


class Command(BaseCommand):
    help = "Store the articles in these files; the same article twice is stored once."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or - for stdin")
        parser.add_argument("--source", default=FILES, metavar="SLUG", help="whose articles")
        parser.add_argument("--format", default="auto", choices=["auto", *FORMATS])
        self.add_wait(parser)

    def add_wait(self, parser: CommandParser) -> None:
        """Offer `--wait`, which the commands beside this one share."""
        parser.add_argument(
            "--wait", action="store_true", help="until what was stored is translated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = source_named(options["source"])
        except UnknownSource as error:
            raise CommandError(str(error)) from error
        self.take_in(options["paths"], source, kind=options["format"], wait=options["wait"])

    def take_in(self, paths: Sequence[str], source: Source, *, kind: str, wait: bool) -> None:
        """Store what the paths hold."""
        self.carry_out(partial(self._store_all, list(files(paths)), source, kind), wait=wait)

    def carry_out(self, work: Callable[[Tally], None], *, wait: bool) -> None:
        """Do the work, say what became of it, and end with 1 if any story was refused."""
        tally = Tally()
        try:
            work(tally)
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped. {tally.sentence()}")
            sys.exit(INTERRUPTED)
        finally:
            bell.flush()
        self.stdout.write(tally.sentence())
        untranslated = self._wait(tally.articles()) if wait else 0
        if tally.refused or untranslated:
            sys.exit(1)

    def _store_all(self, found: Sequence[Found], source: Source, kind: str, tally: Tally) -> None:
        for file in each_shown(found, unit="file"):
            for story in file.stories(kind):
                self._store(story, file.name, source, tally)

    def _store(self, story: Story | Refusal, name: str, source: Source, tally: Tally) -> None:
        try:
            if isinstance(story, Refusal):
                raise story
            receipt = line.store(story, source, received_at=timezone.now())
        except Refusal as refusal:
            self.refuse(tally, name, refusal.reason, where=refusal.where)
            return
        self.count(tally, name, receipt, where=story.where)

    def refuse(self, tally: Tally, name: str, reason: str, *, where: str = "") -> None:
        """Count a story that is not taken in, and say why."""
        tally.refused += 1
        self._say(name, where, reason)

    def count(self, tally: Tally, name: str, receipt: Receipt, *, where: str = "") -> None:
        """Count a story that was taken in, and say what its bringer should know."""
        tally.count(receipt)
        for warning in receipt.warnings:
            self._say(name, where, f"Warning: {warning}")

    def _say(self, name: str, where: str, words: str) -> None:
        place = ", ".join(filter(None, [name, where]))
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(f"{place}: {words}" if place else words)

    def _wait(self, article_ids: set[int]) -> int:
        """Wait until the articles are translated; return how many never will be."""
        try:
            self._watch(article_ids)
        except KeyboardInterrupt:
            self.stderr.write(STOPPED)
            sys.exit(INTERRUPTED)
        lost = waiting.dead(article_ids)
        self.stdout.write(f"Translated {articles(len(article_ids) - lost)}.")
        if lost:
            self.stderr.write(
                f"{articles(lost)} could not be translated; “manage.py jobs” says why."
            )
        return lost

    def _watch(self, article_ids: set[int]) -> None:
        said = {""}
        moved_at, left = time.monotonic(), len(article_ids)
        with tqdm(total=left, desc="Translating", disable=not sys.stderr.isatty()) as bar:
            while (now := waiting.progress(article_ids)).waiting:
                if now.waiting < left:
                    bar.update(left - now.waiting)
                    left, moved_at = now.waiting, time.monotonic()
                is_stuck = time.monotonic() - moved_at > PATIENCE
                asleep = NO_WORKER if is_stuck and waiting.is_clockwork_asleep() else ""
                for words in {now.held_up, asleep} - said:
                    said.add(words)
                    self._say("", "", words)
                time.sleep(PAUSE)
            bar.update(left)


def each_shown(things: Sequence[T], *, unit: str) -> Iterator[T]:
    """One after the other, with a bar of progress where they are many and somebody watches."""
    is_shown = len(things) >= MANY and sys.stderr.isatty()
    logs = [logging.getLogger("newsroom")]
    with logging_redirect_tqdm(logs) if is_shown else contextlib.nullcontext():
        yield from tqdm(things, unit=unit, disable=not is_shown)
