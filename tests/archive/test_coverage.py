"""What is held of a source."""

from datetime import date, timedelta

import pytest

from archive.calendar import Span
from archive.coverage import GAP, MOST_GAPS, MOST_NOTICES, coverage, found_in, gaps, holdings
from archive.models import Article, Source
from tests.factories import RECEIVED_AT, make_article, make_source, publish

DAY = date(2024, 10, 23)


@pytest.fixture
def files(db: None) -> Source:
    return make_source("files")


def test_gap_is_what_lies_between_two_days() -> None:
    ends = [DAY + timedelta(days=GAP + 1), DAY]
    (gap,) = gaps(ends)
    assert gap.span == Span(DAY + timedelta(days=1), DAY + timedelta(days=GAP))
    assert gap.days == GAP


@pytest.mark.parametrize("held", [[], [DAY], [DAY, DAY + timedelta(days=GAP)]])
def test_shorter_silence_is_no_gap(held: list[date]) -> None:
    assert list(gaps(held)) == []


def test_longest_gaps_are_named_in_order_of_time(files: Source) -> None:
    on = DAY
    for n in range(MOST_GAPS + 3):
        make_article(published_on=on)
        on -= timedelta(days=GAP + 2 + n)
    held = coverage(files)
    assert (len(held.gaps), held.shorter) == (MOST_GAPS, 2)
    assert held.gaps == sorted(held.gaps, key=lambda gap: gap.span.first)
    assert min(gap.days for gap in held.gaps) == GAP + 3


def test_only_what_readers_may_open_is_counted(files: Source) -> None:
    publish(make_article())
    make_article()
    late = RECEIVED_AT + timedelta(days=9)
    for state in ("hidden", "withdrawn"):
        make_article(published_on=late.date(), received_at=late, state=state, withdrawn_reason="x")
    make_article(source=make_source("other"))
    held = coverage(files)
    assert (held.count, held.waiting, held.undated) == (2, 1, 0)
    assert (held.first, held.last, held.received_at) == (DAY, DAY, RECEIVED_AT)


def test_undated_articles_are_counted_and_have_no_month(files: Source) -> None:
    make_article(published_on=None)
    held = coverage(files)
    assert (held.count, held.undated) == (1, 1)
    assert (held.first, held.months, held.chart) == (None, [], None)


def test_months_are_counted_the_newest_first(files: Source) -> None:
    for on in (date(2024, 1, 1), date(2024, 1, 31), date(2024, 3, 2)):
        make_article(published_on=on)
    months = coverage(files).months
    assert [(month.on, month.count) for month in months] == [
        (date(2024, 3, 1), 1),
        (date(2024, 1, 1), 2),
    ]
    assert months[1].address == found_in(files, Span.month(2024, 1))


def test_withdrawals_stand_by_reason_the_most_frequent_first(files: Source) -> None:
    reasons = ["Twice.", "Wrong.", "Wrong.\n"]
    made = [make_article(state="withdrawn", withdrawn_reason=reason).pk for reason in reasons]
    found = coverage(files).withdrawn
    assert [(each.reason, each.count) for each in found] == [("Wrong.", 2), ("Twice.", 1)]
    assert [each.notices for each in found] == [[made[2], made[1]], [made[0]]]


def test_many_notices_are_cut_and_still_counted(files: Source) -> None:
    Article.objects.bulk_create(
        Article(
            source=files,
            source_ref=str(n),
            state="withdrawn",
            withdrawn_reason="Wrong.",
            listed_on=DAY,
        )
        for n in range(MOST_NOTICES + 5)
    )
    (found,) = coverage(files).withdrawn
    assert (found.count, len(found.notices)) == (MOST_NOTICES + 5, MOST_NOTICES)


@pytest.mark.django_db
def test_holdings_stand_by_name_with_their_dates() -> None:
    for slug, on in (("b", DAY), ("b", date(2020, 1, 1)), ("a", None)):
        make_article(source=make_source(slug), published_on=on)
    found = [(each.source.slug, each.count, each.first, each.last) for each in holdings()]
    assert found == [("a", 1, None, None), ("b", 2, date(2020, 1, 1), DAY)]
