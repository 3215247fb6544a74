"""What the pages of sources show: health in words, problems first, and no query more for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import ledger
from archive.health import Health
from archive.models import Source
from archive.models.feed import FETCH, POLL
from newsroom.curate.source_pages import Fares, Wanted, feeds, listed, shown, spoken
from tests.factories import make_article, make_source, publish
from tests.newsroom.curate.followed import SLOW, failing, make_feed, make_page, valmer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (900, "15 minutes"),
        (5400, "90 minutes"),
        (7200, "2 hours"),
        (172_800, "2 days"),
    ],
)
def test_time_is_spoken_in_its_largest_fitting_unit(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_health_in_words() -> None:
    fares = Fares(
        Health(
            succeeded_at=timezone.now() - timedelta(hours=5),
            per_day=12.04,
            median_delay=timedelta(minutes=20),
        )
    )
    assert (fares.ago, fares.per_day, fares.delay) == ("5 hours ago", "12", "20 minutes")
    nothing = Fares(Health())
    assert (nothing.ago, nothing.per_day, nothing.delay) == ("", "", "")


def names(show: str = "", q: str = "") -> list[str]:
    return [row.source.slug for row in listed(Wanted(show, q), None)]


def test_sources_with_a_problem_come_first() -> None:
    make_feed(make_source("autre"), "https://autre.example/rss")
    failing(valmer())
    make_source("zed")
    assert names() == ["valmer", "autre", "zed"]


def test_filters() -> None:
    make_feed(make_source("autre"), "https://autre.example/rss", state="paused")
    failing(valmer())
    make_feed(make_source("gone"), "https://gone.example/rss", state="gone")
    make_source("zed")
    assert names("problem") == ["gone", "valmer"]
    assert names("paused") == ["autre"]
    assert names("plain") == ["zed"]
    assert names(q="courrier") == names(q="VALM") == ["valmer"]


def test_filter_that_is_none_shows_all() -> None:
    wanted = Wanted.of({"show": "burnt", "q": " a\x00  b "})
    assert (wanted, wanted.words) == (Wanted("", "a b"), "All sources")
    assert Wanted("problem").words == "Sources with a problem"


def test_row_counts_feeds_and_says_why_one_fails() -> None:
    source = valmer()
    failing(source)
    make_feed(source, "https://valmer.example/b", state="paused")
    make_feed(source, "https://valmer.example/c", state="gone")
    (row,) = listed(Wanted(), None)
    assert (row.feeds, row.paused, row.gone) == (3, 1, 1)
    assert (row.health.failing, row.health.problem) == (1, SLOW)


def test_feed_says_that_it_is_being_asked() -> None:
    source = valmer()
    feed = make_feed(source, interval=900)
    assert [(each.waits, each.every) for each in feeds(source)] == [(False, "15 minutes")]
    ledger.enqueue(POLL, str(feed.pk))
    assert feeds(source)[0].waits


def test_pages_are_counted_by_state_and_shown_newest_first() -> None:
    source = valmer()
    old, new = make_page(source, "1", state="refused"), make_page(source, "2")
    context = shown(source, {})
    assert [each.page for each in context["pages"]] == [new, old]
    counts = {value: count for value, _, count in context["states"]}
    assert counts == {"listed": 1, "held": 0, "refused": 1, "gone": 0}
    assert [each.page for each in shown(source, {"state": "refused"})["pages"]] == [old]
    assert shown(source, {"state": "burnt"})["state"] == ""


def test_page_in_the_queue_is_not_fetched_once_more() -> None:
    source = valmer()
    page = make_page(source)
    (found,) = shown(source, {})["pages"]
    assert found.may_be_fetched
    ledger.enqueue(FETCH, str(page.pk))
    (found,) = shown(source, {})["pages"]
    assert not found.may_be_fetched


def fill(source: Source, start: int, stop: int) -> None:
    for n in range(start, stop):
        other = make_source(f"paper-{n}")
        failing(other, f"https://paper{n}.example/rss")
        make_feed(source, f"https://valmer.example/rss/{n}")
        article = make_article(source=source)
        publish(article)
        make_page(source, f"held/{n}", article=article)
        make_page(source, f"refused/{n}", state="refused")


@pytest.mark.embedded
def test_lists_take_the_same_queries_however_long() -> None:
    source = valmer()

    def asked() -> list[int]:
        counts = []
        for look in (lambda: listed(Wanted(), None), lambda: shown(source, {})):
            with CaptureQueriesContext(connection) as queries:
                context = look()
                for each in context["pages"] if isinstance(context, dict) else context:
                    str(getattr(each, "page", each))
            counts.append(len(queries))
        return counts

    fill(source, 0, 3)
    few = asked()
    fill(source, 3, 30)
    assert asked() == few
    assert max(few) <= 12
