"""The admin's site has one way in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db


def test_stranger_comes_back_to_where_they_were_going(sam: Client) -> None:
    answer = sam.get("/admin/archive/article/?state__exact=live", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sign-in/?next=/admin/archive/article/")


def test_admins_own_sign_in_page_is_never_shown(sam: Client, edith: User) -> None:
    assert sam.get("/admin/login/").headers["Location"].startswith("/sign-in/")
    assert sam.post("/admin/login/", {"username": "edith"}).status_code == 302
    assert signed_in(edith, "editor").get("/admin/login/").headers["Location"] == "/admin/"
    assert signed_in(edith).get("/admin/login/").status_code == 403


def test_password_is_changed_through_the_admin(edith: User) -> None:
    edith.set_password("le-vieux-pont-rouvre")
    edith.save()
    client = signed_in(edith, "editor")
    fresh = "une-autre-passerelle"
    sent = {"old_password": "le-vieux-pont-rouvre", "new_password1": fresh, "new_password2": fresh}
    assert client.post("/admin/password_change/", sent).status_code == 302
    edith.refresh_from_db()
    assert edith.check_password(fresh)
