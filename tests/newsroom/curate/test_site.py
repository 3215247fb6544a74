"""The admin's site has one way in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from tests.newsroom.staff import armed, in_groups, note_password, signed_in

pytestmark = pytest.mark.django_db


def test_stranger_comes_back_to_where_they_were_going(sam: Client) -> None:
    answer = sam.get("/admin/archive/article/?state__exact=live", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sign-in/?next=/admin/archive/article/")


def test_admins_own_sign_in_page_is_never_shown(sam: Client, edith: User) -> None:
    assert sam.get("/admin/login/").headers["Location"].startswith("/sign-in/")
    assert sam.post("/admin/login/", {"username": "edith"}).status_code == 302
    assert signed_in(edith, "editor").get("/admin/login/").headers["Location"] == "/admin/"
    assert signed_in(edith).get("/admin/login/").status_code == 403


def test_passwords_are_changed_on_the_persons_own_page(edith: User) -> None:
    client = signed_in(edith, "editor")
    assert client.get("/admin/password_change/").headers["Location"] == "/account/"


def test_password_alone_does_not_open_the_admin(edith: User) -> None:
    armed(edith)
    client = Client()
    client.force_login(in_groups(edith, "editor"))
    note_password(client)
    answer = client.get("/admin/archive/article/?q=pont")
    assert answer.headers["Location"] == "/sign-in/code/?next=/admin/archive/article/%3Fq%3Dpont"


def test_admin_ends_with_the_session_and_keeps_what_was_written(edith: User) -> None:
    client = signed_in(edith, "editor")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=13)):
        answer = client.post("/admin/archive/article/", {"reason": "The bridge is shut again."})
    assert answer.status_code == 403
    assert "The bridge is shut again." in answer.content.decode()
