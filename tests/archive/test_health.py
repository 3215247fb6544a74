"""How well a source is followed."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.health import FEWEST, Health, health, health_of
from archive.models import Article, Feed, Source
from tests.factories import make_article, make_capture, make_source, publish, sha256

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
_numbers = count(1)


@pytest.fixture
def source() -> Source:
    return make_source("gazette")


def feed(source: Source, **fields: Any) -> Feed:
    url = f"https://gazette.example/{next(_numbers)}.xml"
    fields.setdefault("added_at", NOW - 60 * DAY)
    if fields.get("state", "followed") != "followed":
        fields["next_fetch_at"] = None
    return Feed.objects.create(source=source, url=url, url_hash=sha256(url), **fields)


def article(source: Source, at: datetime, *, late: timedelta = DAY / 24, **fields: Any) -> Article:
    """An article published at a time, received an hour later unless a test says otherwise."""
    capture = {"published_at": at, **fields.pop("capture", {})}
    return make_article(
        source=source, published_on=at.date(), received_at=at + late, capture=capture, **fields
    )


def fares(source: Source) -> Health:
    return health_of([source], now=NOW)[source.pk]


def test_source_without_a_feed_has_nothing_to_tell(source: Source) -> None:
    article(source, NOW - DAY)
    assert fares(source) == Health()
    assert (fares(source).pace, fares(source).delay) == ("", "")


def test_last_success_is_the_newest_of_the_followed_feeds(source: Source) -> None:
    for at in (NOW - DAY, NOW - 2 * DAY, None):
        feed(source, succeeded_at=at)
    feed(source, state="paused", succeeded_at=NOW)
    assert (fares(source).succeeded_at, fares(source).feeds) == (NOW - DAY, 3)


def test_failing_feeds_are_counted_with_why(source: Source) -> None:
    feed(source)
    feed(source, failures=2, problem="It answered 500.")
    found = fares(source)
    assert (found.failing, found.problem, found.is_reached) == (1, "It answered 500.", True)


def test_source_none_of_whose_feeds_answers_is_not_reached(source: Source) -> None:
    feed(source, failures=1, problem="No answer.")
    feed(source, state="gone", failures=0)
    assert not fares(source).is_reached


def test_it_is_followed_since_its_first_feed_was_added(source: Source) -> None:
    feed(source, added_at=NOW - 3 * DAY)
    feed(source, added_at=NOW - 9 * DAY, state="paused")
    assert fares(source).since == NOW - 9 * DAY


def test_articles_a_day_are_those_of_thirty_days(source: Source) -> None:
    feed(source)
    for days in (0, 1, 1, 29, 31):
        article(source, NOW - days * DAY)
    assert fares(source).per_day == pytest.approx(4 / 30)


def test_young_feed_is_measured_since_it_was_added(source: Source) -> None:
    feed(source, added_at=NOW - 2 * DAY)
    for days in (0, 1, 1, 20):
        article(source, NOW - days * DAY)
    assert fares(source).per_day == pytest.approx(3 / 2)


def test_first_day_counts_as_a_whole_one(source: Source) -> None:
    feed(source, added_at=NOW - DAY / 24)
    article(source, NOW)
    assert fares(source).per_day == 1.0


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "scheduled"])
def test_nothing_tells_of_articles_that_readers_may_not_open(source: Source, state: str) -> None:
    feed(source)
    for _ in range(FEWEST):
        article(source, NOW - DAY)
    before = fares(source)
    for _ in range(FEWEST):
        article(source, NOW - DAY, late=DAY, state=state, withdrawn_reason="Wrong.", publish_at=NOW)
    assert fares(source) == before


@pytest.mark.parametrize(
    ("per_day", "words"),
    [
        (0.0, ""),
        (0.1, "less than an article a week"),
        (1 / 7, "about 1 article a week"),
        (0.4, "about 3 articles a week"),
        (1.2, "about 1 article a day"),
        (3.9, "about 4 articles a day"),
    ],
)
def test_pace_in_words(per_day: float, words: str) -> None:
    assert Health(per_day=per_day).pace == words


def test_median_delay_is_from_publishing_to_receipt(source: Source) -> None:
    feed(source)
    for minutes in (1, 5, 12, 60, 900):
        article(source, NOW - DAY, late=timedelta(minutes=minutes))
    assert fares(source).median_delay == timedelta(minutes=12)


def test_few_articles_have_no_median(source: Source) -> None:
    feed(source)
    for _ in range(FEWEST - 1):
        article(source, NOW - DAY)
    assert fares(source).median_delay is None


def test_median_counts_no_day_alone_nor_what_is_older_than_the_first_feed(source: Source) -> None:
    feed(source, added_at=NOW - 5 * DAY)
    for _ in range(FEWEST):
        article(source, NOW - 5 * DAY - DAY / 48, late=DAY)
        article(source, NOW - DAY, capture={"published_at": None})
    assert fares(source).median_delay is None


def test_it_is_the_first_capture_that_counts(source: Source) -> None:
    feed(source)
    for _ in range(FEWEST):
        held = article(source, NOW - 2 * DAY)
        make_capture(held, raw="Plus tard", received_at=NOW, published_at=NOW - 2 * DAY)
    assert fares(source).median_delay == timedelta(hours=1)


def test_clock_that_is_ahead_makes_no_negative_delay(source: Source) -> None:
    feed(source)
    for _ in range(FEWEST):
        article(source, NOW - DAY, late=-timedelta(minutes=3))
    assert fares(source).median_delay == timedelta()


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (None, ""),
        (timedelta(), "1 minute"),
        (timedelta(minutes=11, seconds=1), "12 minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(minutes=91), "2 hours"),
        (timedelta(hours=49), "3 days"),
    ],
)
def test_delay_in_words(delay: timedelta | None, words: str) -> None:
    assert Health(median_delay=delay).delay == words


def test_sources_are_told_apart(source: Source) -> None:
    other = make_source("journal")
    for one, added in ((source, 2), (other, 10)):
        feed(one, added_at=NOW - added * DAY)
        article(one, NOW - 4 * DAY)
    found = health_of([source, other], now=NOW)
    assert (found[source.pk].per_day, found[other.pk].per_day) == (0.0, 0.1)


def test_it_takes_three_queries_however_many_sources(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sources = [make_source(f"s-{n}") for n in range(7)]
    for each in sources:
        for _ in range(2):
            feed(each)
        publish(article(each, NOW - DAY))
    with django_assert_num_queries(3):
        health_of(sources)
    with django_assert_num_queries(3):
        health(sources[0])
