"""What a preview of an address tells, and that only what was seen can be accepted."""

import time
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from archive.models import Article, Source
from newsroom.curate.source_offers import (
    LETS,
    LETS_NOT,
    OWN_TEXT,
    STALE,
    Offer,
    as_it_stands,
    offer,
    opened,
    sealed,
)
from newsroom.ingest.addresses import url_hash
from newsroom.wire import desk
from tests.factories import make_article, make_source
from tests.newsroom.curate.followed import make_feed, valmer
from tests.newsroom.ingest.texts import ENGLISH
from tests.newsroom.wire.valmer import TITLES, print_articles, print_feed, print_paper
from tests.press import Press, article_html

pytestmark = pytest.mark.django_db


def offered(url: str, into: Source | None = None) -> Offer:
    return offer(desk.preview(url), url, into)


def test_feed_is_told_with_count_dates_and_pace(open_press: Press) -> None:
    (feed,) = offered(print_paper(open_press)).feeds
    assert (feed.title, feed.kind, feed.count) == ("À la une", "RSS", 3)
    assert (feed.oldest, feed.newest) == ("4 March 2026, 06:00", "4 March 2026, 10:00")
    assert (feed.pace, feed.holder) == ("2 hours", "")


def test_entries_and_one_whole_article_are_shown(open_press: Press) -> None:
    seen = offered(print_paper(open_press))
    assert [entry.title for entry in seen.entries] == list(TITLES)
    assert seen.sample.title == TITLES[0]
    assert seen.sample.sentences[0] == TITLES[0]
    assert len(seen.sample.sentences) > 2
    assert seen.sample.facts == ("4 March 2026, given by the document",)
    assert LETS in seen.notes


def test_sample_keeps_nothing(open_press: Press) -> None:
    offered(print_paper(open_press))
    assert not Source.objects.exists()
    assert not Article.objects.exists()


def test_what_robots_forbid_is_said(open_press: Press) -> None:
    url = print_feed(open_press, whole=True)
    open_press.put("/robots.txt", "User-agent: *\nDisallow: /0.html", content_type="text/plain")
    seen = offered(url)
    assert (LETS_NOT in seen.notes, OWN_TEXT in seen.notes, seen.take) == (True, True, "feed")
    assert seen.sample.problem
    assert seen.sample.title == TITLES[0]


def test_foreign_text_is_said(open_press: Press) -> None:
    url = print_feed(open_press)
    open_press.put("/0.html", article_html("The bridge", [ENGLISH]))
    seen = offered(url)
    assert "English" in seen.sample.problem
    assert seen.sample.sentences == ()


def test_article_that_another_source_holds_is_said(open_press: Press) -> None:
    url = print_paper(open_press)
    first = offered(url).entries[0].url
    other = make_source("gazette", name="Gazette")
    make_article(source=other, canonical_url=first, url_hash=url_hash(first))
    seen = offered(url)
    assert seen.entries[0].holder == "Gazette"
    assert "already held" in seen.sample.problem


def test_followed_feed_names_its_source(open_press: Press) -> None:
    url = print_feed(open_press)
    source = valmer()
    make_feed(source, url)
    seen = offered(url)
    assert (seen.feeds[0].holder, seen.free, seen.known) == (source.name, [], "valmer")


def test_feeds_for_a_source_say_for_which(open_press: Press) -> None:
    print_articles(open_press)
    assert offered(print_feed(open_press), valmer()).into == "valmer"


def test_feed_that_was_followed_meanwhile_is_free_no_more(open_press: Press) -> None:
    seen = offered(print_paper(open_press))
    assert as_it_stands(seen) == seen
    make_feed(valmer(), seen.feeds[0].url)
    assert as_it_stands(seen).free == []


def test_seal_holds_the_whole_offer(open_press: Press, edith: User) -> None:
    seen = offered(print_paper(open_press))
    assert opened(sealed(seen, edith), edith) == seen
    assert opened(sealed(Offer(), edith), edith) == Offer()


def test_broken_seal_is_refused(edith: User, max_: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed(replace(Offer(), name="Valmer"), edith)
    for forged in ("", token[:-1], token.replace(":", ".", 1)):
        with pytest.raises(desk.Refused, match=STALE):
            opened(forged, edith)
    with pytest.raises(desk.Refused, match=STALE):
        opened(token, max_)
    later = time.time() + 25 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    with pytest.raises(desk.Refused, match=STALE):
        opened(token, edith)
