"""Setting up the second factor at the first sign-in, and the demo editor's way around it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from archive.models import AuditEvent
from newsroom.curate.demo import ensure_demo
from newsroom.curate.enrolling import played
from newsroom.models import Authenticator, RecoveryCode
from tests.newsroom.staff import armed, in_groups, note_password

pytestmark = pytest.mark.django_db
DESK, SET_UP = "/desk/articles/add/", "/sign-in/set-up/"


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Iterator[Path]:
    """What is written lies in a folder of the test's own; the site is this machine's."""
    with override_settings(VAR_DIR=tmp_path, ALLOWED_HOSTS=["localhost"], DEMO=True):
        yield tmp_path


def half_signed_in(user: User) -> Client:
    """The browser of who has given a password, and nothing else."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    note_password(client)
    return client


@pytest.fixture
def rosa_edits(edith: User) -> Client:
    return half_signed_in(in_groups(edith, "editor"))


@pytest.fixture
def demo(var: Path) -> Client:
    ensure_demo("/")
    return half_signed_in(User.objects.get(username="demo"))


def shown_key(client: Client) -> str:
    found = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page_of(client))
    assert found
    return found[1]


def page_of(client: Client, address: str = SET_UP) -> str:
    return client.get(address).content.decode()


def test_set_up_is_all_that_is_open(rosa_edits: Client) -> None:
    for address in (DESK, "/admin/", "/account/"):
        assert rosa_edits.get(address).headers["Location"].startswith(f"{SET_UP}?next="), address
    assert rosa_edits.get("/sign-in/code/").headers["Location"].startswith(f"{SET_UP}?next=")


def test_key_stays_while_the_page_is_loaded_again(rosa_edits: Client) -> None:
    assert shown_key(rosa_edits) == shown_key(rosa_edits)


def test_figures_of_the_shown_key_let_her_in_and_codes_are_shown_once(rosa_edits: Client) -> None:
    figures = played(shown_key(rosa_edits))
    answer = rosa_edits.post(SET_UP, {"figures": figures, "next": DESK})
    page = answer.content.decode()
    assert len(re.findall(r"<li><code>[a-z2-9]{5}-[a-z2-9]{5}</code>", page)) == 10
    assert f'href="{DESK}"' in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert rosa_edits.get(DESK).status_code == 200
    assert rosa_edits.get(SET_UP).headers["Location"].startswith("/sign-in/code/")


def test_session_is_another_after_the_set_up(rosa_edits: Client) -> None:
    figures = played(shown_key(rosa_edits))
    before = rosa_edits.session.session_key
    rosa_edits.post(SET_UP, {"figures": figures})
    assert rosa_edits.session.session_key != before
    assert "pending_key" not in rosa_edits.session


def test_wrong_figures_leave_the_same_key(rosa_edits: Client) -> None:
    key = shown_key(rosa_edits)
    page = rosa_edits.post(SET_UP, {"figures": "000000"}).content.decode()
    assert "not the figures that an app with this key shows" in page
    assert key in page
    assert not RecoveryCode.objects.exists()


def test_onward_leads_nowhere_else(rosa_edits: Client) -> None:
    sent = {"figures": played(shown_key(rosa_edits)), "next": "https://elsewhere.example/"}
    assert "elsewhere" not in rosa_edits.post(SET_UP, sent).content.decode()


def test_who_has_an_app_is_asked_for_its_code(rosa_edits: Client, edith: User) -> None:
    armed(edith)
    assert rosa_edits.get(SET_UP).headers["Location"].startswith("/sign-in/code/?next=")
    assert rosa_edits.post(SET_UP, {"figures": "123456"}).status_code == 302
    assert Authenticator.objects.count() == 1


def test_stranger_is_asked_to_sign_in(rosa: Client) -> None:
    for address in (SET_UP, f"{SET_UP}later/"):
        answer = rosa.post(address, headers={"host": "localhost"})
        assert answer.headers["Location"].startswith("/sign-in/?next="), address


def test_picture_has_no_style_and_no_script(rosa_edits: Client) -> None:
    page = page_of(rosa_edits)
    assert '<svg class="qr"' in page
    assert not re.search(r"style=|<style|onload|<script", page)


def test_demo_puts_it_off_once(demo: Client) -> None:
    assert "This is the demo editor." in page_of(demo)
    assert demo.post(f"{SET_UP}later/", {"next": DESK}).headers["Location"] == DESK
    assert demo.get(DESK).status_code == 200
    assert demo.get("/admin/").status_code == 200
    assert "None is set up yet" in page_of(demo, "/account/")
    again = half_signed_in(User.objects.get(username="demo"))
    assert "This is the demo editor." not in page_of(again)
    assert again.post(f"{SET_UP}later/").headers["Location"].startswith(f"{SET_UP}?next=")
    assert again.get(DESK).headers["Location"].startswith(f"{SET_UP}?next=")


def test_demo_is_marked_on_its_pages(demo: Client) -> None:
    demo.post(f"{SET_UP}later/")
    assert '<strong class="demo-mark">Demo</strong>' in page_of(demo, DESK)
    assert "<strong>Demo:</strong>" in page_of(demo, "/admin/")


def test_what_was_put_off_ends_when_the_site_is_no_demo(demo: Client) -> None:
    demo.post(f"{SET_UP}later/")
    with override_settings(DEMO=False):
        assert demo.get(DESK).headers["Location"].startswith("/sign-in/?why=barred&next=")


def test_nobody_else_may_put_it_off(rosa_edits: Client) -> None:
    assert "Later" not in page_of(rosa_edits)
    assert rosa_edits.post(f"{SET_UP}later/").headers["Location"].startswith(f"{SET_UP}?next=")
    assert not AuditEvent.objects.exists()
    assert rosa_edits.get(f"{SET_UP}later/").status_code == 405
