"""However many comments there were, the next is judged with few queries, each by an index."""

import re
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment, Job
from tests.archive.discuss.past import make_past
from tests.archive.discuss.writing import WRITER, post, say, translated

MOST_QUERIES = 15
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of a transaction: they ask for nothing
GROWING = "comment|decision|report|commentrevision|suggestion|standing"
# SQLite calls a table by its alias, PostgreSQL by both.
WHOLE = re.compile(rf"Seq Scan on archive_({GROWING})\b|^SCAN (archive_({GROWING})|U\d+)$")
EXPLAIN = {"postgresql": "EXPLAIN", "sqlite": "EXPLAIN QUERY PLAN"}
Sized = Callable[[int, int], int]


@pytest.fixture
def writer() -> Client:
    """The browser of a writer with comments published long ago."""
    client = Client(REMOTE_ADDR="192.0.2.7")
    client.cookies[COOKIE] = WRITER
    return client


@pytest.fixture
def articles() -> list[Article]:
    """Forty of them; readers write to the first."""
    return [translated() for _ in range(40)]


def everything(article: Article) -> dict[str, str]:
    """The fields that ask for most: a reply to one who wants a letter, about a sentence."""
    parent = say(article, "Who has crossed it?", email="max@a.example", notify=True)
    about, mail = article.segments.alive()[1].uid, "rosa@a.example"
    return {"parent": str(parent.pk), "about": str(about), "email": mail, "notify": "on"}


def sent(client: Client, article: Article, text: str, **fields: str) -> list[str]:
    """Send a comment, which is published at once; return the queries that it took."""
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = post(client, article, text=text, language="en", **fields)
    took = 1000 * (time.perf_counter() - started)
    print(f"\n{Comment.objects.count():,} comments: {len(queries)} queries, {took:.0f} ms")
    assert answer.status_code == 303, answer.content
    assert Comment.objects.latest("pk").state == "published"
    return [query["sql"] for query in queries]


def asking(queries: list[str]) -> list[str]:
    return [query for query in queries if not query.startswith(MARKS)]


def read_whole(queries: list[str]) -> list[str]:
    """Plans by which the database would read a table whole that grows with the comments."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # so small tables are no excuse
        found = []
        for query in (query for query in queries if query.startswith("SELECT")):
            cursor.execute(f"{EXPLAIN[connection.vendor]} {query}")
            plan = [str(row[-1]) for row in cursor.fetchall()]
            found += [f"{line}\n{query}" for line in plan if WHOLE.search(line)]
    return found


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_past_and_use_indexes(
    articles: list[Article], writer: Client, max_: User
) -> None:
    say(articles[0], "Mine.", writer=digest(WRITER))
    sent(writer, articles[0], "The day’s first comment makes its key.")
    counts = []
    for past in (1, 600):
        make_past(articles, past, max_)
        queries = sent(writer, articles[0], f"Well said, all {past} of you.")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES
    assert not read_whole(queries)


@pytest.mark.drill
@pytest.mark.django_db
def test_hundred_thousand_past_comments_take_fifteen_queries(
    articles: list[Article], writer: Client, max_: User, drill_size: Sized
) -> None:
    make_past(articles, drill_size(3_000, 100_000), max_)
    queries = sent(writer, articles[0], "Well said, all of you.")
    assert len(queries) <= MOST_QUERIES, "\n".join(queries)
    fullest = asking(sent(writer, articles[0], "I did, at noon.", **everything(articles[0])))
    assert Job.objects.filter(kind="letters").exists()
    assert len(fullest) <= MOST_QUERIES, "\n".join(fullest)
    assert not read_whole(queries + fullest)
