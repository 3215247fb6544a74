"""A browser, and a visit that notes what a page did wrong."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.newsroom.staff import signed_in
from tests.servers import chromium

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""
SINCE_IT_CAME = "performance.now() - performance.getEntriesByType('navigation')[0].responseEnd"
PATIENCE = 3200  # milliseconds: nobody writes a comment faster
DESK, PHONE = (1280, 800), (390, 844)
# How a window looks in which each page is looked at, there and in the other size and scheme: the
# first in every run, all of them in a full drill.
LOOKS = {
    "phone-dark": (PHONE, "dark"),
    "desk-light": (DESK, "light"),
    "desk-dark": (DESK, "dark"),
    "phone-light": (PHONE, "light"),
}
IN_EVERY_RUN = 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a size and a scheme in several looks."""
    if {"size", "scheme"} <= set(metafunc.fixturenames):
        in_full = bool(metafunc.config.getoption("full_drills"))
        names = list(LOOKS)[: None if in_full else IN_EVERY_RUN]
        metafunc.parametrize(("size", "scheme"), [LOOKS[name] for name in names], ids=names)


@dataclass
class Visit:
    """One reader's window on the site, and all that went wrong in it."""

    page: Page
    site: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the first request on."""
        self.page.add_init_script(NOTE_VIOLATIONS)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _note(self, message: ConsoleMessage) -> None:
        # That an error page has an error's status is meant.
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.errors.append(message.text)

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.site + path)
        return self.page

    def faults(self) -> list[str]:
        """Script errors, policy violations, foreign requests and cookies of the visit so far."""
        foreign = [url for url in self.requests if not url.startswith(self.site)]
        cookies = [str(cookie) for cookie in self.page.context.cookies()]
        violations: list[str] = self.page.evaluate("window.violations")
        return self.errors + violations + foreign + cookies


def enter(window: Visit, user: User, *groups: str) -> None:
    """Sign the person in with both factors, without the forms."""
    cookie = signed_in(user, *groups).cookies[settings.SESSION_COOKIE_NAME].value
    held = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.site}
    window.page.context.add_cookies([held])  # type: ignore[list-item]


def answered(page: Page, said: str) -> None:
    """Wait for the page that says it, and for the keys of that page."""
    page.wait_for_selector(f"text={said}")
    page.wait_for_load_state()


def take_time(page: Page) -> None:
    """Wait until as long has gone by since the page came as a person writes at least."""
    ago: float = page.evaluate(SINCE_IT_CAME)
    page.wait_for_timeout(max(0.0, PATIENCE - ago))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the tests' own queries are not async.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def visit(live_server: LiveServer, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """`visit(size, scheme, **options)` opens a window; each has storage of its own."""
    contexts = []

    def open_window(
        size: tuple[int, int] = DESK, scheme: Literal["light", "dark"] = "light", **options: Any
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, **options
        )
        contexts.append(context)
        return Visit(context.new_page(), live_server.url)

    yield open_window
    for context in contexts:
        context.close()
