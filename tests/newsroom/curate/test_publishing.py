"""What readers see of an article, against what stands on the desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive.models import Article
from newsroom.curate import desk, publishing
from tests.archive.correcting import BRIDGE, correct, reword, rewritten, shown
from tests.factories import make_article, make_segment, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(edith: User) -> Article:
    found = shown()
    correct(found, {2: "The bridge opens again."}, edith)
    return found


def fresh(article: Article) -> Article:
    return Article.objects.for_lists().get(pk=article.pk)


def test_published_article_shows_what_stands(twice: Article) -> None:
    told = publishing.status(fresh(twice))
    assert (told.shown, told.newest, told.ahead, told.lacking) == (2, 2, (), 0)
    assert not told.is_set_back


def test_earlier_edition_is_behind_what_stands(twice: Article, edith: User) -> None:
    desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
    told = publishing.status(fresh(twice))
    assert (told.shown, told.newest, told.ahead) == (1, 2, (2,))
    assert told.is_set_back


def test_sentences_without_english_are_counted(twice: Article) -> None:
    make_segment(twice, "Un ajout.")
    told = publishing.status(fresh(twice))
    assert (told.lacking, told.ahead) == (1, ())


def test_article_never_shown_has_no_edition() -> None:
    told = publishing.status(fresh(make_article()))
    assert (told.shown, told.newest, told.is_set_back) == (0, 0, False)


def test_time_of_a_scheduled_article_comes() -> None:
    for minutes in (-1, 5):
        at = timezone.now() + timedelta(minutes=minutes)
        article = make_article(state="scheduled", publish_at=at)
        assert publishing.status(fresh(article)).is_due is (minutes < 0)


def test_preview_shows_what_readers_would_see_otherwise(twice: Article) -> None:
    found = publishing.preview(fresh(twice), 1)
    assert found is not None
    (line,) = found.amendment.lines
    assert line.after is not None
    assert [p.text for p in line.after.english if p.changed] == ["reopens."]


def test_preview_of_what_stands_is_what_publishing_would_show(twice: Article) -> None:
    rewritten(twice, BRIDGE, "Le pont rouvre lundi.")
    reword(twice, {3: "The quay shuts."})
    found = publishing.preview(fresh(twice), 0)
    assert found is not None
    assert [line.fate for line in found.amendment.lines] == ["changed", "reworded"]
    assert twice.editions.count() == 2


def test_desk_sees_what_the_source_keeps_back(edith: User) -> None:
    article = shown(source=make_source("courrier", display="metadata"))
    correct(article, {2: "The bridge opens again."}, edith)
    found = publishing.preview(fresh(article), 1)
    assert found is not None
    assert (len(found.amendment.lines), found.amendment.withheld) == (1, 0)


@pytest.mark.parametrize("n", [0, 2, 3])
def test_there_is_no_preview_of_what_readers_see_or_of_nothing(twice: Article, n: int) -> None:
    assert publishing.preview(fresh(twice), n) is None


def test_untranslated_text_has_no_preview(twice: Article) -> None:
    make_segment(twice, "Un ajout.")
    assert publishing.preview(fresh(twice), 0) is None
    assert publishing.preview(fresh(make_article()), 1) is None


def test_editions_come_the_newest_first_from_one_query(
    twice: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        told = [(e.n, e.by and e.by.get_username()) for e in publishing.editions_of(twice)]
    assert told == [(2, "edith"), (1, None)]


def test_status_asks_twice(
    twice: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = fresh(twice)
    with django_assert_num_queries(2):
        publishing.status(found)
