"""What a listing brings: pages made, changed, moved and left alone."""

import threading
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from archive.models import Feed, Page
from newsroom.ingest.addresses import url_hash
from newsroom.wire.arrivals import MOST_FIRST, MOST_NEW, OLDER, REST, Arrivals, bring_in
from newsroom.wire.listing import read_listing
from tests.factories import make_article, make_source
from tests.press import Item, rss

pytestmark = pytest.mark.django_db

HERE = "https://valmer.example"
PONT = Item("Le pont rouvre", f"{HERE}/pont", "Après huit mois de travaux.", guid="pont")
GARE = Item("La gare ferme", f"{HERE}/gare", "Pour tout l’été.", guid="gare")
PARC = Item("Le parc s’agrandit", f"{HERE}/parc", "De deux hectares.", guid="parc")


def make_feed(slug: str = "valmer", path: str = "/fil.xml", **fields: object) -> Feed:
    url = f"{HERE}{path}"
    feed = Feed(source=make_source(slug), url=url, url_hash=url_hash(url))
    for name, value in {"succeeded_at": timezone.now(), **fields}.items():
        setattr(feed, name, value)
    feed.save()
    return feed


@pytest.fixture
def feed() -> Feed:
    """A feed that has been read before."""
    return make_feed()


def bring(feed: Feed, *items: Item, now: datetime | None = None) -> Arrivals:
    return bring_in(feed, read_listing(rss(items), feed.url), now or timezone.now())


def look(*pages: Page, ago: timedelta = timedelta(hours=3), **fields: object) -> None:
    """The pages were fetched and are held, and nothing is planned."""
    now = timezone.now()
    for page in pages or Page.objects.all():
        article = page.article or make_article(source=page.source)
        held = {"state": "held", "article": article, "tried_at": now - ago, "next_fetch_at": None}
        Page.objects.filter(pk=page.pk).update(**{**held, **fields})


def numbers(count: int) -> Sequence[Item]:
    day = timezone.now().replace(microsecond=0)
    return [
        Item(f"Brève {n}", f"{HERE}/breve/{n}", date=day - timedelta(hours=n)) for n in range(count)
    ]


def test_new_entry_is_a_page_to_be_fetched(feed: Feed) -> None:
    came = bring(feed, PONT)
    page = Page.objects.get()
    assert (came.new, came.due) == (1, (page.pk,))
    assert (page.source, page.feed, page.url) == (feed.source, feed, PONT.url)
    assert (page.entry_ref, page.state) == ("pont", "listed")
    assert page.entry
    assert b"huit mois" in zlib.decompress(bytes(page.entry))


def test_same_listing_twice_brings_nothing(feed: Feed) -> None:
    bring(feed, PONT, GARE)
    before = list(Page.objects.order_by("pk").values())
    assert bring(feed, GARE, PONT, PONT) == Arrivals()
    assert list(Page.objects.order_by("pk").values()) == before


def test_entry_without_a_link_is_a_page_without_an_address(feed: Feed) -> None:
    for _ in range(2):
        bring(feed, replace(PONT, url=""), replace(GARE, url=""))
    assert set(Page.objects.values_list("url", "url_hash")) == {("", None)}
    assert Page.objects.count() == 2


def test_edited_entry_is_looked_at_again_now(feed: Feed) -> None:
    bring(feed, PONT, GARE)
    look()
    came = bring(feed, replace(PONT, title="Le pont rouvre enfin"), GARE)
    page = Page.objects.get(entry_ref="pont")
    assert (came.new, came.changed, came.due) == (0, 1, (page.pk,))
    assert page.entry
    assert b"enfin" in zlib.decompress(bytes(page.entry))


def test_page_is_not_looked_at_twice_within_fifteen_minutes(feed: Feed) -> None:
    bring(feed, PONT)
    look(ago=timedelta(minutes=5))
    came = bring(feed, replace(PONT, title="Le pont rouvre enfin"))
    page = Page.objects.get()
    assert page.tried_at
    assert (came.changed, came.due) == (1, ())
    assert page.next_fetch_at == page.tried_at + REST


def test_plan_that_comes_sooner_stands(feed: Feed) -> None:
    bring(feed, PONT)
    soon = timezone.now() + timedelta(minutes=1)
    look(ago=timedelta(minutes=5), next_fetch_at=soon)
    bring(feed, replace(PONT, title="Le pont rouvre enfin"))
    assert Page.objects.get().next_fetch_at == soon


def test_failing_server_is_not_asked_before_its_time(feed: Feed) -> None:
    bring(feed, PONT)
    later = timezone.now() + timedelta(hours=5)
    look(failures=3, next_fetch_at=later)
    assert bring(feed, replace(PONT, title="Le pont rouvre enfin")).due == ()
    assert Page.objects.get().next_fetch_at == later


def test_known_name_at_another_address_is_the_same_page(feed: Feed) -> None:
    bring(feed, PONT)
    look(etag='"1"')
    before = Page.objects.get()
    came = bring(feed, replace(PONT, url=f"{HERE}/ville/pont"))
    page = Page.objects.get()
    assert (came.new, came.changed, page.pk) == (0, 1, before.pk)
    assert (page.url, page.url_hash) == (f"{HERE}/ville/pont", url_hash(f"{HERE}/ville/pont"))
    assert (page.etag, page.article) == ("", before.article)


def test_known_address_under_another_name_is_the_same_page(feed: Feed) -> None:
    bring(feed, PONT)
    assert bring(feed, replace(PONT, guid="pont-v2")).new == 0
    assert Page.objects.get().entry_ref == "pont-v2"


