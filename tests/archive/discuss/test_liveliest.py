"""The most discussed articles."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.discuss.liveliest import RECENT, liveliest
from archive.models import Article
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


def told(at_most: int = 9) -> list[tuple[int, int]]:
    return [(each.row.article.pk, each.comments) for each in liveliest(at_most)]


def said(article: Article, times: int, ago: timedelta = timedelta(0), **fields: str) -> None:
    for _ in range(times):
        say(article, published_at=timezone.now() - ago, **fields)


def test_most_spoken_of_late_come_first_with_all_that_was_said() -> None:
    one, two = translated(), translated()
    said(one, 1)
    said(one, 3, RECENT * 2)
    said(two, 2)
    assert told() == [(two.pk, 2), (one.pk, 4)]
    assert told(1) == [(two.pk, 2)]


def test_what_was_said_long_ago_counts_where_nobody_spoke_of_late() -> None:
    old, new = translated(), translated()
    said(old, 3, RECENT * 2)
    assert told() == [(old.pk, 3)]
    said(new, 1)
    assert told() == [(new.pk, 1)]


def test_comments_that_readers_do_not_see_count_for_nothing() -> None:
    article = translated()
    for state in ("pending", "rejected", "spam", "withdrawn", "erased"):
        say(article, state=state)
    assert told() == []


def test_articles_that_readers_do_not_see_are_left_out() -> None:
    said(translated(state="hidden"), 2)
    said(translated(state="withdrawn", withdrawn_reason="Wrong."), 2)
    assert told() == []
