"""The view is remembered, and all of it works without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


@pytest.fixture
def address() -> str:
    """An article long enough to scroll."""
    article = make_article(body=[[f"Phrase numéro {n}."] for n in range(60)])
    publish(article)
    return article.get_absolute_url()


def test_chosen_view_is_remembered_on_the_next_article(visit: Open, address: str) -> None:
    other = make_article()
    publish(other)
    window = visit()
    window.go(address).click("text=Side by side")
    page = window.go(other.get_absolute_url())
    expect(page.locator(".views [aria-current]")).to_have_text("Side by side")
    page.click(".views >> text=English")
    expect(window.go(address).locator(".views [aria-current]")).to_have_text("English")


def test_view_asked_for_wins_over_the_one_remembered(visit: Open, address: str) -> None:
    window = visit()
    window.go(address).click(".views >> text=French")
    page = window.go(f"{address}?view=lines")
    expect(page.locator(".views [aria-current]")).to_have_text("Line by line")


def test_changing_view_keeps_the_place(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.locator("#s40").scroll_into_view_if_needed()
    page.click("#s40")
    page.click(".views >> text=Line by line")
    expect(page.locator("#s40")).to_be_in_viewport()
    expect(page.locator("#s40")).to_have_class("s pinned")


def test_without_script_links_change_view_and_reach_sentences(visit: Open, address: str) -> None:
    page = visit(java_script_enabled=False).go(address)
    expect(page.locator("[data-panel]")).to_be_hidden()
    page.click("text=Line by line")
    page.click(".number >> text=31")
    expect(page.locator("#s31")).to_be_in_viewport()
    expect(page.locator("#s31:target")).to_have_count(1)


def test_private_storage_refused_is_no_error(visit: Open, address: str) -> None:
    window = visit()
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }});"
    window.page.add_init_script(refuse)
    page = window.go(address)
    page.click("text=Side by side")
    expect(page.locator(".views [aria-current]")).to_have_text("Side by side")
    assert window.faults() == []
