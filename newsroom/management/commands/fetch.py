"""Take in articles by their addresses, with the guards and the manners of the worker."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.management.base import CommandError, CommandParser

from archive.models import Source
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.sources import FILES, UnknownSource, source_named
from newsroom.ingest.story import Refusal, Story
from newsroom.ingest.tally import Tally
from newsroom.management.commands import ingest
from newsroom.wire.accepting import Refused, accepted
from newsroom.wire.asking import Busy, Disallowed
from newsroom.wire.fetching import Unreachable
from newsroom.wire.outlets import source_at
from newsroom.wire.taking import take_by_hand


class Command(ingest.Command):
    help = "Fetch the articles at these addresses and store them; the same twice is stored once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL", help="address of an article's page")
        parser.add_argument(
            "--source",
            metavar="SLUG",
            help="whose articles; otherwise the source at the same host, else files",
        )
        self.add_wait(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = source_named(options["source"]) if options["source"] else None
        except UnknownSource as error:
            raise CommandError(str(error)) from error
        self.carry_out(partial(self._fetch_all, options["urls"], source), wait=options["wait"])

    def _fetch_all(self, urls: Sequence[str], source: Source | None, tally: Tally) -> None:
        for url in ingest.each_shown(urls, unit="page"):
            try:
                receipt = _fetched(url, source)
            except (Refused, Refusal, Unreachable, Busy, Disallowed) as error:
                self.refuse(tally, url, str(error))
            else:
                self.count(tally, url, receipt)


def _fetched(url: str, source: Source | None) -> Receipt:
    address = accepted(url)
    source = source or source_at(address) or source_named(FILES)
    return take_by_hand(address, source, store=_store).receipt


def _store(story: Story, source: Source, received_at: datetime) -> Receipt:
    return line.store(story, source, received_at=received_at)
