"""How often a feed is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from newsroom.wire.pace import (
    LEAST,
    LONGEST,
    SHORTEST,
    SPREAD,
    UNKNOWN,
    back_off,
    next_interval,
    wait,
)

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HOUR, DAY = 3600.0, 86_400.0


def every(seconds: float, *, since: float = 0.0, count: int = 20) -> list[datetime]:
    """Dates of entries that came so often, the last of them `since` seconds ago."""
    return [NOON - timedelta(seconds=since + n * seconds) for n in range(count)]


def interval(
    current: float | None,
    dates: list[datetime] | None = None,
    *,
    brought: bool = True,
    least: float = 0.0,
) -> int:
    return next_interval(current, dates or [], NOON, brought=brought, least=least)


def test_first_answer_sets_the_pace_by_its_dates() -> None:
    assert interval(None, every(4 * HOUR, since=4 * HOUR)) == 2 * HOUR
    assert interval(None, []) == UNKNOWN


def test_feed_that_always_has_news_is_asked_as_often_as_may_be() -> None:
    assert interval(None, every(60)) == round(LEAST)
    assert interval(2 * HOUR, every(60)) == round(LEAST)


def test_feed_that_seldom_has_news_is_asked_once_a_day() -> None:
    assert interval(None, every(30 * DAY, since=30 * DAY)) == LONGEST


def test_burst_after_a_long_silence_is_no_steady_pace() -> None:
    assert interval(None, every(10, since=10 * HOUR)) > HOUR / 5
    assert interval(None, every(10, since=30 * DAY)) == pytest.approx(0.75 * DAY, rel=0.01)


def test_something_new_makes_it_faster() -> None:
    assert interval(4 * HOUR) == 2 * HOUR
    assert interval(4 * HOUR, every(2 * HOUR, since=2 * HOUR)) == HOUR
    assert interval(HOUR, every(DAY, since=DAY)) == HOUR


def test_nothing_new_makes_it_slower() -> None:
    assert interval(2 * HOUR, brought=False) == 3 * HOUR
    assert interval(20 * HOUR, brought=False) == LONGEST


def test_wait_after_a_silence_is_about_half_of_it_at_most() -> None:
    passed, current = 0.0, LEAST
    while current < LONGEST:
        passed += current
        current = interval(current, brought=False)
        assert current < passed / 2 + 1.1 * LEAST


def test_dates_to_come_tell_nothing() -> None:
    ahead = [NOON + timedelta(days=n) for n in range(1, 9)]
    assert interval(4 * HOUR, ahead) == 2 * HOUR
    assert interval(None, [*ahead, NOON]) == UNKNOWN


def test_what_the_feed_asks_for_is_kept_to_up_to_a_day() -> None:
    wished = interval(None, every(60), least=2 * HOUR)
    assert min(wait(wished, feed, NOON, least=2 * HOUR) for feed in range(500)) >= 2 * HOUR
    assert interval(None, every(60), least=90 * DAY) == LONGEST
    assert wait(LONGEST, 1, NOON, least=90 * DAY) == LONGEST


@pytest.mark.parametrize("asked", [LEAST, 6 * HOUR, LONGEST], ids=["least", "middle", "longest"])
def test_waits_differ_by_a_tenth_and_stay_within_bounds(asked: float) -> None:
    waits = [wait(asked, feed, NOON) for feed in range(1_000)]
    assert SHORTEST <= min(waits) <= max(waits) <= LONGEST
    assert min(waits) == pytest.approx(max(SHORTEST, asked * (1 - SPREAD)), rel=0.01)
    assert max(waits) == pytest.approx(min(LONGEST, asked * (1 + SPREAD)), rel=0.01)


def test_wait_is_drawn_from_the_feed_and_the_hour_alone() -> None:
    assert wait(HOUR, 7, NOON) == wait(HOUR, 7, NOON + timedelta(minutes=59))
    assert wait(HOUR, 7, NOON) != wait(HOUR, 7, NOON + timedelta(hours=1))
    assert wait(HOUR, 7, NOON) != wait(HOUR, 8, NOON)


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [back_off(HOUR, failures) for failures in range(1, 8)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, LONGEST, LONGEST]
    assert back_off(HOUR, 10**6) == LONGEST
    assert back_off(60, 1) == SHORTEST


def test_server_that_names_a_time_is_left_alone_until_then() -> None:
    assert back_off(HOUR, 1, least=3 * HOUR) == 3 * HOUR
    assert back_off(HOUR, 1, least=60) == HOUR
    assert back_off(HOUR, 1, least=90 * DAY) == LONGEST
