"""The steps of the search benchmark, each in a process of its own so that its memory is its own.

Called by `bench_search` as `python -m tests.benchmarks.search_steps STEP ARTICLES`, with the site's
folder in PASSERELLE_TEST_VAR. The last line printed holds the figures as JSON.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

import tests.environment  # noqa: F401 - a VAR_DIR of its own, before the settings are read
from tests.benchmarks.synthetic import LONG, SHORT, Shape, Story, stories

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
LONGEST_LONG = 100_000  # articles; more of them have short texts
Figures = dict[str, Any]


def shape(articles: int) -> Shape:
    """How long the texts are in an archive of this size."""
    return LONG if articles <= LONGEST_LONG else SHORT


def var() -> Path:
    """The folder of the site that is measured."""
    return Path(os.environ["VAR_DIR"])


def plain_path() -> Path:
    """Where the plain FTS5 table lies."""
    return var() / "plain.sqlite3"


def fill(articles: int) -> Figures:
    """The site: its tables, its static files and its articles."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks import filled

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    path = settings.DATABASES["default"]["NAME"]
    with _quick(path) as database, _told("filling", articles) as told:
        filled.fill(database, stories(articles, shape(articles)), told)
    return {"bytes": Path(path).stat().st_size}


def build(articles: int) -> Figures:
    """The index, by the project's own build."""
    from django.conf import settings

    from archive.search import index

    with _told("building the index", articles) as told:
        built = index.build(told)
    assert built == articles, built
    return {"bytes": sum(each.stat().st_size for each in _files(settings.SEARCH_DIR))}


def plain(articles: int) -> Figures:
    """A plain FTS5 table of the same texts, merged into one as a bulk load should end."""
    with _quick(plain_path()) as database, _told("building plain FTS5", articles) as told:
        database.execute("CREATE VIRTUAL TABLE t USING fts5(title_en, title_fr, english, french)")
        told_each = _through(stories(articles, shape(articles)), told)
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", map(_texts, told_each))
        database.execute("INSERT INTO t(t) VALUES ('optimize')")
    return {"bytes": plain_path().stat().st_size}


def _texts(story: Story) -> tuple[str, str, str, str]:
    english, french = "\n".join(story.english[1:]), "\n".join(story.french[1:])
    return story.english[0], story.french[0], english, french


def _through(found: Iterator[Story], told: Callable[[int], None]) -> Iterator[Story]:
    for story in found:
        yield story
        if not story.number % 1000:
            told(1000)


def measure(articles: int) -> Figures:
    """CPU seconds of each question in every round."""
    from tests.benchmarks.search_questions import ROUNDS, rounds

    with _told("measuring", ROUNDS) as told:
        return {"seconds": rounds(plain_path(), told)}


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in Path(folder).rglob("*") if each.is_file() and not each.is_symlink())


@contextmanager
def _quick(path: Path | str) -> Iterator[sqlite3.Connection]:
    """A database that a crash may ruin: it is made for one run."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA journal_mode=MEMORY")
    try:
        yield database
        database.commit()
    finally:
        database.close()


@contextmanager
def _told(what: str, whole: int) -> Iterator[Callable[[int], None]]:
    """Say at every tenth how far it is; yields what takes the number done since."""
    start, done, said = time.monotonic(), 0, 0

    def told(more: int) -> None:
        nonlocal done, said
        done += more
        if done * 10 // whole > said:
            said = done * 10 // whole
            passed = time.monotonic() - start
            print(f"  {what}: {said}0 % after {passed:.0f} s", file=sys.stderr, flush=True)

    yield told


def peak() -> int:
    """The most bytes this process has held in memory since it began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


STEPS = {each.__name__: each for each in (fill, build, plain, measure)}


def main() -> None:
    """Do one step and print its figures, its CPU seconds and its memory."""
    django.setup()
    name, articles = sys.argv[1], int(sys.argv[2])
    before = time.process_time(), time.monotonic()
    found = STEPS[name](articles)
    found["cpu"] = time.process_time() - before[0]
    found["wall"] = time.monotonic() - before[1]
    print(json.dumps(found | {"peak": peak()}))


if __name__ == "__main__":
    main()
