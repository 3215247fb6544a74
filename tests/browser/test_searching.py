"""From words to a citation: by keyboard, in place, and all of it without scripts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from archive.models import Tag, Tagging
from archive.search import index
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_article, make_source, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
ALLOWED = ["clipboard-read", "clipboard-write"]
MONTHS = (3, 3, 3, 5, 8)


@pytest.fixture(autouse=True)
def bridges() -> None:
    """Five articles on bridges in three months of a year, two of them tagged."""
    tag = Tag.objects.create(kind="place", slug="lyon", label_en="Lyon")
    for n, month in enumerate(MONTHS, 1):
        title = f"Le pont {n} rouvre"
        made = make_article(
            title=title, published_on=date(2024, month, n), source=make_source(f"paper-{n % 2}")
        )
        publish(made, {title: f"Bridge {n} reopens"})
        if n < 3:
            Tagging.objects.create(article=made, tag=tag, origin="machine")
    index.build()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(name) => document.activeElement.matches(name)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def find_by_keyboard(page: Page) -> None:
    tab_to(page, "input[name=q]")
    page.keyboard.type("pont")
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_have_text("5 articles")
    press(page, ".bars svg a")
    expect(page.locator("[data-count]")).to_have_text("3 articles")
    assert asked(page) == {"q": ["pont"], "after": ["2024-03-01"], "before": ["2024-03-31"]}
    press(page, ".entry h3 a")
    page.wait_for_url("**/articles/**")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_search_to_citation_by_keyboard(visit: Open, size: tuple[int, int]) -> None:
    window = visit(size, permissions=ALLOWED)
    page = window.go("/")
    find_by_keyboard(page)
    press(page, ".views [data-view=side]")
    expect(page.locator(".views [aria-current]")).to_have_text("Side by side")
    tab_to(page, "[data-text]")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#s2")).to_contain_class("pinned")
    expect(page.locator("#f2")).to_contain_class("pinned")
    press(page, "[data-copies=cite-translation]")
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#cite-translation").inner_text()
    assert "edition 1" in copied
    assert window.faults() == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_search_to_citation_without_scripts(visit: Open, size: tuple[int, int]) -> None:
    window = visit(size, java_script_enabled=False)
    page = window.go("/")
    page.locator("input[name=q]").fill("pont")
    page.keyboard.press("Enter")
    page.locator(".bars svg a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_have_text("3 articles")
    page.locator(".entry h3 a").first.click()
    page.click(".views >> text=Line by line")
    page.click(".number >> text=2")
    expect(page.locator("#s2:target")).to_be_in_viewport()
    page.locator(".line", has=page.locator("#s2")).get_by_role("link", name="History").click()
    expect(page.locator("blockquote")).to_be_visible()
    page.go_back()
    assert "edition 1" in page.locator("#cite-translation").inner_text()
    with page.expect_download() as download:
        page.click(".cite-files >> text=RIS")
    assert Path(download.value.path()).read_text().startswith("TY  - NEWS")
    assert [url for url in window.requests if not url.startswith(window.site)] == []
    assert page.context.cookies() == []


def test_facets_take_in_and_leave_out_without_scripts(visit: Open) -> None:
    page = visit(java_script_enabled=False).go("/search/?q=pont")
    page.locator(".facets").get_by_role("link", name="Lyon", exact=True).click()
    expect(page.locator("[data-count]")).to_have_text("2 articles")
    page.locator(".chips a").click()
    expect(page.locator("[data-count]")).to_have_text("5 articles")
    page.locator(".facets").get_by_role("link", name="not Lyon").click()
    expect(page.locator("[data-count]")).to_have_text("3 articles")


def test_results_are_refreshed_in_place_and_the_address_follows(visit: Open) -> None:
    window = visit()
    page = window.go("/search/?q=pont")
    page.evaluate("window.stayed = true")
    page.locator(".facets a[data-go]").first.click()
    expect(page.locator("[data-count]")).to_be_focused()
    narrowed = page.url
    page.fill("#q", "rouvre")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("article")
    page.wait_for_url("**q=rouvre**")
    page.go_back()
    page.wait_for_url(narrowed)
    expect(page.locator("#q")).to_have_value("pont")
    page.go_back()
    expect(page.locator("[data-count]")).to_have_text("5 articles")
    assert page.evaluate("window.stayed")
    assert window.faults() == []


def test_choosing_a_date_searches_at_once(visit: Open) -> None:
    page = visit().go("/search/?q=pont")
    page.click(".further summary")
    page.fill("#after", "2024-05-01")
    expect(page.locator("[data-count]")).to_have_text("2 articles")
    assert asked(page) == {"q": ["pont"], "after": ["2024-05-01"]}
    expect(page.locator(".chips a")).to_have_count(1)


def test_going_to_the_facets_asks_nothing_anew(visit: Open) -> None:
    window = visit(PHONE)
    page = window.go("/search/?q=pont")
    page.click(".to-facets")
    expect(page.locator("#narrow")).to_be_in_viewport()
    page.go_back()
    page.wait_for_timeout(200)
    assert [urlsplit(url).path for url in window.requests].count("/search/") == 1


def test_line_that_breaks_loads_the_page_as_a_link_would(visit: Open) -> None:
    page = visit().go("/search/?q=pont")
    page.route("**/search/?**", lambda route: route.abort(), times=1)
    page.locator(".bars svg a").first.click()
    expect(page.locator("[data-count]")).to_have_text("3 articles")
