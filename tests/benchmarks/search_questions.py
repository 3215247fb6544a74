"""What the search benchmark asks: the baseline, the index in every way, the whole page."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from archive.search import index, parse, search
from archive.search.matching import matching
from archive.search.results import DEEPEST, PAGE, _facets
from tests.benchmarks.filled import source_slug, tag_slug
from tests.benchmarks.synthetic import FREQUENT, MEDIUM, PHRASE, RARE, commonest

ROUNDS, WARMING = 40, 3
PLAIN = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20"
FILTERS = f"source:{source_slug(0)} tag:{tag_slug(1)} after:2018-01-01 before:2022-12-31"
Question = Callable[[], object]


def questions(plain: sqlite3.Connection) -> dict[str, Question]:
    """What is measured, by its name; what has a baseline is named alike."""
    asked = _typed()
    common = parse(asked["common"])
    baselines = ("common", "frequent")
    pages = (*baselines, "rare", "AND")
    return {
        **{f"plain FTS5, {name}": _ranking(plain, asked[name]) for name in baselines},
        **{name: _asking(text) for name, text in asked.items()},
        "count": lambda: index.opened().searcher().search(matching(common), 1),
        "facets": lambda: _facets(index.opened().searcher(), matching(common)),
        f"offset {DEEPEST:,}": _asking(asked["common"], DEEPEST // PAGE),
        **{f"whole page, {name}": _opening(asked[name]) for name in pages},
    }


def _typed() -> dict[str, str]:
    common = commonest()
    return {
        "rare": RARE.text,
        "medium": MEDIUM.text,
        "frequent": FREQUENT.text,
        "common": common,
        "phrase": f'"{PHRASE.text}"',
        "AND": f"{common} {MEDIUM.text}",
        "prefix": f"{FREQUENT.text[:4]}*",
        "filtered": f"{common} {FILTERS}",
    }


def _ranking(plain: sqlite3.Connection, word: str) -> Question:
    return lambda: plain.execute(PLAIN, [word]).fetchall()


def _asking(text: str, page: int = 1) -> Question:
    typed = parse(text)
    return lambda: search(typed, sort="relevance", page=page)


def _opening(text: str) -> Question:
    """The page as a server gives it to a browser: middleware, database, snippets, templates."""
    application, address = WSGIHandler(), f"/search/?{urlencode({'q': text})}"

    def page() -> bytes:
        host, coding = "127.0.0.1", "gzip"
        asked = RequestFactory().get(address, HTTP_HOST=host, HTTP_ACCEPT_ENCODING=coding)
        statuses: list[str] = []

        def start(status: str, headers: object, error: object = None) -> Callable[[bytes], object]:
            statuses.append(status)
            return bytes

        answer: Any = application(asked.environ, start)
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        assert statuses == ["200 OK"], statuses
        return body

    return page


def rounds(plain: Path, told: Callable[[int], object]) -> dict[str, list[float]]:
    """CPU seconds of each question, all threads counted; in every round each is asked once."""
    database = sqlite3.connect(plain)
    asked = questions(database)
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(WARMING + ROUNDS):
        for name, question in asked.items():
            before = time.process_time()
            question()
            if number >= WARMING:
                seconds[name].append(time.process_time() - before)
        if number >= WARMING:
            told(1)
    database.close()
    return seconds
