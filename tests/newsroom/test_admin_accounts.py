"""An operator lets colleagues who lost app and codes set up others."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import AuditEvent
from newsroom.models import Authenticator
from tests.newsroom.staff import armed, entered, member, signed_in

pytestmark = pytest.mark.django_db
USERS = "/admin/auth/user/"


def reset(client: Client, *chosen: User) -> str:
    sent = {"action": "reset_second_factor", "_selected_action": [user.pk for user in chosen]}
    return client.post(USERS, sent, follow=True).content.decode()


def holders() -> set[str]:
    return set(Authenticator.objects.values_list("user__username", flat=True))


def test_operator_resets_others_but_not_who_may_do_everything(edith: User, max_: User) -> None:
    root = User.objects.create_superuser("root")
    for user in (edith, root):
        armed(user)
    said = reset(signed_in(max_, "operator"), edith, root, max_)
    assert "Reset for edith: signed out" in said
    assert holders() == {"root", "max"}
    event = AuditEvent.objects.get(act="reset second factor")
    assert (event.actor, event.target) == (max_, f"user:{edith.pk}")


def test_colleague_is_signed_out_at_once(edith: User, max_: User) -> None:
    client = signed_in(edith, "editor")
    reset(signed_in(max_, "operator"), edith)
    assert client.get("/account/").headers["Location"].startswith("/sign-in/?")


def test_who_may_do_everything_resets_anyone_else() -> None:
    root, other = (User.objects.create_superuser(name) for name in ("root", "other"))
    armed(other)
    reset(entered(root), root, other)
    assert holders() == {"root"}


def test_nothing_done_is_said(max_: User) -> None:
    assert "Nothing was done" in reset(signed_in(max_, "operator"), max_)


def test_editor_resets_nobody(max_: User) -> None:
    armed(max_)
    reset(member("nina", "editor"), max_)
    assert "max" in holders()
