"""A page that waits turns into English by itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


def test_pending_page_becomes_english(visit: Open) -> None:
    article = make_article()
    window = visit()
    page = window.go(article.get_absolute_url())
    expect(page.locator(".with-script")).to_be_visible()
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    expect(page.locator("h1")).to_have_text("The bridge reopens", timeout=15_000)
    assert page.url.endswith("/the-bridge-reopens/")
    assert window.faults() == []


def test_without_script_a_plain_sentence_says_what_to_do(visit: Open) -> None:
    article = make_article()
    page = visit(java_script_enabled=False).go(article.get_absolute_url())
    expect(page.locator("text=Load the page again in a moment")).to_be_visible()
