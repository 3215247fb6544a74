"""The audit as a page and as a file."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import audit
from tests.archive.discuss.mending import worded
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/audit/"


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


def page(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_event_is_told_with_who_and_what(client: Client, edith: User) -> None:
    audit.record("withdraw", "article:7", actor=edith, reason="It was <wrong>.")
    text = page(client)
    assert '<strong>edith</strong>: withdraw, <a href="/desk/articles/7/">article:7</a>' in text
    assert "reason: It was &lt;wrong&gt;." in text


def test_act_of_nobody_is_the_archives_own(client: Client) -> None:
    audit.record("go live", "article:7")
    assert "the archive itself" in page(client)


def test_operator_may_read_it_and_a_moderator_not() -> None:
    assert member("olga", "operator").get(PAGE).status_code == 200
    assert member("max", "moderator").get(PAGE).status_code == 403
    assert member("mia", "moderator").get(f"{PAGE}events.csv").status_code == 403


def test_filter_stays_in_the_links(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.curate.audit_page.PER_PAGE", 1)
    for _ in range(3):
        last = audit.record("hide", "article:7")
    text = page(client, "?act=hide&target=7")
    assert f'href="/desk/audit/?act=hide&amp;target=7&amp;older={last.pk}"' in text
    assert 'href="/desk/audit/events.csv?act=hide&amp;target=7"' in text
    assert "The latest" in page(client, f"?act=hide&older={last.pk}")


@pytest.mark.parametrize("query", ["?older=x", "?older=²", "?target=%00", "?after=9999999-1-1"])
def test_hostile_address_is_answered(client: Client, query: str) -> None:
    page(client, query)


def test_nothing_found_is_said(client: Client) -> None:
    assert "No event is as the filter asks." in page(client, "?act=nothing")


def test_file_is_streamed_under_a_name(client: Client) -> None:
    audit.record("hide", "article:7")
    answer = client.get(f"{PAGE}events.csv?act=hide")
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "audit.csv" in answer.headers["Content-Disposition"]
    assert b"hide,article:7" in answer.getvalue()


def test_page_of_an_article_leads_to_its_events(client: Client) -> None:
    article = worded()
    text = client.get(f"/desk/articles/{article.pk}/").content.decode()
    assert f'href="/desk/audit/?target={article.pk}"' in text


def test_queries_do_not_grow(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    audit.record("hide", "article:7")
    queries()
    few = queries()
    for n in range(5):
        audit.record("hide", f"article:{n}", actor=User.objects.create_user(f"u{n}"))
    assert queries() == few
