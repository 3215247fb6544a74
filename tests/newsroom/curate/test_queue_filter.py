"""The queues' filter: what it leaves, and how it stands in an address."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from archive import audit
from archive.models import Article, Tag, Tagging
from newsroom.curate.queue_filter import FilterForm, narrowed
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db


def left(query: str, user: User) -> list[int]:
    found = narrowed(FilterForm(QueryDict(query)), user)
    return list(found.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def article() -> Article:
    """Of another source, in translation."""
    found = make_article(source=make_source("wire"), title="Le musée ferme")
    publish(found, {"Le musée ferme": "The museum closes"})
    return found


@pytest.fixture
def other() -> Article:
    return make_article(published_on=date(2020, 2, 3))


def test_nothing_asked_for_leaves_all_in_whatever_state(article: Article, edith: User) -> None:
    hidden = make_article(state="hidden")
    assert left("", edith) == [article.pk, hidden.pk]


def test_source(article: Article, other: Article, edith: User) -> None:
    assert left("source=wire", edith) == [article.pk]


def test_days_are_both_included(article: Article, other: Article, edith: User) -> None:
    assert left("after=2020-02-03&before=2020-02-03", edith) == [other.pk]
    assert left("after=2020-02-04", edith) == [article.pk]


def test_tag(article: Article, other: Article, edith: User) -> None:
    tag = Tag.objects.create(kind="place", slug="paris", label_en="Paris", label_fr="Paris")
    Tagging.objects.create(article=article, tag=tag, origin="machine")
    assert left("tag=paris", edith) == [article.pk]


def test_level(article: Article, other: Article, edith: User) -> None:
    publish(other)
    for segment in other.segments.alive():
        make_translation(segment, "By hand.", origin="editor", state="edited")
    publish(other)
    assert left("level=machine", edith) == [article.pk]
    assert left("level=fully", edith) == [other.pk]


@pytest.mark.parametrize("words", ["museum", "MUSÉE ferme", "closes+mus"])
def test_words_of_either_headline(
    article: Article, other: Article, edith: User, words: str
) -> None:
    assert left(f"words={words}", edith) == [article.pk]


def test_words_of_a_headline_still_without_english(other: Article, edith: User) -> None:
    assert left("words=pont", edith) == [other.pk]


def test_mine_is_what_i_worked_on(
    article: Article, other: Article, edith: User, max_: User
) -> None:
    audit.record("tag", f"article:{other.pk}", actor=edith)
    audit.record("tag", f"article:{article.pk}", actor=max_)
    audit.record("rename tag", "tag:paris", actor=edith)
    assert left("mine=1", edith) == [other.pk]


def test_what_cannot_be_read_is_left_out_and_said(
    article: Article, other: Article, edith: User
) -> None:
    query = "source=wire&after=yesterday&tag=%21"
    assert left(query, edith) == [article.pk]
    assert set(FilterForm(QueryDict(query)).errors) == {"after", "tag"}


def test_unknown_source_is_said(article: Article, edith: User) -> None:
    assert "source" in FilterForm(QueryDict("source=nobody")).errors
    assert left("source=nobody", edith) == [article.pk]


def test_address_holds_what_can_be_used_and_no_more(article: Article) -> None:
    asked = "words=a+b&source=wire&level=partly&before=2024-01-02&mine=on&after=x&page=3&evil=1"
    query = FilterForm(QueryDict(asked)).query
    assert query == "words=a+b&source=wire&level=partly&before=2024-01-02&mine=1"
    assert FilterForm(QueryDict(query)).query == query


def test_empty_filter_has_no_address() -> None:
    assert FilterForm(QueryDict("words=&source=&tag=")).query == ""


def test_narrowing_asks_only_for_the_source(
    article: Article, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        narrowed(FilterForm(QueryDict("source=wire&tag=paris&words=a")), edith)
