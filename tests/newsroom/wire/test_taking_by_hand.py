"""Taking one page in by hand."""

import pytest
from django.utils import timezone

from archive.models import Article, Page, Source
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.story import Refusal, Story
from newsroom.wire import taking
from newsroom.wire.asking import Disallowed
from newsroom.wire.fetching import Unreachable
from newsroom.wire.rechecks import LESS
from tests.newsroom.wire.pages import (
    PATH,
    TEXT,
    TITLE,
    held,
    journal,
    listed,
    show,
)
from tests.press import Press

pytestmark = pytest.mark.django_db

ROBOTS = "User-agent: *\nDisallow: /phare"
PAYERS = """<script type="application/ld+json">
{"@type": "NewsArticle", "isAccessibleForFree": false}</script>"""


@pytest.fixture
def source(open_press: Press) -> Source:
    return journal(open_press)


@pytest.fixture
def url(open_press: Press) -> str:
    return f"{open_press.origin()}{PATH}"


def store(story: Story, source: Source, at: object) -> Receipt:
    return line.store(story, source, received_at=timezone.now())


def test_taken_by_hand(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    taken = taking.take_by_hand(url, source, store=store)
    assert (taken.receipt.outcome, taken.url) == ("stored", url)
    assert (taken.page.url, taken.page.feed, taken.page.state) == (url, None, "held")
    assert held(taken.page) == [TITLE, *TEXT]
    assert taken.page.next_fetch_at


def test_taken_by_hand_twice_is_once(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    taking.take_by_hand(url, source, store=store)
    assert taking.take_by_hand(f"{url}#haut", source, store=store).receipt.outcome == "unchanged"
    assert (Page.objects.count(), Article.objects.count()) == (1, 1)


def test_taken_by_hand_where_its_address_leads(open_press: Press, source: Source, url: str) -> None:
    open_press.redirect("/court", PATH)
    show(open_press, *TEXT)
    listed_page = listed(source, url)
    taken = taking.take_by_hand(f"{open_press.origin()}/court", source, store=store)
    assert (taken.page, taken.url) == (listed_page, url)


def test_page_of_another_source_is_not_taken_by_hand(
    open_press: Press, source: Source, url: str
) -> None:
    show(open_press, *TEXT)
    listed(source, url)
    other = Source.objects.create(slug="phare", name="Le Phare")
    with pytest.raises(Refusal, match=r"^This address already belongs to source “valmer”\.$"):
        taking.take_by_hand(url, other, store=store)


def test_by_hand_too_less_than_before_is_not_stored(
    open_press: Press, source: Source, url: str
) -> None:
    show(open_press, *TEXT)
    taking.take_by_hand(url, source, store=store)
    show(
        open_press,
        "Cet article a été supprimé par la rédaction du Courrier de Valmer, à la "
        "demande du gardien du phare et de sa famille.",
    )
    with pytest.raises(Refusal) as refused:
        taking.take_by_hand(url, source, store=store)
    assert refused.value.reason == LESS


def test_what_stops_a_hand_is_told(open_press: Press, source: Source, url: str) -> None:
    open_press.put("/robots.txt", ROBOTS, content_type="text/plain")
    with pytest.raises(Disallowed):
        taking.take_by_hand(url, source, store=store)
    open_press.stop()
    with pytest.raises(Unreachable):
        taking.take_by_hand(f"{open_press.origin()}/port", source, store=store)
    assert not Page.objects.exists()
