"""Signing in and out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from archive.throttle import MOST_TRIES
from newsroom.curate.demo import ensure_demo
from tests.newsroom.staff import in_groups

pytestmark = pytest.mark.django_db
PASSWORD = "le-vieux-pont-rouvre"


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Iterator[Path]:
    """Tries are counted in a folder of the test's own."""
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


@pytest.fixture
def editor(edith: User) -> User:
    edith.set_password(PASSWORD)
    edith.save()
    return in_groups(edith, "editor")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post("/sign-in/", {"username": "edith", "password": password, **more})
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def test_editor_signs_in_and_goes_on_to_where_she_was_going(rosa: Client, editor: User) -> None:
    assert sign_in(rosa, next="/desk/articles/add/") == (302, "/desk/articles/add/")
    assert rosa.get("/desk/articles/add/").status_code == 200


def test_without_a_place_to_go_it_is_the_admin(rosa: Client, editor: User) -> None:
    assert sign_in(rosa) == (302, "/admin/")


def test_next_leads_nowhere_else(rosa: Client, editor: User) -> None:
    assert sign_in(rosa, next="https://elsewhere.example/") == (302, "/admin/")


def test_wrong_password_is_said_without_saying_which_was_wrong(rosa: Client, editor: User) -> None:
    status, page = sign_in(rosa, "wrong")
    assert status == 200
    assert "This name and this password do not belong together." in page
    assert "edith" in page
    assert "wrong" not in page.replace("class=", "")


def test_ten_wrong_ones_shut_the_name(rosa: Client, editor: User) -> None:
    assert {sign_in(rosa, "wrong")[0] for _ in range(MOST_TRIES)} == {200}
    status, page = sign_in(rosa)
    assert status == 429
    assert "too many tries for this name" in page


def test_other_network_is_not_shut_out(rosa: Client, editor: User) -> None:
    for _ in range(MOST_TRIES + 1):
        sign_in(rosa, "wrong")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"))[0] == 302


def test_right_password_clears_the_count(rosa: Client, editor: User) -> None:
    for _ in range(3):
        for _ in range(MOST_TRIES - 1):
            sign_in(rosa, "wrong")
        assert sign_in(rosa)[0] == 302
        rosa.post("/sign-out/")


def test_no_address_is_kept(rosa: Client, editor: User, var: Path) -> None:
    sign_in(rosa, "wrong")
    kept = [path.name + path.read_text() for path in (var / "sign-in").iterdir()]
    assert len(kept) == 1
    assert "127.0.0.1" not in kept[0]
    assert "edith" not in kept[0]


def test_form_from_elsewhere_is_refused(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client)[0] == 403


def test_signing_out_takes_a_post(rosa: Client, editor: User) -> None:
    sign_in(rosa)
    assert rosa.get("/sign-out/").status_code == 405
    assert rosa.post("/sign-out/").headers["Location"] == "/"
    assert rosa.get("/desk/articles/add/").status_code == 302


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_demo_editor_signs_in_on_this_machine_only() -> None:
    rosa = Client(headers={"host": "localhost"})
    password = ensure_demo("/sign-in/").rsplit(" ", 1)[1]
    sent = {"username": "demo", "password": password}
    with override_settings(SITE_URL="https://news.example.org"):
        page = rosa.post("/sign-in/", sent).content.decode()
    assert "only where the site is this machine’s own" in page
    assert rosa.post("/sign-in/", sent).status_code == 302


def test_closed_account_cannot_sign_in(rosa: Client, editor: User) -> None:
    User.objects.update(is_active=False)
    assert "do not belong together" in sign_in(rosa)[1]
