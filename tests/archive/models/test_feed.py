"""Feeds and pages: what the database promises of them, and which of them are due."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive import ledger
from archive.models import Feed, Job, Page
from archive.models.feed import FETCH, POLL
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

PAST, FUTURE = timedelta(minutes=-1), timedelta(minutes=1)


def make_feed(**fields: Any) -> Feed:
    fields.setdefault("url", "https://paper.example/feed")
    return Feed.objects.create(source=make_source("paper"), url_hash=fields["url"][-64:], **fields)


def make_page(url: str = "https://paper.example/1", **fields: Any) -> Page:
    return Page.objects.create(
        source=make_source("paper"), url=url, url_hash=url[-64:] or None, **fields
    )


def refused(make: Any) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def died(kind: str, key: int, *, ago: timedelta) -> Job:
    at = timezone.now() - ago
    return Job.objects.create(kind=kind, key=str(key), state="dead", finished_at=at)


@pytest.mark.parametrize("state", ["paused", "gone"])
def test_only_a_followed_feed_has_a_time(state: str) -> None:
    assert refused(lambda: make_feed(state=state))
    assert refused(lambda: make_feed(next_fetch_at=None))
    assert make_feed(state=state, next_fetch_at=None).next_fetch_at is None


def test_an_address_is_one_feeds() -> None:
    make_feed()
    assert refused(make_feed)


def test_feed_is_due_when_its_time_has_come() -> None:
    due = make_feed(next_fetch_at=timezone.now() + PAST)
    make_feed(url="https://paper.example/later", next_fetch_at=timezone.now() + FUTURE)
    make_feed(url="https://paper.example/paused", state="paused", next_fetch_at=None)
    assert list(Feed.objects.due()) == [due]


def test_feed_with_a_job_is_not_due() -> None:
    feed = make_feed(next_fetch_at=timezone.now() + PAST)
    ledger.enqueue(POLL, str(feed.pk))
    assert not Feed.objects.due().exists()
    Job.objects.update(state="done")
    assert Feed.objects.due().exists()


def test_what_died_of_a_request_is_not_begun_again_by_itself() -> None:
    feed = make_feed(next_fetch_at=timezone.now() - timedelta(hours=1))
    died(POLL, feed.pk, ago=timedelta(minutes=1))
    assert not Feed.objects.due().exists()


def test_page_that_was_given_up_is_due_again_as_planned_after_that() -> None:
    page = make_page(next_fetch_at=timezone.now() + PAST)
    died(FETCH, page.pk, ago=timedelta(hours=1))
    assert list(Page.objects.due()) == [page]


def test_page_without_a_time_is_never_due() -> None:
    make_page(next_fetch_at=None)
    assert not Page.objects.due().exists()


def test_an_address_has_one_page() -> None:
    make_page()
    assert refused(make_page)


def test_page_without_an_address_has_its_entry() -> None:
    assert refused(lambda: make_page("", entry_ref="a"))
    assert make_page("", entry_ref="a", entry=b"x").url_hash is None


def test_an_entry_of_a_feed_is_one_page() -> None:
    feed = make_feed()
    make_page(feed=feed, entry_ref="a")
    assert refused(lambda: make_page("https://paper.example/2", feed=feed, entry_ref="a"))


@pytest.mark.parametrize("state", ["held", "gone"])
def test_what_is_held_has_its_article(state: str) -> None:
    assert refused(lambda: make_page(state=state))
    assert make_page(state=state, article=make_article()).article_id


def test_a_state_is_one_of_those_known() -> None:
    assert refused(lambda: make_page(state="lost"))


def test_feed_is_called_by_its_title_and_page_by_its_address() -> None:
    assert str(make_feed()) == "https://paper.example/feed"
    assert str(make_feed(url="https://paper.example/b", title="Le Journal")) == "Le Journal"
    assert str(make_page()) == "https://paper.example/1"
    assert str(make_page("", entry_ref="a", entry=b"x")) == "entry a"
