"""`manage.py evaluate_tags FILE`: how well names are found in marked sentences."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.tag.evaluation import Malformed, Marked, evaluate, parse
from newsroom.tag.finding.pipeline import NONE, load
from newsroom.tag.finding.reading import names

ROW = "{:<14}{:>10}{:>8}{:>7}{:>8}{:>8}"


class Command(BaseCommand):
    help = "Print precision, recall and F of the names found in sentences marked [name|kind]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to leave the pipeline out."""
        parser.add_argument("file", type=Path, help="one sentence a line, names as [Paris|place]")
        parser.add_argument(
            "--gazetteer", action="store_true", help="without the pipeline, by the tables alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One row for each kind, one for all; a bad file ends it with one sentence."""
        articles = _read(options["file"])
        wanted = NONE if options["gazetteer"] else settings.NER_PIPELINE
        scores = evaluate(articles, partial(names, pipeline=load(wanted)))
        self.stdout.write(ROW.format("", "precision", "recall", "F", "found", "marked"))
        for kind, score in scores.items():
            parts = (f"{part:.3f}" for part in (score.precision, score.recall, score.f))
            self.stdout.write(ROW.format(kind, *parts, score.found, score.marked))
        count = sum(len(article) for article in articles)
        self.stdout.write(f"Read {count} sentences; F over all is {scores['all'].f:.3f}.")


def _read(path: Path) -> list[list[Marked]]:
    try:
        articles = parse(path.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: it is not UTF-8.") from error
    except Malformed as error:
        raise CommandError(f"{path}: {error}") from error
    if not articles:
        raise CommandError(f"{path}: it holds no sentence.")
    return articles
