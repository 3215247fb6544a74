"""The wire on the assembly line: what is due is queued, and an entry becomes an article."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import ledger
from archive.models import Article, Feed, Job, Page, Source
from newsroom import line
from newsroom.ingest.addresses import url_hash
from tests.newsroom.ingest.texts import FRENCH, SECOND, THIRD
from tests.press import Item, Press, article_html, rss

pytestmark = pytest.mark.django_db


def wired(press: Press, n: int = 0, **fields: Any) -> Feed:
    """A feed of the press's n-th host, due unless the fields say otherwise."""
    url = f"{press.origin(n)}/fil.xml"
    source = Source.objects.create(slug=f"wire-{n}", name="Wire")
    return Feed.objects.create(source=source, url=url, url_hash=url_hash(url), **fields)


def queued(kind: str) -> list[str]:
    jobs = Job.objects.filter(kind=kind, state="queued").order_by("pk")
    return list(jobs.values_list("key", flat=True))


def test_due_feeds_and_pages_are_queued_once(press: Press) -> None:
    later = timezone.now() + timedelta(hours=1)
    feed, *_ = wired(press), wired(press, 1, next_fetch_at=later)
    wired(press, 2, state="paused", next_fetch_at=None)
    for name, due in (("a", timezone.now()), ("b", later), ("c", None)):
        Page.objects.create(
            source=feed.source, feed=feed, entry_ref=name, entry=b"", next_fetch_at=due
        )
    for _ in range(2):
        line.queue_due()
        assert queued("poll") == [str(feed.pk)]
        assert queued("fetch") == [str(Page.objects.get(entry_ref="a").pk)]


def test_feed_that_is_being_polled_is_not_queued_again(press: Press) -> None:
    wired(press)
    line.queue_due()
    assert ledger.claim("poll", at_most=1)
    line.queue_due()
    assert queued("poll") == []


def test_sweep_queues_what_has_waited_longest(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "MOST_DUE", 2)
    now = timezone.now()
    feeds = [wired(press, n, next_fetch_at=now - timedelta(minutes=n)) for n in range(4)]
    line.queue_due()
    assert set(queued("poll")) == {str(feeds[3].pk), str(feeds[2].pk)}


def test_looking_for_what_is_due_takes_as_many_queries_for_many(
    press: Press, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        line.queue_due()
    for n in range(20):
        wired(press, n)
    with CaptureQueriesContext(connection) as few:
        line.queue_due()
    assert len(few) <= 10


def test_entry_of_a_feed_becomes_an_article(open_press: Press) -> None:
    feed = wired(open_press)
    url = f"{open_press.origin()}/sommet.html"
    entries = [Item("Le sommet commence", url, FRENCH)]
    open_press.put("/fil.xml", rss(entries), content_type="application/rss+xml")
    open_press.put("/sommet.html", article_html("Le sommet commence", [FRENCH, SECOND, THIRD]))
    line.queue_due()
    assert [ledger.run_due("poll"), ledger.run_due("fetch")] == [1, 1]
    article = Article.objects.get()
    assert (article.source, article.canonical_url) == (feed.source, url)
    while ledger.run_due("translate"):
        pass
    assert Article.objects.translated().get() == article
