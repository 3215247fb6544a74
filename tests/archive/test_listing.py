"""A page of a list: newest first, by day."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.listing import Cursor, held_sources, listing
from archive.models import Article, Translation
from archive.reading import MACHINE_ENGLISH, Level
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 23)


def ids(before: str = "", size: int = 30) -> list[int]:
    page = listing(Article.objects.published(), Cursor.parse(before), size)
    return [row.article.pk for day in page.days for row in day.rows]


def test_articles_stand_by_day_newest_first() -> None:
    old = make_article(published_on=DAY - timedelta(days=1))
    new, newer = make_article(published_on=DAY), make_article(published_on=DAY)
    page = listing(Article.objects.published(), None)
    assert [day.on for day in page.days] == [DAY, DAY - timedelta(days=1)]
    assert ids() == [newer.pk, new.pk, old.pk]


def test_every_article_is_reached_once_through_older_pages() -> None:
    made = [make_article(published_on=DAY - timedelta(days=n // 3)).pk for n in range(8)]
    seen, cursor = [], ""
    while True:
        seen += ids(cursor, size=3)
        cursor = listing(Article.objects.published(), Cursor.parse(cursor), 3).older
        if not cursor:
            break
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("text", ["", "abc", "2024-13-40.1", "2024-10-23.", "2024-10-23.-1", "²"])
def test_what_is_no_cursor_is_the_first_page(text: str) -> None:
    assert Cursor.parse(text) is None


def test_cursor_reads_what_it_wrote() -> None:
    assert Cursor.parse(str(Cursor(DAY, 17))) == Cursor(DAY, 17)


def test_row_says_how_much_a_person_checked() -> None:
    pending, machine, partly = (make_article() for _ in range(3))
    publish(machine)
    publish(partly)
    title = Translation.objects.get(segment__article=partly, segment__kind="title")
    Translation.objects.filter(pk=title.pk).update(state="approved")
    rows = [r for day in listing(Article.objects.published(), None).days for r in day.rows]
    assert {r.article.pk: (r.level, r.language) for r in rows} == {
        pending.pk: (Level.PENDING, "fr"),
        machine.pk: (Level.MACHINE, MACHINE_ENGLISH),
        partly.pk: (Level.PARTLY, "en"),
    }


def test_list_asks_twice_however_long(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(12):
        publish(make_article())
    with django_assert_num_queries(2):
        ids()


def test_page_says_whether_it_holds_samples() -> None:
    make_article()
    assert not listing(Article.objects.published(), None).holds_samples
    make_article(source=make_source("samples"))
    assert listing(Article.objects.published(), None).holds_samples


def test_sources_are_those_that_readers_find_articles_of() -> None:
    for state in ("live", "live", "hidden"):
        make_article(source=make_source("agence"), state=state)
    make_article(source=make_source("secret"), state="hidden")
    make_source("empty")
    assert [(s.slug, vars(s)["articles_held"]) for s in held_sources()] == [("agence", 2)]
