"""Polling: what is asked, what each answer leads to, and what stands in the rows afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from archive import ledger
from archive.models import Feed, Job, Page
from newsroom.ingest.addresses import url_hash
from newsroom.wire import pace
from newsroom.wire.listing import WEB_PAGE
from newsroom.wire.polling import GONE
from tests.factories import make_source
from tests.press import XML, Item, Press, Reply, rss

pytestmark = pytest.mark.django_db

HERE = "https://valmer.example"
PONT = Item("Le pont rouvre", f"{HERE}/pont", "Après huit mois de travaux.", guid="pont")
GARE = Item("La gare ferme", f"{HERE}/gare", "Pour tout l’été.", guid="gare")
HOUR = 3600


@pytest.fixture
def feed(open_press: Press) -> Feed:
    """A feed with two entries, due now."""
    open_press.put("/fil.xml", rss([PONT, GARE]), content_type=XML, etag='"1"')
    return make_feed(open_press)


def make_feed(press: Press, path: str = "/fil.xml", n: int = 0, **fields: object) -> Feed:
    url = press.origin(n) + path
    source = make_source(f"courrier-{n}")
    return Feed.objects.create(source=source, url=url, url_hash=url_hash(url), **fields)


def poll(feed: Feed) -> Job:
    """Ask the feed now; its job as it stands afterwards."""
    ledger.enqueue("poll", str(feed.pk))
    ledger.run_due("poll")
    feed.refresh_from_db()
    return Job.objects.filter(kind="poll", key=str(feed.pk)).latest("pk")


def pause(feed: Feed) -> float:
    """Seconds from the last request to the next."""
    assert feed.next_fetch_at
    assert feed.tried_at
    return (feed.next_fetch_at - feed.tried_at).total_seconds()


def fetches() -> list[str]:
    return list(Job.objects.filter(kind="fetch", state="queued").values_list("key", flat=True))


def test_feed_brings_its_entries_and_their_jobs(feed: Feed) -> None:
    assert poll(feed).state == "done"
    assert set(Page.objects.values_list("url", flat=True)) == {PONT.url, GARE.url}
    assert set(fetches()) == {str(pk) for pk in Page.objects.values_list("pk", flat=True)}
    assert (feed.title, feed.failures, feed.problem) == ("Le Courrier de Valmer", 0, "")
    assert feed.tried_at == feed.succeeded_at == feed.changed_at
    assert feed.next_fetch_at
    assert feed.next_fetch_at > timezone.now() + timedelta(seconds=pace.SHORTEST - 60)


def test_what_has_not_changed_is_not_sent_again(feed: Feed, open_press: Press) -> None:
    poll(feed)
    first = feed.interval
    poll(feed)
    assert [each.status for each in open_press.asked_for("/fil.xml")] == [200, 304]
    assert open_press.asked[-1].headers["if-none-match"] == '"1"'
    assert feed.succeeded_at == feed.tried_at
    assert feed.changed_at
    assert feed.succeeded_at
    assert feed.changed_at < feed.succeeded_at
    assert feed.interval == round(first * pace.GROWTH)


def test_same_answer_twice_changes_no_row(feed: Feed, open_press: Press) -> None:
    open_press.put("/fil.xml", rss([PONT, GARE]), content_type=XML)
    poll(feed)
    rows = list(Page.objects.order_by("pk").values())
    open_press.put("/fil.xml", rss([GARE, PONT, GARE]), content_type=XML)
    for _ in range(2):
        assert poll(feed).state == "done"
    assert list(Page.objects.order_by("pk").values()) == rows
    assert len(fetches()) == 2


def test_edit_and_new_entry_are_queued(feed: Feed, open_press: Press) -> None:
    poll(feed)
    Job.objects.filter(kind="fetch").delete()
    parc = replace(GARE, title="Le parc", url=f"{HERE}/parc", guid="parc")
    edited = replace(PONT, title="Le pont rouvre enfin")
    open_press.put("/fil.xml", rss([parc, edited, GARE]), content_type=XML)
    poll(feed)
    wanted = Page.objects.filter(entry_ref__in=["pont", "parc"]).values_list("pk", flat=True)
    assert set(fetches()) == {str(pk) for pk in wanted}


def test_change_of_encoding_changes_nothing(feed: Feed, open_press: Press) -> None:
    accents = replace(PONT, title="Après l’été, le pont rouvre".replace("’", "'"))
    for encoding in ("utf-8", "iso-8859-1", "utf-16"):
        open_press.put("/fil.xml", rss([accents], encoding=encoding), content_type=XML)
        assert poll(feed).state == "done"
    assert Page.objects.count() == 1
    assert len(fetches()) == 1


def test_broken_feed_brings_what_can_be_read(feed: Feed, open_press: Press) -> None:
    whole = rss([PONT, GARE])
    open_press.put("/fil.xml", whole[: whole.rindex(b"<item>") + 20], content_type=XML)
    assert poll(feed).state == "done"
    open_press.put("/fil.xml", whole, content_type=XML)
    poll(feed)
    assert Page.objects.count() == 2
    assert len(fetches()) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_error_is_told_and_tried_again_ever_later(
    feed: Feed, open_press: Press, status: int
) -> None:
    poll(feed)
    open_press.put("/fil.xml", b"Erreur", status=status)
    for failures in (1, 2, 3):
        job = poll(feed)
        assert (job.state, job.failures) == ("queued", 0)
        assert f"answered {status}" in job.error
        assert (feed.failures, feed.problem) == (failures, job.error)
        assert pause(feed) == pytest.approx(feed.interval * 2 ** (failures - 1))
        assert feed.next_fetch_at
        assert abs(job.run_after - feed.next_fetch_at) < timedelta(seconds=5)


def test_success_after_failures_forgets_them(feed: Feed, open_press: Press) -> None:
    open_press.script("/fil.xml", [Reply(status=500), Reply(rss([PONT]), content_type=XML)])
    poll(feed)
    assert poll(feed).state == "done"
    assert (feed.failures, feed.problem) == (0, "")


def test_server_says_when_it_may_be_asked_again(feed: Feed, open_press: Press) -> None:
    open_press.put("/fil.xml", status=429, retry_after=str(5 * HOUR))
    job = poll(feed)
    assert "429" in feed.problem
    assert pause(feed) == pytest.approx(5 * HOUR, abs=2)
    asked = len(open_press.asked)
    job = poll(feed)  # the server's turn cannot be had
    assert (job.state, job.failures) == ("queued", 0)
    assert (len(open_press.asked), feed.failures) == (asked, 1)


@pytest.mark.parametrize("content_type", [XML, "text/html"], ids=["xml", "html"])
def test_web_page_in_place_of_the_feed_is_no_empty_feed(
    feed: Feed, open_press: Press, content_type: str
) -> None:
    open_press.put("/fil.xml", b"<!doctype html><p>Maintenance</p>", content_type=content_type)
    job = poll(feed)
    assert (job.state, job.error, feed.problem) == ("queued", WEB_PAGE, WEB_PAGE)
    assert (feed.failures, feed.sha256, feed.succeeded_at) == (1, "", None)


def test_server_that_is_not_there_is_told(feed: Feed, open_press: Press) -> None:
    open_press.stop()
    job = poll(feed)
    assert job.state == "queued"
    assert feed.problem == job.error
    assert feed.problem.endswith(".")
    assert (feed.state, feed.failures) == ("followed", 1)


def test_feed_that_is_gone_is_asked_no_more(feed: Feed, open_press: Press) -> None:
    poll(feed)
    open_press.put("/fil.xml", status=410)
    job = poll(feed)
    assert (job.state, job.error) == ("dead", GONE)
    assert (feed.state, feed.next_fetch_at, feed.problem) == ("gone", None, GONE)
    assert not Feed.objects.due().exists()
    assert Page.objects.count() == 2
    asked = len(open_press.asked)
    assert poll(feed).state == "done"
    assert len(open_press.asked) == asked


def test_feed_that_the_guard_forbids_is_paused(feed: Feed, settings: Settings) -> None:
    settings.FETCH_EXCEPTIONS = []
    job = poll(feed)
    assert job.state == "dead"
    assert (feed.state, feed.next_fetch_at, feed.problem) == ("paused", None, job.error)


def test_feed_that_robots_txt_forbids_rests_a_day(feed: Feed, open_press: Press) -> None:
    open_press.put("/robots.txt", "User-agent: *\nDisallow: /fil", content_type="text/plain")
    job = poll(feed)
    assert job.state == "queued"
    assert "robots.txt" in feed.problem
    assert pause(feed) == pytest.approx(pace.LONGEST)
    assert not open_press.asked_for("/fil.xml")


@pytest.mark.parametrize("status", [301, 308])
def test_move_for_good_is_remembered(feed: Feed, open_press: Press, status: int) -> None:
    open_press.redirect("/fil.xml", "/flux/une.xml", status=status)
    open_press.put("/flux/une.xml", rss([PONT]), content_type=XML)
    poll(feed)
    there = f"{open_press.origin()}/flux/une.xml"
    assert (feed.url, feed.url_hash) == (there, url_hash(there))
    poll(feed)
    assert len(open_press.asked_for("/fil.xml")) == 1


def test_move_for_a_while_is_followed_and_forgotten(feed: Feed, open_press: Press) -> None:
    before = feed.url
    open_press.redirect("/fil.xml", "/flux/une.xml", status=302)
    open_press.put("/flux/une.xml", rss([PONT]), content_type=XML)
    poll(feed)
    assert (feed.url, Page.objects.count()) == (before, 1)


def test_move_to_what_is_no_feed_is_not_followed(feed: Feed, open_press: Press) -> None:
    before = feed.url
    open_press.redirect("/fil.xml", "/")
    open_press.put("/", b"<!doctype html><p>Accueil</p>")
    poll(feed)
    assert (feed.url, feed.problem) == (before, WEB_PAGE)


def test_move_to_another_feeds_address_leaves_both(feed: Feed, open_press: Press) -> None:
    other = make_feed(open_press, "/flux/une.xml")
    open_press.redirect("/fil.xml", "/flux/une.xml")
    open_press.put("/flux/une.xml", rss([PONT]), content_type=XML)
    before = feed.url
    assert poll(feed).state == "done"
    assert (feed.url, other.url) == (before, Feed.objects.get(pk=other.pk).url)


def test_feed_is_asked_no_sooner_than_it_wishes(feed: Feed, open_press: Press) -> None:
    open_press.put("/fil.xml", rss([PONT], ttl="300"), content_type=XML)
    poll(feed)
    assert pause(feed) >= 5 * HOUR
    open_press.put("/fil.xml", rss([GARE]), content_type=XML, cache_control="max-age=43200")
    poll(feed)
    assert pause(feed) >= 12 * HOUR


def test_feed_with_too_much_to_tell_is_asked_again_soon_and_tells_the_rest(
    feed: Feed, open_press: Press
) -> None:
    poll(feed)
    many = [Item(f"Brève {n}", f"{HERE}/breve/{n}", guid=f"b{n}") for n in range(250)]
    open_press.put("/fil.xml", rss(many), content_type=XML, etag='"2"')
    poll(feed)
    assert (Page.objects.count(), feed.etag) == (202, "")
    assert pause(feed) <= pace.SHORTEST * 1.1
    poll(feed)
    assert (Page.objects.count(), feed.etag) == (252, '"2"')


@pytest.mark.parametrize("state", ["paused", "gone"])
def test_feed_that_is_not_followed_is_not_asked(feed: Feed, open_press: Press, state: str) -> None:
    Feed.objects.update(state=state, next_fetch_at=None)
    assert poll(feed).state == "done"
    assert not open_press.asked


@pytest.mark.django_db(transaction=True)
def test_feed_paused_while_it_is_asked_stays_paused(many_threads: None, open_press: Press) -> None:
    def pause_meanwhile(host: str, path: str) -> Reply | None:
        if path == "/fil.xml":
            Feed.objects.update(state="paused", next_fetch_at=None)
            connection.close()
        return None

    open_press.otherwise = pause_meanwhile
    feed = make_feed(open_press)
    poll(feed)
    assert len(open_press.asked_for("/fil.xml")) == 1
    assert (feed.state, feed.problem, feed.failures) == ("paused", "", 0)
    Job.objects.update(run_after=timezone.now())
    ledger.run_due("poll")
    assert Job.objects.get(kind="poll").state == "done"
    assert len(open_press.asked_for("/fil.xml")) == 1


def test_feed_that_was_removed_is_no_failure(feed: Feed) -> None:
    ledger.enqueue("poll", str(feed.pk))
    feed.delete()
    ledger.run_due("poll")
    assert Job.objects.get(kind="poll").state == "done"


def test_worker_that_dies_before_the_end_has_done_nothing(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(ledger.Claim, "row", lambda claim: Job.objects.none())
        ledger.enqueue("poll", str(feed.pk))
        ledger.run_due("poll")
    feed.refresh_from_db()
    assert not Page.objects.exists()
    assert not fetches()
    assert (feed.etag, feed.sha256, feed.succeeded_at) == ("", "", None)


def test_two_workers_never_poll_one_feed_at_once(feed: Feed) -> None:
    ledger.enqueue("poll", str(feed.pk))
    assert len(ledger.claim("poll", at_most=32)) == 1
    ledger.enqueue("poll", str(feed.pk))
    assert ledger.claim("poll", at_most=32) == []
    assert not Feed.objects.due().exists()
