"""Presence: who is on an article, told for a minute and forgotten after an hour."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from pytest_django import DjangoAssertNumQueries as Count

from archive.models import Article
from newsroom.curate.presence import be_present, present_on
from newsroom.models import Presence
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith() -> User:
    return User.objects.create_user("edith", is_staff=True)


@pytest.fixture
def odile() -> User:
    return User.objects.create_user("odile", is_staff=True)


@pytest.fixture
def article() -> Article:
    return make_article()


def _pass(**time: int) -> None:
    """Let time pass: what was seen was seen so much earlier."""
    Presence.objects.update(seen_at=F("seen_at") - timedelta(**time))


def test_who_opens_an_article_is_told_to_be_there(article: Article, edith: User) -> None:
    be_present(article.pk, edith)
    assert present_on([article.pk]) == {article.pk: ["edith"]}


def test_several_are_told_by_the_alphabet(article: Article, edith: User, odile: User) -> None:
    be_present(article.pk, odile)
    be_present(article.pk, edith)
    assert present_on([article.pk]) == {article.pk: ["edith", "odile"]}


def test_one_is_not_told_of_oneself(article: Article, edith: User, odile: User) -> None:
    be_present(article.pk, edith)
    be_present(article.pk, odile)
    assert present_on([article.pk], other_than=edith) == {article.pk: ["odile"]}


def test_nobody_is_there_a_minute_later(article: Article, edith: User) -> None:
    be_present(article.pk, edith)
    _pass(seconds=61)
    assert present_on([article.pk]) == {}


def test_saying_it_again_within_15_seconds_writes_nothing(
    article: Article, edith: User, django_assert_num_queries: Count
) -> None:
    be_present(article.pk, edith)
    first = Presence.objects.get().seen_at
    with django_assert_num_queries(1):
        be_present(article.pk, edith)
    assert Presence.objects.get().seen_at == first


def test_saying_it_later_renews_the_one_row(article: Article, edith: User) -> None:
    be_present(article.pk, edith)
    _pass(seconds=50)
    be_present(article.pk, edith)
    _pass(seconds=50)
    assert present_on([article.pk]) == {article.pk: ["edith"]}
    assert Presence.objects.count() == 1


def test_what_is_an_hour_old_is_forgotten(article: Article, edith: User, odile: User) -> None:
    be_present(article.pk, edith)
    _pass(minutes=61)
    be_present(article.pk, odile)
    assert [row.user for row in Presence.objects.all()] == [odile]


def test_many_articles_are_asked_of_in_one_query(
    article: Article, edith: User, django_assert_num_queries: Count
) -> None:
    other = make_article()
    be_present(other.pk, edith)
    with django_assert_num_queries(1):
        assert present_on([article.pk, other.pk]) == {other.pk: ["edith"]}


def test_somebody_may_be_on_two_articles(article: Article, edith: User) -> None:
    other = make_article()
    be_present(article.pk, edith)
    be_present(other.pk, edith)
    assert present_on([article.pk, other.pk]) == {article.pk: ["edith"], other.pk: ["edith"]}
