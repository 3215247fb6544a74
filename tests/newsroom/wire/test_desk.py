"""What staff do to what is followed, each act whole."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import AuditEvent, Feed, Job, Page, Source
from newsroom.wire import desk
from newsroom.wire.desk import Refused
from tests.factories import make_source

pytestmark = pytest.mark.django_db
URL = "https://valmer.example/rss"


def add(**facts: Any) -> Source:
    """Add Le Courrier de Valmer, but for what is said otherwise."""
    given: dict[str, Any] = {
        "name": "Le Courrier de Valmer",
        "slug": "valmer",
        "homepage": "https://valmer.example/",
        "feeds": [URL],
        "display": "excerpt",
        "release": "review",
        "take": "page",
        "by": None,
    }
    return desk.add_source(**given | facts)


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def jobs(kind: str = "poll") -> set[str]:
    return set(Job.objects.filter(kind=kind, state="queued").values_list("key", flat=True))


def test_source_is_added_with_its_rules_and_feeds(edith: User) -> None:
    source = add(licence_note=" Avec l’accord du journal. ", by=edith)
    assert (source.display, source.release, source.take) == ("excerpt", "review", "page")
    assert source.licence_note == "Avec l’accord du journal."
    assert [feed.url for feed in source.feeds.all()] == [URL]
    assert acts() == ["add source", "follow"]
    assert set(AuditEvent.objects.values_list("actor__username", flat=True)) == {"edith"}


def test_new_feed_is_asked_at_once() -> None:
    feed = add().feeds.get()
    assert feed.next_fetch_at is not None
    assert feed.next_fetch_at <= timezone.now()
    assert jobs() == {str(feed.pk)}


def test_feeds_bear_the_titles_given() -> None:
    feeds = [URL, "https://valmer.example/sport"]
    source = add(feeds=feeds, titles={URL: " À la\nune "})
    assert [feed.title for feed in source.feeds.all()] == ["À la une", ""]


def test_empty_slug_is_made_of_the_name() -> None:
    assert add(slug="").slug == "le-courrier-de-valmer"


def test_source_may_come_without_feed_and_homepage() -> None:
    source = add(feeds=[], homepage="")
    assert (source.homepage, source.feeds.count(), jobs()) == ("", 0, set())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": " "}, "has a name"),
        ({"name": "a" * 201}, "has a name"),
        ({"slug": "a b"}, "is no slug"),
        ({"slug": "a" * 81}, "at most 80"),
        ({"slug": "import"}, "kept for the site"),
        ({"slug": "known"}, "There is a source “known” already."),
        ({"homepage": "ftp://valmer.example"}, "begins neither with http"),
        ({"feeds": [URL, "http://127.0.0.1/rss"]}, "public internet"),
        ({"feeds": ["https://known.example/rss"]}, "is followed already, for Known."),
        ({"display": "all"}, "“all” is no rule for display: it is one of full, excerpt, metadata."),
    ],
)
def test_what_is_no_good_is_refused_and_nothing_stays(facts: dict[str, Any], words: str) -> None:
    desk.follow(make_source("known"), "https://known.example/rss")
    before = acts()
    with pytest.raises(Refused) as refused:
        add(**facts)
    assert words in refused.value.reason
    assert Source.objects.count() == Feed.objects.count() == 1
    assert acts() == before


def test_same_feed_twice_is_followed_once() -> None:
    source = add()
    feed = desk.follow(source, "http://VALMER.example/rss?utm_source=x", title="Autre")
    assert feed == source.feeds.get()
    assert acts() == ["add source", "follow"]


def test_query_that_a_feed_needs_is_kept() -> None:
    url = "https://valmer.example/?feed=rss2&xtor=RSS-1"
    assert desk.follow(make_source(), url).url == url


def test_feed_of_another_source_is_refused() -> None:
    add()
    with pytest.raises(Refused, match=r"followed already, for Le Courrier de Valmer\.$"):
        desk.follow(make_source("other"), URL)


def test_paused_feed_is_asked_no_more() -> None:
    feed = add().feeds.get()
    desk.pause(feed)
    assert (feed.state, feed.next_fetch_at) == ("paused", None)
    assert not Feed.objects.due().exists()


def test_pausing_twice_is_once() -> None:
    feed = add().feeds.get()
    desk.pause(feed)
    desk.pause(feed)
    assert acts().count("pause feed") == 1


def test_gone_feed_is_not_paused() -> None:
    feed = add().feeds.get()
    Feed.objects.update(state="gone", next_fetch_at=None)
    desk.pause(feed)
    assert (feed.state, acts()) == ("gone", ["add source", "follow"])


@pytest.mark.parametrize("state", ["paused", "gone"])
def test_resting_feed_is_followed_again_with_a_clean_slate(state: str) -> None:
    feed = add().feeds.get()
    Job.objects.all().delete()
    Feed.objects.update(state=state, next_fetch_at=None, failures=7, problem="It broke.")
    desk.resume(feed)
    assert (feed.state, feed.failures, feed.problem) == ("followed", 0, "")
    assert jobs() == {str(feed.pk)}


def test_resuming_what_is_followed_changes_nothing() -> None:
    feed = add().feeds.get()
    Feed.objects.update(failures=3)
    desk.resume(feed)
    assert (feed.failures, acts()) == (3, ["add source", "follow"])


def test_following_a_paused_feed_resumes_it() -> None:
    source = add()
    desk.pause(source.feeds.get())
    assert desk.follow(source, URL).state == "followed"


def test_poll_now_brings_the_next_request_forward() -> None:
    feed = add().feeds.get()
    Job.objects.all().delete()
    Feed.objects.update(next_fetch_at="2099-01-01T00:00Z")
    desk.poll_now(feed)
    assert feed.next_fetch_at is not None
    assert feed.next_fetch_at <= timezone.now()
    assert (jobs(), acts()[-1]) == ({str(feed.pk)}, "poll feed")


def test_paused_feed_is_not_polled() -> None:
    feed = add().feeds.get()
    desk.pause(feed)
    with pytest.raises(Refused, match="resume it first"):
        desk.poll_now(feed)


def test_page_is_fetched_again() -> None:
    page = Page.objects.create(
        source=add(), url="https://valmer.example/1", url_hash="1", next_fetch_at=None
    )
    desk.fetch_again(page)
    assert page.next_fetch_at is not None
    assert (jobs("fetch"), acts()[-1]) == ({str(page.pk)}, "fetch page")


def test_entry_without_a_page_is_not_fetched() -> None:
    page = Page.objects.create(source=add(), entry=b"x", entry_ref="1")
    with pytest.raises(Refused, match="leads to no page"):
        desk.fetch_again(page)
