"""The calendar: which days hold articles, and what stands before and after."""

from datetime import date

import pytest

from archive.calendar import Span, neighbours, weeks, years
from archive.models import Article
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db
OCTOBER = Span.month(2024, 10)


def on(*days: date) -> None:
    for day in days:
        make_article(published_on=day)


@pytest.mark.parametrize("numbers", [(2023, 2, 29), (2024, 13, 1), (0, 1, 1), (2024, 0, 1)])
def test_date_that_never_was_is_an_error(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"out of range|must be in"):
        Span.day(*numbers)


def test_month_ends_with_its_last_day() -> None:
    assert Span.month(2024, 2) == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert Span.month(9999, 12).last == date.max


def test_span_holds_its_first_and_last_day() -> None:
    on(date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 31), date(2024, 11, 1))
    held = OCTOBER.of(Article.objects.published())
    assert set(held.values_list("listed_on", flat=True)) == {
        date(2024, 10, 1),
        date(2024, 10, 31),
    }


def test_neighbours_are_days_that_hold_articles() -> None:
    on(date(2020, 5, 5), date(2024, 10, 23), date(2025, 1, 2), date(2025, 1, 3))
    found = neighbours(Article.objects.published(), OCTOBER)
    assert (found.before, found.after) == (date(2020, 5, 5), date(2025, 1, 2))
    whole = neighbours(Article.objects.published(), Span(date.min, date.max))
    assert (whole.before, whole.after) == (None, None)


def test_sheet_runs_in_whole_weeks_from_monday() -> None:
    on(date(2024, 10, 23), date(2024, 10, 23), date(2024, 10, 1), date(2024, 9, 30))
    sheet = weeks(Article.objects.published(), OCTOBER)
    assert {len(week) for week in sheet} == {7}
    assert (sheet[0][0].on, sheet[-1][-1].on) == (date(2024, 9, 30), date(2024, 11, 3))
    cells = {cell.on: cell for week in sheet for cell in week}
    assert (cells[date(2024, 10, 23)].count, cells[date(2024, 10, 1)].share) == (2, 50)
    assert (cells[date(2024, 9, 30)].inside, cells[date(2024, 9, 30)].count) == (False, 0)


@pytest.mark.parametrize(("year", "month"), [(1, 1), (9999, 12)])
def test_first_and_last_month_of_all_have_a_sheet(year: int, month: int) -> None:
    sheet = weeks(Article.objects.published(), Span.month(year, month))
    assert sum(cell.inside for week in sheet for cell in week) == 31


def test_years_stand_newest_first_with_all_their_months() -> None:
    on(date(2022, 3, 1), date(2024, 10, 23), date(2024, 10, 24), date(2024, 12, 1))
    found = years(Article.objects.published())
    assert [(year.on.year, year.count) for year in found] == [(2024, 3), (2022, 1)]
    assert [month.count for month in found[0].months] == [0] * 9 + [2, 0, 1]
    assert found[1].months[2].share == 50


def test_a_single_article_among_many_still_shows_a_bar() -> None:
    on(*[date(2024, 1, 1)] * 300, date(2024, 2, 1))
    (year,) = years(Article.objects.published())
    assert year.months[1].share == 1


def test_undated_articles_stand_under_no_day() -> None:
    for translated in (False, True):
        article = make_article(published_on=None)
        if translated:
            publish(article)
    received = Span(article.listed_on, article.listed_on)
    articles = Article.objects.published()
    assert years(articles) == []
    assert not received.of(articles)
    assert received.undated(articles).count() == 2
    assert not OCTOBER.undated(articles)
    assert neighbours(articles, OCTOBER).after is None
