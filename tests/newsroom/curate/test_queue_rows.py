"""What a queue shows of its articles."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article
from newsroom.curate import queue_rows
from newsroom.curate.presence import be_present
from newsroom.curate.queue_rows import Row, page, rows
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.archive.discuss.writing import say
from tests.factories import make_article
from tests.newsroom.curate.test_review import doubt, fail

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return worded()


def row(article: Article, user: User) -> Row:
    (found,) = rows([article.pk], user)
    return found


def test_headline_stands_in_both_languages(article: Article, edith: User) -> None:
    found = row(article, edith)
    assert (found.headline, found.headline_fr) == ("The bridge reopens", "Le pont rouvre")
    assert found.level == "machine translation"


def test_article_without_english_has_its_french_headline(edith: User) -> None:
    found = row(make_article(), edith)
    assert (found.headline, found.headline_fr) == ("", "Le pont rouvre")
    assert found.level == "translation pending"


def test_what_there_is_to_do_is_told_with_how_many(article: Article, edith: User) -> None:
    fail(sentence(article), 2)
    doubt(sentence(article), 1)
    suggested(sentence(article))
    suggested(sentence(article), "Once more.")
    say(article, state="pending")
    say(article)
    assert row(article, edith).facts == [
        (2, "failed checks"),
        (1, "doubt"),
        (2, "suggestions"),
        (1, "comment to moderate"),
    ]


def test_several_comments_are_told_as_several(article: Article, edith: User) -> None:
    say(article, state="pending")
    say(article, state="pending")
    assert row(article, edith).facts == [(2, "comments to moderate")]


def test_nothing_to_do_is_not_told(article: Article, edith: User) -> None:
    assert row(article, edith).facts == []


def test_who_else_is_on_it_is_told(article: Article, edith: User, max_: User) -> None:
    be_present(article.pk, edith)
    be_present(article.pk, max_)
    assert row(article, edith).people == ("max",)


def test_order_is_that_of_the_numbers_and_gone_ones_are_left_out(
    article: Article, edith: User
) -> None:
    other = make_article()
    found = rows([other.pk, 999, article.pk], edith)
    assert [each.article for each in found] == [other, article]


def test_pages_hold_so_many(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_rows, "PER_PAGE", 2)
    numbers = [make_article().pk for _ in range(3)]
    assert [each.article.pk for each in page(numbers, "2", edith)] == numbers[2:]
    assert page(numbers, "none", edith).number == 1


def test_what_is_only_counted_as_more_is_not_shown(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_rows, "MOST", 2)
    numbers = [make_article().pk for _ in range(3)]
    assert page(numbers, None, edith).paginator.count == 2


def test_queries_do_not_grow(edith: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            rows(list(Article.objects.values_list("pk", flat=True)), edith)
        return len(asked)

    for _ in range(2):
        fail(sentence(worded()))
    few = queries()
    for _ in range(3):
        fail(sentence(worded()))
    assert queries() == few
