"""The wire in the admin: filters, and acts on feeds and pages through their desk."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import AuditEvent, Feed, Job, Page
from newsroom.models import Host
from tests.factories import make_article
from tests.newsroom.curate.followed import SLOW, failing, make_feed, make_page, valmer
from tests.newsroom.staff import member, signed_in
from tests.newsroom.test_admin_acts import do

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(max_: User) -> Client:
    return signed_in(max_, "operator")


def listed(client: Client, address: str) -> Any:
    return client.get(address).context["cl"].result_list


def test_feeds_that_fail_come_first_and_are_filtered(operator: Client) -> None:
    source = valmer()
    good, bad = make_feed(source), failing(source)
    assert list(listed(operator, "/admin/archive/feed/")) == [bad, good]
    assert list(listed(operator, "/admin/archive/feed/?failing=yes")) == [bad]
    assert list(listed(operator, "/admin/archive/feed/?failing=no")) == [good]
    assert SLOW in operator.get("/admin/archive/feed/").content.decode()


def test_feeds_are_paused_resumed_and_asked(operator: Client) -> None:
    source = valmer()
    feeds = [make_feed(source, f"https://valmer.example/{n}") for n in range(2)]
    assert "Paused: 2." in do(operator, "feed", "pause", *feeds)
    assert set(Feed.objects.values_list("state", flat=True)) == {"paused"}
    assert "resume it first" in do(operator, "feed", "poll_now", feeds[0])
    assert "Followed again: 1." in do(operator, "feed", "resume", feeds[0])
    assert "Being asked now: 1." in do(operator, "feed", "poll_now", feeds[0])
    assert Job.objects.get().key == str(feeds[0].pk)
    assert AuditEvent.objects.filter(actor__username="max", act="pause feed").count() == 2


def test_refused_page_is_fetched_again(operator: Client) -> None:
    page = make_page(valmer(), state="refused", next_fetch_at=None)
    assert "Being fetched once more: 1." in do(operator, "page", "fetch_again", page)
    assert Page.objects.get().next_fetch_at is not None
    assert Job.objects.get().kind == "fetch"


def test_pages_are_found_by_state_address_and_article(operator: Client) -> None:
    source = valmer()
    article = make_article(source=source)
    held, refused = make_page(source, "pont", article), make_page(source, "gare", state="refused")
    assert list(listed(operator, "/admin/archive/page/?state__exact=refused")) == [refused]
    assert list(listed(operator, "/admin/archive/page/?q=pont")) == [held]
    assert list(listed(operator, f"/admin/archive/page/?q={article.pk}")) == [held]
    assert f'href="/articles/{article.pk}/"' in operator.get("/admin/archive/page/").text


def test_server_shows_what_its_robots_say(operator: Client) -> None:
    robots = "User-agent: *\nDisallow: /prive"
    host = Host.objects.create(origin="https://valmer.example", robots=robots, robots_status=200)
    assert "Disallow: /prive" in operator.get(f"/admin/newsroom/host/{host.pk}/change/").text


def test_editor_looks_and_acts_on_nothing() -> None:
    editor = member("e", "editor")
    feed = make_feed(valmer())
    assert 'name="action"' not in editor.get("/admin/archive/feed/").text
    do(editor, "feed", "pause", feed)
    assert Feed.objects.get().state == "followed"
