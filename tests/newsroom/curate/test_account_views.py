"""A member's own page: what they change of their sign-in, and what that asks for."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from archive.models import AuditEvent
from archive.throttle import MOST_TRIES
from newsroom.curate import enrolling, second_factor
from newsroom.models import Authenticator
from tests.newsroom.staff import KEY, entered, figures, in_groups

pytestmark = pytest.mark.django_db
PASSWORD, FRESH = "le-vieux-pont-rouvre", "une-autre-passerelle"
PAGES = ("", "password/", "replace-app/", "app/", "codes/", "sessions/")


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    """Tries are counted in a folder of the test's own."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def editor(edith: User) -> User:
    edith.set_password(PASSWORD)
    edith.save()
    return in_groups(edith, "editor")


@pytest.fixture
def here(editor: User) -> Client:
    return entered(editor)


def post(client: Client, page: str, **sent: str) -> str:
    """What the page answered: its words, or where it led."""
    answer = client.post(
        f"/account/{page}/", {key.replace("__", "-"): v for key, v in sent.items()}
    )
    return answer.headers.get("Location") or answer.content.decode()


def confirm(prefix: str, password: str = PASSWORD, code: str | None = None) -> dict[str, str]:
    return {f"{prefix}__password": password, f"{prefix}__code": code or figures()}


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_page_is_for_every_member_of_the_staff(here: Client, max_: User) -> None:
    assert here.get("/account/").status_code == 200
    assert entered(max_).get("/account/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_stranger_is_asked_to_sign_in(sam: Client, page: str) -> None:
    for answer in (sam.get(f"/account/{page}"), sam.post(f"/account/{page}")):
        assert answer.headers["Location"] == f"/sign-in/?next=/account/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_reader_with_an_account_is_refused(page: str) -> None:
    client = entered(User.objects.create_user("reader"))
    assert client.get(f"/account/{page}").status_code == 403


def test_password_is_changed_and_other_sessions_end(here: Client, editor: User) -> None:
    there = entered(editor)
    sent = {"old_password": PASSWORD, "new_password1": FRESH, "new_password2": FRESH}
    before = here.session.session_key
    assert post(here, "password", **sent) == "/account/"
    editor.refresh_from_db()
    assert editor.check_password(FRESH)
    assert "you are signed out everywhere else" in here.get("/account/").content.decode()
    assert here.session.session_key != before
    assert there.get("/account/").status_code == 302
    assert acts() == ["change password"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", FRESH, "not the password of this account"),
        (PASSWORD, "le-vieux-pont.", "at least 15 characters"),
        (PASSWORD, "1q2w3e4r5t6y7u8i", "too common"),
    ],
    ids=["wrong", "short", "common"],
)
def test_unfit_password_changes_nothing(
    here: Client, editor: User, old: str, new: str, words: str
) -> None:
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    assert words in post(here, "password", **sent)
    assert acts() == []


def test_guessing_the_password_is_shut(here: Client) -> None:
    sent = {"old_password": "wrong", "new_password1": FRESH, "new_password2": FRESH}
    for _ in range(MOST_TRIES):
        post(here, "password", **sent)
    assert "too many wrong passwords" in post(here, "password", **sent | {"old_password": PASSWORD})


def test_app_is_replaced_by_password_code_and_the_new_figures(here: Client, editor: User) -> None:
    there = entered(editor)
    assert post(here, "replace-app", **confirm("app")) == "/account/app/"
    page = here.get("/account/app/").content.decode()
    key = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)
    assert key
    assert "not the figures" in post(here, "app", figures="000000")
    assert post(here, "app", figures=enrolling.played(key[1])) == "/account/"
    assert Authenticator.objects.get().key() != KEY
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert post(here, "app", figures="000000") == "/account/"
    assert acts() == ["replace authenticator"]


@pytest.mark.parametrize("page", ["app", "codes"])
def test_password_and_code_are_both_asked_for(here: Client, page: str) -> None:
    address = {"app": "replace-app", "codes": "codes"}[page]
    wrong = post(here, address, **confirm(page, password="wrong"))
    assert "not the password of this account" in wrong
    assert "not those of now" in post(here, address, **confirm(page, code="000000"))
    assert here.get("/account/app/").headers["Location"] == "/account/"
    assert acts() == []


def test_leave_to_replace_the_app_runs_out(here: Client) -> None:
    post(here, "replace-app", **confirm("app"))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert here.get("/account/app/").headers["Location"] == "/account/"


def test_recovery_code_serves_where_the_app_is_lost(here: Client, editor: User) -> None:
    code = enrolling.renew_codes(editor)[0]
    assert post(here, "replace-app", **confirm("app", code=code)) == "/account/app/"


def test_new_codes_are_shown_this_once(here: Client, editor: User) -> None:
    before = enrolling.renew_codes(editor)
    page = post(here, "codes", **confirm("codes"))
    codes = re.findall(r"<li><code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert len(codes) == 10
    assert not {*before} & {*codes}
    after = here.get("/account/").content.decode()
    assert "10 codes are left" in after
    assert not [code for code in codes if code in after]
    assert second_factor.codes_left(editor) == 10


def test_other_sessions_are_counted_and_ended(here: Client, editor: User) -> None:
    there = entered(editor)
    assert "signed in 1 time elsewhere" in here.get("/account/").content.decode()
    assert post(here, "sessions") == "/account/"
    assert there.get("/account/").status_code == 302
    assert "You are signed in nowhere but here" in here.get("/account/").content.decode()
    assert acts() == ["end sessions"]


@pytest.mark.parametrize("page", ["password", "replace-app", "codes", "sessions"])
def test_nothing_is_changed_by_a_link(here: Client, page: str) -> None:
    assert here.get(f"/account/{page}/").status_code == 405
