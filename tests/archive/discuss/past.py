"""A long past: comments by many writers, decided on, reported and changed, as rows in bulk."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from archive.discuss.writer import digest
from archive.models import (
    Article,
    Comment,
    CommentRevision,
    Decision,
    Report,
    Standing,
    WatchWord,
)
from tests.archive.discuss.writing import WRITER

AT_ONCE = 2000
MINUTES = 5  # between two comments


def make_past(articles: Sequence[Article], count: int, by: User) -> None:
    """So many comments on the articles in turn, the newest of now; a thousandth are WRITER's.

    The writers number a twentieth of the comments, the networks a hundredth.
    """
    now, writers, networks = timezone.now(), max(count // 20, 1), max(count // 100, 1)
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        made = Comment.objects.bulk_create(
            Comment(
                article=articles[n % len(articles)],
                body=f"Remark {n}: the bridge has {n % 977} stones and {n % 31} arches.",
                name=f"Reader {n}",
                writer=digest(WRITER) if n % 1000 == 999 else f"writer {n % writers}",
                network=f"network {n % networks}",
                state="published" if n % 4 else "rejected",
                created_at=now - timedelta(minutes=MINUTES * (count - n)),
                published_at=now,
            )
            for n in numbers
        )
        _decide(made, by)
    words = [WatchWord(text=f"word{n}x", folded=f"word{n}x") for n in range(min(count, 300))]
    WatchWord.objects.bulk_create(words, ignore_conflicts=True)
    held = [Standing(writer=f"writer {n}", kind="held", reason="x") for n in range(writers // 2)]
    Standing.objects.bulk_create(held, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _decide(made: list[Comment], by: User) -> None:
    Decision.objects.bulk_create(Decision(comment=c, after="pending") for c in made)
    Decision.objects.bulk_create(
        Decision(comment=c, before="pending", after=c.state, by=by) for c in made if c.pk % 2
    )
    CommentRevision.objects.bulk_create(
        CommentRevision(comment=c, body=c.body) for c in made if c.pk % 10 == 0
    )
    Report.objects.bulk_create(
        Report(comment=c, writer=c.writer, network=c.network, reason="spam")
        for c in made
        if c.pk % 10 == 1
    )
