"""A page of a list: newest first, by day."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.listing import Cursor, beside, held_sources, listing, neighbours, rows
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


def test_list_asks_three_times_however_long(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(12):
        publish(make_article())
    with django_assert_num_queries(3):
        ids()


def test_undated_articles_stand_apart_after_the_days_dated_ones() -> None:
    made = [make_article(published_on=on) for on in (None, DAY, None)]
    Article.objects.update(listed_on=DAY)
    days = listing(Article.objects.published(), None).days
    assert [(day.on, day.is_dated) for day in days] == [(DAY, True), (DAY, False)]
    shown = [[row.article.pk for row in day.rows] for day in days]
    assert shown == [[made[1].pk], [made[2].pk, made[0].pk]]


def test_pages_that_cut_a_day_of_both_kinds_lose_nothing() -> None:
    made = [make_article(published_on=None if n % 2 else DAY).pk for n in range(7)]
    Article.objects.update(listed_on=DAY)
    seen, cursor = [], str(Cursor.at_start_of(DAY))
    while cursor:
        seen += ids(cursor, size=2)
        cursor = listing(Article.objects.published(), Cursor.parse(cursor), 2).older
    assert sorted(seen) == made


def test_beside_an_article_stand_the_nearest_by_date() -> None:
    made = [make_article(published_on=DAY - timedelta(days=n)) for n in (1, 0, 0)]
    for article in made:
        publish(article)
    make_article(published_on=DAY)  # waits for its English
    publish(make_article(published_on=None))
    found = [beside(article, rows(neighbours(article))) for article in made]
    near = [[row and row.article.pk for row in (each.earlier, each.later)] for each in found]
    one, two, three = (article.pk for article in made)
    assert near == [[None, two], [one, three], [two, None]]


def test_beside_an_article_nothing_hidden_stands(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = make_article()
    for state in ("hidden", "withdrawn", "live", "live"):
        publish(make_article(state=state, withdrawn_reason="x", published_on=DAY))
    with django_assert_num_queries(2):
        found = beside(article, rows(neighbours(article)))
    assert found.earlier is None
    assert found.later
    assert found.later.article.state == "live"


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
