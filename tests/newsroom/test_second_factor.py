"""`manage.py second_factor`: what an operator does for who lost app and codes, and for the demo."""

from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import override_settings
from pytest_django import Settings

from archive.models import AuditEvent
from newsroom.curate import demo, enrolling
from newsroom.models import Authenticator
from tests.newsroom.staff import KEY, armed, entered, figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_site(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.DEMO, settings.ALLOWED_HOSTS = tmp_path, True, ["localhost"]
    demo.ensure_demo("/")


def run(*words: str) -> str:
    out = StringIO()
    call_command("second_factor", *words, stdout=out)
    return out.getvalue().strip()


def test_reset_signs_out_and_is_noted(edith: User) -> None:
    client = entered(edith)
    assert run("reset", "edith").startswith("Reset: edith is signed out")
    assert not Authenticator.objects.exists()
    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    event = AuditEvent.objects.get()
    assert (event.act, event.actor) == ("reset second factor", None)


def test_unknown_name_is_said() -> None:
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        run("reset", "nobody")


@time_machine.travel(1772442010.0, tick=False)
def test_app_of_the_demo_is_played_before_and_after_its_set_up(demo_site: None) -> None:
    assert run("demo-code", *enrolling.spelt(KEY).split()) == figures()
    armed(User.objects.get(username="demo"))
    assert run("demo-code") == figures()


def test_what_is_missing_is_said(demo_site: None) -> None:
    with pytest.raises(CommandError, match="give the KEY that the page shows"):
        run("demo-code")
    with pytest.raises(CommandError, match="This is no key"):
        run("demo-code", "x")


def test_nobody_elses_app_is_played(edith: User) -> None:
    armed(edith)
    with pytest.raises(CommandError, match="for the demo editor alone"):
        run("demo-code")


def test_site_that_others_reach_plays_none(demo_site: None) -> None:
    others = override_settings(SITE_URL="https://news.example.org")
    with others, pytest.raises(CommandError, match="there is none on this site"):
        run("demo-code")
