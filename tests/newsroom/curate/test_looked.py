"""Sentences that a source put in after a person had looked at the article."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive import audit, editions
from archive.models import Article
from newsroom.curate.looked import new_since_looked
from tests.factories import make_article, make_capture, make_segment, make_translation, publish

pytestmark = pytest.mark.django_db


def changed(article: Article) -> int:
    """The source sends another text; return the number of the sentence that came with it."""
    make_capture(article, raw="Autre", received_at=timezone.now() + timedelta(seconds=1))
    article.segments.filter(uid=2).update(alive=False)
    return make_segment(article, "Une phrase neuve.").uid


@pytest.fixture
def article() -> Article:
    found = make_article()
    publish(found)
    return found


def test_text_that_came_once_has_none(
    article: Article, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    audit.record("approve sentences", f"article:{article.pk}", actor=edith)
    held = Article.objects.for_lists().get(pk=article.pk)
    with django_assert_num_queries(0):
        assert new_since_looked(held) == frozenset()


def test_nobody_had_looked(article: Article) -> None:
    changed(article)
    assert new_since_looked(article) == frozenset()


def test_a_person_had_worded_a_sentence(article: Article) -> None:
    make_translation(article.segments.get(uid=3), "By hand.", origin="editor", state="edited")
    editions.publish(article.pk)
    assert new_since_looked(article) == frozenset()
    assert new_since_looked(Article.objects.get(pk=article.pk)) == frozenset()
    uid = changed(article)
    assert new_since_looked(article) == {uid}


def test_a_person_had_published_it(article: Article, edith: User) -> None:
    make_translation(article.segments.get(uid=3), "A newer machine’s.")
    editions.publish(article.pk, by=edith)
    uid = changed(article)
    assert new_since_looked(article) == {uid}


def test_a_person_had_acted_on_it(article: Article, edith: User) -> None:
    audit.record("dismiss check", f"article:{article.pk}", actor=edith)
    uid = changed(article)
    assert new_since_looked(article) == {uid}


def test_acts_after_the_change_do_not_count(article: Article, edith: User) -> None:
    make_capture(article, raw="Autre")  # received long ago
    make_segment(article, "Une phrase neuve.")
    audit.record("dismiss check", f"article:{article.pk}", actor=edith)
    assert new_since_looked(article) == frozenset()


def test_an_article_never_published_has_none(edith: User) -> None:
    article = make_article(state="hidden")
    audit.record("dismiss check", f"article:{article.pk}", actor=edith)
    changed(article)
    assert new_since_looked(article) == frozenset()
