"""How long a sign-in lasts: half an hour idle, twelve hours in all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from newsroom.curate import sessions
from tests.newsroom.staff import armed, entered, in_groups, note_password

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DESK = "/desk/articles/add/"


@pytest.fixture
def editor(edith: User) -> User:
    armed(edith)
    return in_groups(edith, "editor")


def begun(user: User) -> Client:
    """Signed in at this moment, by the clock that the test travels with."""
    client = entered(user)
    note_password(client)
    return client


def at(minutes: float) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def test_page_within_half_an_hour_keeps_the_sign_in(editor: User) -> None:
    with at(0):
        client = begun(editor)
    for minute in (29, 58, 87):
        with at(minute):
            assert client.get(DESK).status_code == 200


def test_half_an_hour_without_a_page_ends_it(editor: User) -> None:
    with at(0):
        client = begun(editor)
    with at(31):
        answer = client.get(f"{DESK}?from=1", follow=True)
        assert answer.redirect_chain[-1][0] == f"/sign-in/?why=idle&next={DESK}%3Ffrom%3D1"
        assert "half an hour had passed without a page" in answer.content.decode()
        assert client.get(DESK).headers["Location"] == f"/sign-in/?next={DESK}"


def test_twelve_hours_end_it_however_busy(editor: User) -> None:
    with at(0):
        client = begun(editor)
    for minute in range(20, 720, 20):
        with at(minute):
            assert client.get("/account/").status_code == 200, minute
    with at(721):
        assert client.get(DESK).headers["Location"].startswith("/sign-in/?why=over")


def test_pages_are_noted_once_a_minute(editor: User) -> None:
    with at(0):
        client = begun(editor)
    writes = []
    for seconds in (30, 59, 61, 90, 130):
        with at(seconds / 60), CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        writes.append(any("UPDATE" in query["sql"] for query in queries))
    assert writes == [False, False, True, False, True]


def test_session_that_says_nothing_of_its_password_is_over(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get(DESK).headers["Location"].startswith("/sign-in/?why=over")


def test_what_was_written_when_it_ended_is_shown(editor: User) -> None:
    with at(0):
        client = begun(editor)
    sent = {"text": "Le pont rouvre.\n<b>", "old_password": "a b", "figures": "1 2", "n": "3"}
    with at(31):
        answer = client.post(
            "/desk/articles/add/", sent, headers={"referer": f"http://testserver{DESK}?x=1"}
        )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was saved" in page
    assert "Le pont rouvre.\n&lt;b&gt;</textarea>" in page
    assert page.count("<textarea") == 1
    assert f'href="/sign-in/?why=idle&amp;next={DESK}%3Fx%3D1"' in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_where_to_come_back_to_is_never_elsewhere(editor: User) -> None:
    with at(0):
        client = begun(editor)
    with at(31):
        elsewhere = {"referer": "https://elsewhere.example/desk/"}
        answer = client.post(DESK, headers=elsewhere)
    assert answer.headers["Location"] == f"/sign-in/?why=idle&next={DESK}"


def request_of(client: Client) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = client.session
    return request


def test_begin_forgets_the_factor_of_before(editor: User) -> None:
    request = request_of(entered(editor))
    sessions.begin(request)
    assert "otp_device_id" not in request.session
    assert sessions.ended(request) == ""


def test_sessions_end_everywhere_else(editor: User, max_: User) -> None:
    here, there, his = entered(editor), entered(editor), entered(in_groups(max_, "editor"))
    assert len(sessions.of(editor)) == 2
    assert sessions.end_all(editor, but=here.session.session_key) == 1
    assert [c.get("/account/").status_code for c in (here, there, his)] == [200, 302, 200]


def test_sessions_end_everywhere(editor: User) -> None:
    entered(editor)
    assert sessions.end_all(editor) == 1
    assert not Session.objects.exists()


def test_reader_opens_no_session(rosa: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = rosa.get("/")
    assert not answer.cookies
    assert not Session.objects.exists()
    assert [q["sql"] for q in queries if "session" in q["sql"] or "auth_user" in q["sql"]] == []


def test_reader_with_a_session_of_the_staff_is_not_looked_up(editor: User) -> None:
    client = entered(editor)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/")
    asked = " ".join(query["sql"] for query in queries)
    assert not answer.cookies
    assert not {w for w in ("django_session", "auth_user", "authenticator") if w in asked}
    assert "Cookie" not in answer.headers.get("Vary", "")
