"""The demo editor: once, on this machine, and nowhere else."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

from archive.models import AuditEvent
from newsroom.curate.demo import (
    ensure_demo,
    foreign_hosts,
    is_barred,
    is_demo,
    may_put_off,
    put_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Iterator[Path]:
    """The password is kept in a folder of the test's own, and the site is this machine's."""
    own = ["127.0.0.1", "localhost", "[::1]"]
    with override_settings(VAR_DIR=tmp_path, ALLOWED_HOSTS=own, DEMO=True):
        yield tmp_path


def test_demo_edits_and_moderates_and_is_marked(var: Path) -> None:
    said = ensure_demo("http://127.0.0.1:8000/sign-in/")
    user = User.objects.get(username="demo")
    assert sorted(user.groups.values_list("name", flat=True)) == ["editor", "moderator", "operator"]
    assert user.get_full_name() == "Demo editor (this machine only)"
    assert said.startswith("Demo editor, for this machine only: sign in at http://127.0.0.1:8000/")
    assert user.check_password(said.rsplit(" ", 1)[1])


def test_password_is_for_its_owners_eyes(var: Path) -> None:
    ensure_demo("/")
    assert stat.S_IMODE((var / "demo-editor").stat().st_mode) == 0o600


def test_demo_is_made_once() -> None:
    assert ensure_demo("/") == ensure_demo("/")
    assert User.objects.count() == 1


def test_lost_password_is_said(var: Path) -> None:
    ensure_demo("/")
    (var / "demo-editor").unlink()
    assert ensure_demo("/").endswith("is gone.")


@pytest.mark.parametrize(
    "public",
    [
        {"SITE_URL": "https://news.example.org"},
        {"ALLOWED_HOSTS": ["127.0.0.1", "news.example.org"]},
        {"ALLOWED_HOSTS": ["*"]},
        {"ALLOWED_HOSTS": [".localhost.example"]},
        {"ALLOWED_HOSTS": ["192.168.1.4"]},
    ],
)
def test_site_that_others_reach_has_no_demo(public: dict[str, object]) -> None:
    with override_settings(**public):
        said = ensure_demo("/")
        assert is_barred(User(username="demo"))
        assert not is_barred(User(username="edith"))
    assert said.startswith("No demo editor: the site answers for ")
    assert "create_editor" in said
    assert not User.objects.exists()


def test_without_being_asked_for_there_is_no_demo() -> None:
    with override_settings(DEMO=False):
        assert ensure_demo("/").startswith("No demo editor: DEMO is not 1.")
        assert is_barred(User(username="demo"))
    assert not User.objects.exists()


def test_site_is_this_machines_own() -> None:
    assert foreign_hosts() == []
    assert is_demo(User(username="demo"))
    assert not is_demo(User(username="edith"))


def test_second_factor_is_put_off_once_and_that_is_noted() -> None:
    ensure_demo("/")
    user = User.objects.get()
    assert may_put_off(user)
    session: SessionBase = SessionStore()
    assert put_off(user, session)
    assert not put_off(user, SessionStore())
    assert not may_put_off(user)
    event = AuditEvent.objects.get()
    assert (event.act, event.target, event.actor) == (
        "put off second factor",
        f"user:{user.pk}",
        user,
    )


def test_nobody_else_puts_it_off(edith: User) -> None:
    assert not put_off(edith, SessionStore())
    assert not AuditEvent.objects.exists()
