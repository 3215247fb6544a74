"""Signing in as staff do: a key is scanned or typed, codes are kept, and the page comes after."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django import Settings

from newsroom.curate import demo
from newsroom.curate.enrolling import played
from newsroom.models import Authenticator
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, enter
from tests.newsroom.staff import armed, figures, in_groups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
PASSWORD = "le-vieux-pont-rouvre"


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    """What is written lies in a folder of the test's own."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def editor(edith: User) -> User:
    edith.set_password(PASSWORD)
    edith.save()
    return in_groups(edith, "editor")


def give_password(page: Page, name: str = "edith", password: str = PASSWORD) -> None:
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("main button.main")


def give_figures(page: Page, typed: str) -> None:
    page.fill("input[name=figures]", typed)
    page.click("main button.main")


def faults(window: Visit) -> list[str]:
    """What went wrong, the two cookies left out that signing in needs."""
    needed = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return [fault for fault in window.faults() if not any(name in fault for name in needed)]


def test_edith_sets_up_her_app_and_signs_in_with_it_without_script(
    visit: Open, editor: User
) -> None:
    window = visit(java_script_enabled=False)
    page = window.go("/account/")
    give_password(page)
    key = page.inner_text(".key code")
    give_figures(page, played(key))
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.click("text=I have kept them")
    assert page.url == f"{window.site}/account/"
    page.click("text=Sign out")
    # Half a minute later: figures count once.
    Authenticator.objects.update(last_t=-1)
    page = window.go("/account/")
    give_password(page)
    give_figures(page, played(key))
    assert page.url == f"{window.site}/account/"
    page.click("text=Sign out")
    page = window.go("/account/")
    give_password(page)
    page.click("summary")
    page.fill("input[name=recovery]", codes[4].upper())
    page.click("text=Use this code up")
    assert "9 of them are left" in page.inner_text(".desk-messages")


def test_no_step_has_a_barrier(
    visit: Open, editor: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")

    def check(page: Page) -> None:
        assert barriers(page) == [], page.url
        assert faults(window) == [], page.url

    page = window.go("/sign-in/?why=idle&next=/account/")
    check(page)
    give_password(page)
    check(page)
    give_figures(page, "000000")
    check(page)
    give_figures(page, played(page.inner_text(".key code")))
    check(page)
    page.click("text=I have kept them")
    check(page)
    page.context.clear_cookies()
    page = window.go("/sign-in/?next=/account/")
    give_password(page)
    give_figures(page, "000000")
    page.click("summary")
    check(page)


def test_other_pages_have_no_barrier(
    visit: Open, editor: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, editor, "editor")
    page = window.go("/account/")
    page.locator("input[name=app-password]").fill(PASSWORD)
    page.locator("input[name=app-code]").fill(figures())
    page.click("text=Set up another app")
    assert page.url.endswith("/account/app/")
    assert barriers(page) == []
    assert faults(window) == []


def test_what_was_written_is_kept_when_the_session_is_over(
    visit: Open, editor: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, editor, "editor")
    page = window.go("/desk/articles/add/")
    page.fill("textarea[name=text]", "Le pont rouvre mardi.\n\nLes riverains l’attendaient.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("main form.desk-form button").last.click()
    assert page.input_value("main textarea").startswith("Le pont rouvre mardi.")
    assert barriers(page) == []
    page.click("text=sign in again")
    assert "/sign-in/?" in page.url
    assert faults(window) == []


def test_demo_editor_may_look_around_first(
    visit: Open, editor: User, settings: Settings, size: tuple[int, int], scheme: str
) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["localhost", "127.0.0.1"]
    password = demo.ensure_demo("/").rsplit(" ", 1)[1]
    in_groups(User.objects.get(username="demo"), "editor")
    window = visit(size, scheme, reduced_motion="reduce")
    page = window.go("/sign-in/?next=/account/")
    give_password(page, "demo", password)
    assert barriers(page) == []
    page.click("text=Later")
    assert page.inner_text(".demo-mark") == "Demo"
    assert barriers(page) == []
    page.click("text=Sign out")
    page = window.go("/sign-in/")
    give_password(page, "demo", password)
    assert page.locator("text=Later").count() == 0


def test_armed_editor_is_asked_at_once(visit: Open, editor: User) -> None:
    armed(editor)
    page = visit().go("/sign-in/?next=/account/")
    give_password(page)
    assert page.locator("input[name=figures]").get_attribute("inputmode") == "numeric"
