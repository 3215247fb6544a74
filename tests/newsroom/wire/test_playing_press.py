"""A newspaper that does all that newspapers do to those who follow them, for days on end.

It reorders, edits and repeats, redirects, answers 304, 410, 429 and 500, breaks its XML and
changes its encoding; its pages are edited, move, vanish and come back. The newsroom must end up
with each article once and each sentence translated once, must say why anything failed, and must
have asked nobody more often than it may.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from archive.models import Article, Feed, Job, Page, Segment, Source, Translation
from archive.models.feed import FETCH, POLL
from tests.newsroom.wire.days import HOUR, Days
from tests.newsroom.wire.playing import TOWNS, Paper, story, title
from tests.press import Item, Press, Reply, rss

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("many_threads"),
]

PAUSE = 0.05  # seconds between two requests to a host
TICK = 0.02  # seconds by which two clocks may differ
QUARTER, DAY = 900.0, 86_400.0  # seconds: the shortest and the longest interval of a feed


@pytest.fixture
def days(open_press: Press, settings: Settings) -> Days:
    settings.FETCH_PAUSE = PAUSE
    return Days(open_press)


@pytest.fixture
def paper(open_press: Press, days: Days) -> Paper:
    """A paper whose first four articles were taken in an hour ago."""
    printed = Paper(open_press, days)
    for town in TOWNS[:4]:
        printed.print_page(town)
    printed.print_feed()
    days.live(1)
    return printed


def assert_each_is_held_once(paper: Paper) -> None:
    """Each article once, each sentence that was ever printed translated once, none besides."""
    assert Article.objects.count() == len(paper.pages)
    worded = Counter(Translation.objects.values_list("segment__text", flat=True))
    assert worded == dict.fromkeys(paper.said, 1)
    alive = Segment.objects.alive().exclude(kind="title").values_list("text", flat=True)
    assert sorted(alive) == sorted(s for _, told in paper.pages.values() for s in told)


def reasons(kind: str) -> list[str]:
    """What the ledger says of work of the kind that did not end well."""
    return list(Job.objects.filter(kind=kind).exclude(error="").values_list("error", flat=True))


def waits(paper: Paper, path: str) -> Iterator[float]:
    """The seconds between each two requests for the path."""
    asked = paper.press.asked_for(path, host=paper.host)
    moments = [paper.days.moment(each) for each in asked]
    yield from (after - before for before, after in itertools.pairwise(moments))


def assert_polite(paper: Paper) -> None:
    """One request at a time, a pause between two, and each feed at most every quarter hour."""
    assert paper.press.most_at_once(paper.host) == 1
    for before, after, gap in paper.days.gaps(paper.host):
        leads_on = before.status in (301, 302) or before.path == "/robots.txt"
        assert gap > -TICK if leads_on else gap >= PAUSE - TICK, (before, after)
    assert all(wait >= QUARTER - TICK for wait in waits(paper, paper.path))


def test_first_round_takes_each_article_once(paper: Paper) -> None:
    assert_each_is_held_once(paper)
    assert Page.objects.filter(state=Page.State.HELD).count() == 4
    assert reasons(POLL) == reasons(FETCH) == []
    assert_polite(paper)


def test_other_orders_and_repetitions_are_no_new_articles(paper: Paper) -> None:
    listed = paper.items()
    marked = [replace(each, url=f"{each.url}?utm_source=rss&utm_medium=fil") for each in listed]
    renamed = [replace(each, guid=f"anders-{n}") for n, each in enumerate(listed)]
    for items in (listed[::-1], listed + listed, marked, renamed, listed + marked + renamed):
        paper.print_feed(items)
        paper.days.live(3)
    assert_each_is_held_once(paper)
    assert_polite(paper)


def test_edited_sentence_is_one_translation_more(paper: Paper) -> None:
    told = story(TOWNS[0])
    told[2] = "La région a payé tout le chantier, dit la mairie à présent."
    paper.print_page(TOWNS[0], told)
    paper.days.live(24)
    assert_each_is_held_once(paper)
    assert Translation.objects.count() == 4 * 5 + 1
    captures = Article.objects.values_list("captures__n").order_by("captures__n")
    assert Counter(n for (n,) in captures) == {1: 4, 2: 1}
    paper.days.live(24 * 7)
    assert Translation.objects.count() == 4 * 5 + 1


def test_sentences_in_another_order_are_not_translated_again(paper: Paper) -> None:
    paper.print_page(TOWNS[0], [*story(TOWNS[0])[2:], *story(TOWNS[0])[:2]])
    paper.days.live(24)
    assert_each_is_held_once(paper)
    assert Translation.objects.count() == 4 * 5


@pytest.mark.embedded
@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8-sig", "windows-1252"])
def test_new_encoding_changes_nothing_but_brings_what_is_new(paper: Paper, encoding: str) -> None:
    paper.print_page(TOWNS[6], [s.replace("’", "'") for s in story(TOWNS[6])])
    paper.print_feed(encoding=encoding)
    paper.days.live(26)
    paper.print_feed(encoding=encoding, charset=encoding)
    paper.days.live(26)
    assert_each_is_held_once(paper)
    assert title("Laçay") in Article.objects.values_list("capture__title", flat=True)


@pytest.mark.embedded
def test_page_in_another_encoding_is_no_edit(paper: Paper) -> None:
    for town in TOWNS[:4]:
        paper.print_page(town, encoding="utf-16")
    paper.days.live(24)
    assert_each_is_held_once(paper)


@pytest.mark.embedded
def test_what_is_known_already_is_answered_304(paper: Paper) -> None:
    paper.days.live(24 * 8)
    by_path = {path: paper.press.asked_for(path) for path in (paper.path, *paths(paper))}
    for asked in by_path.values():
        assert [each.status for each in asked] == [200] + [304] * (len(asked) - 1)
        tags = {each.headers.get("if-none-match") for each in asked[1:]}
        assert len(asked) > 2
        assert len(tags) == 1
    assert_each_is_held_once(paper)


def paths(paper: Paper) -> list[str]:
    return [path for path, _ in paper.pages.values()]


@pytest.mark.embedded
def test_articles_are_looked_at_again_after_a_day_and_a_week(paper: Paper) -> None:
    paper.days.live(24 * 12)
    for path in paths(paper):
        hours = [wait / HOUR for wait in waits(paper, path)]
        assert hours == [pytest.approx(24, abs=1), pytest.approx(24 * 6, abs=1)]


@pytest.mark.embedded
def test_feed_that_has_moved_for_good_is_asked_at_its_new_address(paper: Paper) -> None:
    paper.press.redirect("/fil.xml", "/detour.xml", status=302, host=paper.host)
    paper.path = "/detour.xml"
    paper.print_page(TOWNS[4])
    paper.print_feed()
    paper.days.live(12)
    assert paper.read_again().url == paper.at("/fil.xml")
    paper.press.redirect("/fil.xml", "/nouveau.xml", host=paper.host)
    paper.path = "/nouveau.xml"
    paper.print_page(TOWNS[5])
    paper.print_feed()
    paper.days.live(24)
    assert paper.read_again().url == paper.at("/nouveau.xml")
    paper.press.forget()
    paper.days.live(24)
    assert {each.path for each in paper.press.asked} >= {"/nouveau.xml"}
    assert "/fil.xml" not in {each.path for each in paper.press.asked}
    assert_each_is_held_once(paper)


def test_article_that_moves_stays_one(paper: Paper) -> None:
    old = paper.pages[TOWNS[1]][0]
    told = [*story(TOWNS[1])[:3], "Le marché reste où il est, dit la mairie."]
    paper.print_page(TOWNS[1], told, path="/archives/montplat.html")
    paper.press.redirect(old, "/archives/montplat.html", host=paper.host)
    paper.print_feed()
    paper.days.live(30)
    assert_each_is_held_once(paper)


def test_vanished_page_is_noted_and_its_article_kept(paper: Paper) -> None:
    lost, back = paths(paper)[:2]
    paper.put(lost, b"", status=410)
    paper.put(back, b"", status=404)
    paper.days.live(24)
    assert Page.objects.filter(state=Page.State.GONE).count() == 2
    assert_each_is_held_once(paper)
    paper.print_page(TOWNS[1])
    paper.days.live(24 * 7)
    gone = Page.objects.get(state=Page.State.GONE)
    assert gone.url == paper.at(lost)
    assert gone.article is not None
    assert Article.objects.published().filter(pk=gone.article.pk).exists()
    assert_each_is_held_once(paper)


@pytest.mark.parametrize("which", ["feed", "page"])
def test_429_stops_all_requests_to_its_host(paper: Paper, which: str) -> None:
    paper.print_page(TOWNS[4])
    paper.print_page(TOWNS[5])
    paper.print_feed()
    path = paper.path if which == "feed" else paths(paper)[4]
    ill = Reply(status=429, headers={"Retry-After": "20000"})
    well = paper.press.reply(path, host=paper.host)
    paper.press.script(path, [ill, ill, well], host=paper.host)
    paper.days.live(30)
    silent = [gap for before, _, gap in paper.days.gaps(paper.host) if before.status == 429]
    assert len(silent) == 2
    assert min(silent) >= 20_000 - TICK
    assert_each_is_held_once(paper)


def test_failing_page_is_said_and_taken_when_it_is_well(paper: Paper) -> None:
    paper.print_page(TOWNS[4])
    paper.print_feed()
    path = paths(paper)[4]
    well = paper.press.reply(path, host=paper.host)
    paper.put(path, b"", status=502)
    paper.days.live(3)
    page = Page.objects.get(url=paper.at(path))
    assert "502" in page.problem
    assert reasons(FETCH) == [page.problem]
    assert Article.objects.count() == 4
    paper.press.script(path, [well], host=paper.host)
    paper.days.live(24)
    assert_each_is_held_once(paper)
    assert reasons(FETCH) == []


def test_failures_are_said_and_asked_about_less_and_less_often(paper: Paper) -> None:
    paper.put(paper.path, b"", status=500)
    paper.press.forget()
    paper.days.live(72)
    pauses = list(waits(paper, paper.path))
    assert len(pauses) > 2
    growing = [each for each in itertools.pairwise(pauses) if each[0] < DAY]
    assert all(after > before for before, after in growing)
    assert max(pauses) <= DAY + 5
    feed = paper.read_again()
    assert feed.failures == len(pauses) + 1
    assert "500" in feed.problem
    assert any("500" in reason for reason in reasons(POLL))
    paper.print_page(TOWNS[4])
    paper.print_feed()
    paper.days.live(48)
    feed = paper.read_again()
    assert (feed.failures, feed.problem) == (0, "")
    assert reasons(POLL) == []
    assert_each_is_held_once(paper)


BROKEN = {
    "no-xml": b"<html><body>En travaux.</body></html>",
    "empty": b"",
    "noise": bytes(range(256)) * 8,
    "entity": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>',
}


@pytest.mark.embedded
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_feed_is_said_and_comes_well_again(paper: Paper, body: bytes) -> None:
    paper.put(paper.path, body, content_type="application/xml")
    paper.days.live(24)
    assert paper.read_again().problem
    assert reasons(POLL) == [paper.feed.problem]
    paper.print_page(TOWNS[4])
    paper.print_feed()
    paper.days.live(24)
    assert paper.read_again().problem == ""
    assert_each_is_held_once(paper)


@pytest.mark.embedded
def test_feed_cut_short_loses_and_doubles_nothing(paper: Paper) -> None:
    paper.print_page(TOWNS[4])
    paper.print_feed()
    whole = paper.press.reply(paper.path, host=paper.host)
    half = whole.body[: len(whole.body) * 2 // 3]
    paper.press.script(paper.path, [replace(whole, body=half, headers={}), whole], host=paper.host)
    paper.days.live(24)
    assert_each_is_held_once(paper)


def test_feed_that_is_gone_is_never_asked_again(paper: Paper) -> None:
    paper.put(paper.path, b"", status=410)
    paper.days.live(24)
    assert paper.read_again().state == Feed.State.GONE
    paper.press.forget()
    paper.days.live(24 * 30)
    assert paper.press.asked_for(paper.path) == []
    assert_each_is_held_once(paper)


@pytest.mark.embedded
def test_feed_that_never_rests_is_asked_every_quarter_of_an_hour(
    open_press: Press, days: Days
) -> None:
    hasty = Paper(open_press, days, n=7)
    Source.objects.update(take=Source.Take.FEED)
    open_press.otherwise = lambda host, path: Reply(status=404) if "robots" in path else hourly()
    told: list[Item] = []

    def hourly() -> Reply:
        told.append(Item(title(f"Valmer {len(told)}"), guid=f"n{len(told)}"))
        return Reply(rss(told), content_type="application/rss+xml")

    days.live(8)
    pauses = list(waits(hasty, hasty.path))
    assert min(pauses) >= QUARTER - TICK
    # It begins with an hour, and each wait varies by a tenth with the feed's number.
    soon = sum(pause < 1.3 * QUARTER for pause in pauses)
    assert soon > 0.7 * len(pauses), pauses


@pytest.mark.embedded
def test_crawl_delay_lies_between_any_two_requests(open_press: Press, days: Days) -> None:
    slow = Paper(open_press, days, n=1)
    slow.put("/robots.txt", b"User-agent: *\nCrawl-delay: 30\nDisallow: /secret/")
    for town in TOWNS[:3]:
        slow.print_page(town)
    slow.print_page(TOWNS[3], path="/secret/1.html")
    slow.print_feed()
    days.live(2)
    gaps = [gap for before, _, gap in days.gaps(slow.host) if before.path != "/robots.txt"]
    assert len(gaps) >= 3
    assert min(gaps) >= 30 - TICK
    assert slow.press.asked_for("/secret/1.html") == []
    assert Page.objects.filter(state=Page.State.HELD).count() == 3
    assert any("robots.txt" in reason for reason in reasons(FETCH))


def test_all_of_it_at_once_for_ten_days(open_press: Press, days: Days) -> None:
    papers = [Paper(open_press, days, n=n) for n in range(2, 6)]
    for number, printed in enumerate(papers):
        for town in TOWNS[number::4]:
            printed.print_page(town)
        printed.print_feed()
    days.live(5)
    for printed, status in zip(papers, (500, 429, 404, 503), strict=True):
        well = printed.press.reply(printed.path, host=printed.host)
        ill = Reply(status=status, headers={"Retry-After": "7200"})
        printed.press.script(printed.path, [ill, ill, well, ill, well], host=printed.host)
        for town, (_, told) in list(printed.pages.items())[:2]:
            printed.print_page(town, [*told[:3], f"Rien ne change au marché de {town}, dit-on."])
    days.live(24 * 10)
    assert Article.objects.count() == len(TOWNS)
    worded = Counter(Translation.objects.values_list("segment__text", flat=True))
    assert worded == dict.fromkeys(set().union(*(each.said for each in papers)), 1)
    assert reasons(POLL) == reasons(FETCH) == []
    for printed in papers:
        assert_polite(printed)
        silent = [gap for before, _, gap in days.gaps(printed.host) if before.status in (429, 503)]
        assert all(gap >= 7200 - TICK for gap in silent)
