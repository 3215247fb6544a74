"""`manage.py tag`: tag articles anew, here and now; the job `tag` does it for each that comes."""

import contextlib
import logging
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import reset_queries
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from archive.models import Article
from archive.models.article import ArticleQuerySet
from newsroom.tag import desk
from newsroom.tag.batch import Reading, readings
from newsroom.tag.records import SlugsTaken
from newsroom.tag.refreshing import refresh

AT_ONCE = 500  # articles' numbers held in memory
INTERRUPTED = 130  # the shell's exit status for Ctrl-C


class Command(BaseCommand):
    help = "Tag articles by what their French names; the same text again changes nothing."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "ids", nargs="*", type=_number, metavar="ID", help="number of an article"
        )
        parser.add_argument("--since", type=_day, metavar="DATE", help="all of this day and later")
        parser.add_argument("--all", action="store_true", help="all that the archive holds")

    def handle(self, *args: Any, **options: Any) -> None:
        self.done, self.changed, self.refused = 0, 0, 0
        chosen = _chosen(options["ids"], options["since"], every=options["all"])
        if options["all"] and (count := refresh()):
            records = "1 record" if count == 1 else f"{count} records"
            self.stdout.write(f"Gave {records} the names that the tables have got since.")
        try:
            self._tag_all(chosen)
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped. {self._sentence()}")
            sys.exit(INTERRUPTED)
        self.stdout.write(self._sentence())
        if self.refused:
            sys.exit(1)

    def _tag_all(self, chosen: ArticleQuerySet) -> None:
        is_shown = sys.stderr.isatty()
        logs = [logging.getLogger("newsroom")]
        with (
            logging_redirect_tqdm(logs) if is_shown else contextlib.nullcontext(),
            tqdm(total=chosen.count(), unit="article", disable=not is_shown) as bar,
        ):
            for pks in _pages(chosen):
                for reading in readings(pks):
                    self._tag(reading)
                    bar.update()
                    reset_queries()  # kept under DEBUG

    def _tag(self, reading: Reading) -> None:
        try:
            self.changed += desk.write(reading) > 0
            self.done += 1
        except Article.DoesNotExist:
            return  # it was deleted since its number was read
        except (SlugsTaken, desk.Overtaken) as error:
            self.refused += 1
            with tqdm.external_write_mode(file=sys.stderr):
                self.stderr.write(f"Article {reading.article_id}: {error}")

    def _sentence(self) -> str:
        articles = "1 article" if self.done == 1 else f"{self.done} articles"
        refused = f", {self.refused} refused" if self.refused else ""
        return f"Tagged {articles}, {self.changed} changed{refused}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no date: give it as 2024-10-23.") from error


def _number(text: str) -> int:
    if text.isdecimal() and len(text) < 19:  # digits that a database's number holds
        return int(text)
    raise ArgumentTypeError(f"“{text}” is no number of an article.")


def _chosen(ids: list[int], since: date | None, *, every: bool) -> ArticleQuerySet:
    """The articles that one of the three ways names; one clear line where none or two do."""
    if bool(ids) + bool(since) + every != 1:
        raise CommandError("Say which articles: their numbers, or --since DATE, or --all.")
    if since:
        return Article.objects.filter(listed_on__gte=since)
    if every:
        return Article.objects.all()
    chosen = Article.objects.filter(pk__in=ids)
    unknown = set(ids) - set(chosen.values_list("pk", flat=True))
    if unknown:
        raise CommandError(f"No article has the number {min(unknown)}.")
    return chosen


def _pages(chosen: ArticleQuerySet) -> Iterator[list[int]]:
    """The articles' numbers, a page at a time, so that memory does not grow with the archive."""
    last = 0
    while page := list(
        chosen.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield page
        last = page[-1]
