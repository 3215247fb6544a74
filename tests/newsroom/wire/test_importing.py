"""Following many feeds at once, and handing them on."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import AuditEvent, Feed, Job, Source
from newsroom.wire import desk
from newsroom.wire.importing import (
    HOUR,
    Imported,
    export_opml,
    first_times,
    import_opml,
    plan_opml,
)
from tests.factories import make_source
from tests.newsroom.wire.test_opml import opml

pytestmark = pytest.mark.django_db


def outline(url: str, title: str = "", home: str = "") -> str:
    """One feed of a list."""
    return f'<outline text="{title}" xmlUrl="{url}" htmlUrl="{home}"/>'


VALMER = (
    outline("https://flux.example/v1", "Le Courrier – Une", "https://www.valmer.example/"),
    outline("https://valmer.example/sport", "Le Courrier – Sport", "https://valmer.example/sport"),
)
ECHO = outline("https://echo.example/rss", "L’Écho")


def take(raw: bytes, by: User | None = None) -> Imported:
    return import_opml(raw, display="excerpt", release="review", take="feed", by=by)


def held() -> list[tuple[str, str, str, str, str]]:
    """All that a list hands on."""
    facts = ("source__slug", "source__name", "source__homepage", "url", "title")
    return sorted(Feed.objects.values_list(*facts))


def test_feeds_of_one_host_are_one_source() -> None:
    assert take(opml("".join([*VALMER, ECHO]))) == Imported(2, 3, 0, [])
    source = Source.objects.get(slug="le-courrier")
    assert (source.name, source.homepage) == ("Le Courrier", "https://www.valmer.example/")
    assert sorted(feed.url for feed in source.feeds.all()) == [
        "https://flux.example/v1",
        "https://valmer.example/sport",
    ]


def test_sources_get_the_rules_given() -> None:
    take(opml(ECHO))
    source = Source.objects.get()
    assert (source.display, source.release, source.take) == ("excerpt", "review", "feed")


def test_titles_that_disagree_leave_the_name_to_the_host() -> None:
    feeds = [outline(f"https://echo.example/{name}", name) for name in ("Sport", "Culture")]
    take(opml("".join(feeds)))
    assert Source.objects.get().name == "echo.example"


def test_same_list_twice_is_once() -> None:
    raw = opml("".join([*VALMER, ECHO]))
    take(raw)
    before = held()
    assert take(raw) == Imported(0, 0, 3, [])
    assert held() == before


def test_feed_that_stands_in_the_list_twice_is_followed_once() -> None:
    twice = outline("http://echo.example/rss?utm_source=list", "Autre")
    assert take(opml(ECHO + twice)) == Imported(1, 1, 1, [])
    assert Feed.objects.get().title == "L’Écho"


def test_known_source_gets_the_new_feeds_and_keeps_its_rules() -> None:
    source = make_source("echo", homepage="https://www.echo.example/", display="full")
    assert take(opml(ECHO)) == Imported(0, 1, 0, [])
    source.refresh_from_db()
    assert (source.feeds.count(), source.display) == (1, "full")


def test_bad_addresses_are_refused_one_by_one() -> None:
    bad = outline("http://10.0.0.1/rss") + outline("javascript:alert(1)") + outline("ftp://a.b/c")
    imported = take(opml(bad + ECHO))
    assert (imported.sources, imported.feeds, len(imported.refused)) == (1, 1, 3)
    assert all(reason.endswith(".") for reason in imported.refused)


def test_bad_homepage_says_nothing_against_the_feed() -> None:
    assert take(opml(outline("https://echo.example/rss", "", "http://10.0.0.1/"))).feeds == 1
    assert Source.objects.get().homepage == ""


def test_plan_counts_as_the_import_does_and_keeps_nothing() -> None:
    raw = opml("".join([*VALMER, ECHO, ECHO, outline("ftp://a.b/c")]))
    plan = plan_opml(raw)
    assert (plan.sources, plan.feeds, plan.known, len(plan.refused)) == (2, 3, 1, 1)
    assert not Source.objects.exists()
    assert take(raw) == Imported(2, 3, 1, plan.refused)


def test_two_thousand_feeds_start_apart_within_an_hour() -> None:
    before = timezone.now()
    feeds = [outline(f"https://p{n // 4}.example/{n}", f"Journal {n}") for n in range(2000)]
    assert take(opml("".join(feeds))).feeds == 2000
    starts = sorted(feed.next_fetch_at for feed in Feed.objects.all() if feed.next_fetch_at)
    assert min(b - a for a, b in pairwise(starts)) >= timedelta(seconds=1.7)
    assert before <= starts[0] < starts[-1] <= before + timedelta(seconds=HOUR + 60)
    assert Feed.objects.due().count() < 100
    assert not Job.objects.exists()


def test_feeds_of_one_source_do_not_start_together() -> None:
    feeds = [outline(f"https://p{n // 4}.example/{n}") for n in range(40)]
    take(opml("".join(feeds)))
    order = list(Feed.objects.order_by("next_fetch_at").values_list("source_id", flat=True)[:10])
    assert len(set(order)) == 10


def test_few_feeds_do_not_wait_for_an_hour() -> None:
    times = first_times(10)
    assert times[-1] - times[0] < timedelta(seconds=20)
    assert first_times(0) == []


def test_import_is_written_down(edith: User) -> None:
    take(opml("".join([*VALMER, ECHO])), by=edith)
    events = AuditEvent.objects.order_by("pk")
    assert [event.act for event in events] == ["add source", "add source", "import feeds"]
    assert {event.actor for event in events} == {edith}
    last = events[2].details
    assert (last["sources"], last["feeds"], last["known"], last["refused"]) == (2, 3, 0, 0)


def test_export_is_read_back_to_the_same() -> None:
    take(opml("".join([*VALMER, ECHO])))
    other = make_source("valmer-sport", name="Valmer | Sport", homepage="https://valmer.example/s")
    desk.follow(other, "https://valmer.example/s?a=1&b=2", title="« Été » & sports")
    before, raw = held(), export_opml()
    Job.objects.all().delete()
    Feed.objects.all().delete()
    Source.objects.all().delete()
    assert take(raw) == Imported(3, 4, 0, [])
    assert held() == before


def test_export_leaves_out_what_is_gone_and_sources_without_a_feed() -> None:
    make_source("plain")
    take(opml("".join([*VALMER, ECHO])))
    Feed.objects.filter(url__contains="echo").update(state="gone", next_fetch_at=None)
    assert sorted(each.url for each in desk.read_opml(export_opml())) == [
        "https://flux.example/v1",
        "https://valmer.example/sport",
    ]