def test_page_does_not_move_to_an_address_that_is_taken(feed: Feed) -> None:
    bring(feed, PONT, GARE)
    bring(feed, replace(PONT, url=GARE.url))
    assert dict(Page.objects.values_list("entry_ref", "url")) == {
        "pont": PONT.url,
        "gare": GARE.url,
    }


def test_two_entries_that_change_places_keep_their_pages(feed: Feed) -> None:
    bring(feed, PONT, GARE)
    bring(feed, replace(PONT, url=GARE.url), replace(GARE, url=PONT.url))
    assert dict(Page.objects.values_list("entry_ref", "url")) == {
        "pont": PONT.url,
        "gare": GARE.url,
    }


def test_address_that_was_left_goes_to_the_next_who_has_it(feed: Feed) -> None:
    bring(feed, PONT)
    came = bring(feed, replace(PONT, url=f"{HERE}/ville/pont"), replace(PARC, url=PONT.url))
    assert (came.new, came.changed) == (1, 1)
    pages = dict(Page.objects.values_list("entry_ref", "url"))
    assert pages == {"pont": f"{HERE}/ville/pont", "parc": PONT.url}


def test_http_and_https_are_one_address(feed: Feed) -> None:
    bring(feed, replace(PONT, guid=""))
    came = bring(feed, replace(PONT, guid="", url=PONT.url.replace("https", "http")))
    assert came.new == 0
    assert Page.objects.count() == 1


def test_page_of_another_source_is_left_to_it(feed: Feed) -> None:
    bring(feed, PONT)
    agency = make_feed("agence", "/agence.xml")
    came = bring(agency, replace(PONT, title="Vu par l’agence"), GARE)
    assert (came.new, came.changed, came.foreign) == (1, 0, 1)
    assert Page.objects.get(url=PONT.url).feed == feed


def test_article_of_another_source_is_left_to_it(feed: Feed) -> None:
    make_article(source=make_source("files"), canonical_url=PONT.url, url_hash=url_hash(PONT.url))
    assert bring(feed, PONT).foreign == 1
    assert not Page.objects.exists()


def test_article_that_came_as_a_file_of_the_same_source_gets_a_page(feed: Feed) -> None:
    make_article(source=feed.source, canonical_url=PONT.url, url_hash=url_hash(PONT.url))
    assert bring(feed, PONT).new == 1


def test_page_in_two_feeds_of_a_source_follows_the_first(feed: Feed) -> None:
    bring(feed, PONT)
    sport = make_feed(path="/sport.xml")
    came = bring(sport, replace(PONT, summary="En bref."))
    assert came == Arrivals()
    assert Page.objects.get().feed == feed


def test_page_without_a_feed_is_adopted_quietly(feed: Feed) -> None:
    Page.objects.create(source=feed.source, url=PONT.url, url_hash=url_hash(PONT.url))
    look()
    assert bring(feed, PONT) == Arrivals()
    page = Page.objects.get()
    assert (page.feed, page.entry_ref, page.next_fetch_at) == (feed, "pont", None)
    assert bring(feed, replace(PONT, title="Le pont rouvre enfin")).changed == 1


def test_new_feed_brings_its_newest_and_never_what_is_older() -> None:
    feed = make_feed(succeeded_at=None)
    items = numbers(MOST_FIRST + 10)
    came = bring(feed, *reversed(items))
    assert (came.new, len(came.due), came.left) == (MOST_FIRST, MOST_FIRST, 0)
    older = Page.objects.filter(next_fetch_at=None)
    assert {page.url for page in older} == {item.url for item in items[MOST_FIRST:]}
    assert {page.problem for page in older} == {OLDER}
    feed.succeeded_at = timezone.now()
    assert bring(feed, *items) == Arrivals()
    edited = [replace(item, summary="Corrigé.") for item in items[MOST_FIRST:]]
    assert bring(feed, *edited).due == ()


def test_more_than_one_request_may_bring_is_left_for_the_next(feed: Feed) -> None:
    items = numbers(MOST_NEW + 30)
    came = bring(feed, *items)
    assert (came.new, came.left) == (MOST_NEW, 30)
    assert Page.objects.order_by("pk").filter(url=items[0].url).exists()
    assert not Page.objects.filter(url=items[-1].url).exists()
    came = bring(feed, *items)
    assert (came.new, came.left, Page.objects.count()) == (30, 0, MOST_NEW + 30)


def test_hundred_entries_take_few_queries_and_one_where_nothing_is_new(
    feed: Feed, django_assert_max_num_queries: Any
) -> None:
    entries = numbers(100)
    with django_assert_max_num_queries(12):
        bring(feed, *entries)
    with django_assert_max_num_queries(1):
        bring(feed, *entries)


@pytest.mark.django_db(transaction=True)
def test_two_sources_that_list_one_address_at_once_make_one_page(many_threads: None) -> None:
    feeds = [make_feed("valmer"), make_feed("agence", "/agence.xml")]
    items = numbers(40)
    together = threading.Barrier(2)

    def work(feed: Feed, items: Sequence[Item]) -> Arrivals:
        together.wait()
        try:
            with transaction.atomic():
                return bring(feed, *items)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        ends = [
            threads.submit(work, *each) for each in zip(feeds, (items, items[::-1]), strict=True)
        ]
        due = [set(end.result().due) for end in ends]
    assert Page.objects.count() == 40
    assert not due[0] & due[1]
    assert due[0] | due[1] == set(Page.objects.values_list("pk", flat=True))
