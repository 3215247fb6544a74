"""A preview and the state of the sources in plain lines."""

from datetime import UTC, datetime

import pytest

from archive.models import Feed, Source
from newsroom.ingest.addresses import url_hash
from newsroom.wire.previewing import preview
from newsroom.wire.telling import preview_lines, source_lines
from tests.factories import make_source
from tests.newsroom.ingest.texts import FRENCH
from tests.newsroom.wire.valmer import print_articles, print_feed, print_paper
from tests.press import Press

pytestmark = pytest.mark.django_db


def told(url: str) -> list[str]:
    return list(preview_lines(preview(url)))


def make_feed(source: Source, name: str, **facts: object) -> Feed:
    """One more feed of the source."""
    url = f"https://valmer.example/{name}"
    facts.setdefault("next_fetch_at", datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    return Feed.objects.create(source=source, url=url, url_hash=url_hash(url), **facts)


def test_preview_tells_name_feed_entries_and_article(open_press: Press) -> None:
    home, origin = print_paper(open_press), open_press.origin()
    lines = told(home)
    assert lines == [
        f"Le Courrier de Valmer (le-courrier-de-valmer), {home}",
        f"rss {origin}/rss.xml “À la une”: 3 entries, 2026-03-04 to 2026-03-04, "
        "one about every 2\N{NO-BREAK SPACE}hours",
        f"  2026-03-04  La piscine de Valmer fermera  {origin}/0.html",
        f"  2026-03-04  Les nageurs à Saint-Brias  {origin}/1.html",
        f"  2026-03-04  Le prix du chantier  {origin}/2.html",
        "Its robots.txt allows fetching the page of the first.",
        "One article as it would be stored, of its page:",
        "  La piscine de Valmer fermera",
        "  2026-03-04",
        f"  {FRENCH}",
    ]


def test_preview_tells_what_is_known_already(open_press: Press) -> None:
    url, source = print_feed(open_press), make_source("valmer", name="Valmer")
    Feed.objects.create(source=source, url=url, url_hash=url_hash(url))
    lines = told(url)
    assert "This archive knows it already: source “valmer”, Valmer." in lines
    assert lines[2].endswith(", followed already for Valmer")


def test_preview_tells_why_the_page_is_not_taken(open_press: Press) -> None:
    url = print_feed(open_press, whole=True)
    print_articles(open_press)
    rules = "User-agent: *\nDisallow: /0.html\n"
    open_press.put("/robots.txt", rules, content_type="text/plain")
    lines = told(url)
    assert "Its robots.txt forbids fetching the page of the first." in lines
    assert "One article as it would be stored, of the feed’s own text:" in lines
    assert any(line.startswith("The page cannot be taken in: ") for line in lines)


def test_source_is_one_line_with_the_state_of_its_feeds() -> None:
    source = make_source("valmer", name="Valmer")
    make_feed(source, "une", succeeded_at=datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    make_feed(source, "sport", failures=3, problem="It answered 500.")
    make_feed(source, "fin", state="gone", next_fetch_at=None)
    assert list(source_lines(Source.objects.all())) == [
        "Valmer (valmer): 3 feeds, 2 followed, 1 gone; last success 2026-03-04 09:00; "
        "next 2026-03-04 11:00; failed 3 times in a row: It answered 500."
    ]


def test_source_that_was_never_reached_says_so() -> None:
    make_feed(make_source("valmer", name="Valmer"), "une", state="paused", next_fetch_at=None)
    make_source("plain", name="Plain")
    assert list(source_lines(Source.objects.all())) == [
        "Plain (plain): no feed",
        "Valmer (valmer): 1 feed, 1 paused; last success never",
    ]
