"""A sentence finds its counterpart: by mouse, by keyboard, by tap, by address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
FRENCH = "Les riverains l’attendaient depuis 14 mois."


@pytest.fixture
def address() -> str:
    """An article of a headline and three sentences; the third sentence is worth checking."""
    article = make_article()
    checks = [{"code": "number", "words": "The number 14 is missing from the English."}]
    publish(article, {FRENCH: {"text": "Residents had long waited.", "checks": checks}})
    return article.get_absolute_url()


def note(page: Page, words: str = FRENCH) -> None:
    expect(page.locator("[data-note]")).to_contain_text(words)


def empty(page: Page) -> None:
    expect(page.locator("[data-note]")).to_be_empty()


def test_pointing_shows_the_french_and_leaving_takes_it_away(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.hover("#s3")
    note(page)
    page.hover(".wordmark")
    empty(page)


def test_click_pins_until_the_next_click(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.click("#s3")
    page.hover(".wordmark")
    note(page)
    expect(page).to_have_url(page.url.split("#")[0] + "#s3")
    page.click("#s3")
    page.hover(".wordmark")
    empty(page)
    assert "#" not in page.url


def test_pinned_note_gives_the_reason_and_ways_on(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.click("#s3")
    note(page, "The number 14 is missing from the English.")
    page.click("[data-note] >> text=History")
    expect(page.locator("h1")).to_have_text(FRENCH)


def test_note_stands_level_with_its_sentence(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.click("#s4")
    sentence, margin = page.locator("#s4").bounding_box(), page.locator(".margin").bounding_box()
    assert sentence
    assert margin
    assert margin["x"] > sentence["x"]
    assert margin["y"] <= sentence["y"] + 4


def test_keyboard_moves_pins_and_lets_go(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.focus("[data-text]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#s3")).to_contain_class("lit current")
    expect(page.locator("[data-text]")).to_have_attribute("aria-activedescendant", "s3")
    note(page)
    page.keyboard.press("Enter")
    expect(page.locator("#s3")).to_contain_class("pinned")
    page.keyboard.press("Escape")
    expect(page.locator(".pinned")).to_have_count(0)
    page.keyboard.press("Escape")
    empty(page)


def test_text_is_reached_by_tab_and_left_by_tab(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.focus(".views a:last-child")
    page.keyboard.press("Tab")
    expect(page.locator("[data-text]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".flag")).to_be_focused()


def test_tap_opens_the_french_at_the_foot_and_close_shuts_it(visit: Open, address: str) -> None:
    page = visit(PHONE, has_touch=True, is_mobile=True).go(address)
    page.tap("#s3")
    note(page)
    box = page.locator(".sheet").bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(PHONE[1], abs=1)
    page.tap("[data-close]")
    empty(page)
    expect(page.locator(".sheet")).to_have_count(0)


@pytest.mark.parametrize("view", ["side", "lines"])
def test_both_halves_light_up_together(visit: Open, address: str, view: str) -> None:
    page = visit().go(f"{address}?view={view}")
    page.hover("#f3")
    expect(page.locator("#s3")).to_contain_class("lit")
    page.click("#s3")
    expect(page.locator("#f3")).to_contain_class("lit pinned")
    note(page, "The number 14 is missing from the English.")


def test_french_view_shows_the_english(visit: Open, address: str) -> None:
    page = visit().go(f"{address}?view=fr")
    page.hover("#s3")
    note(page, "Residents had long waited.")


def test_address_of_a_sentence_pins_it(visit: Open, address: str) -> None:
    page = visit(reduced_motion="reduce").go(f"{address}#s3")
    note(page)
    expect(page.locator("#s3")).to_be_in_viewport()
    page.keyboard.press("Escape")
    empty(page)
    background = page.locator("#s3").evaluate("s => getComputedStyle(s).backgroundColor")
    assert background == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pinning_moves_nothing_on_the_page(
    visit: Open, address: str, size: tuple[int, int]
) -> None:
    window = visit(size)
    for view in ("en", "side", "lines"):
        page = window.go(f"{address}?view={view}")
        before = page.locator("#s4").bounding_box()
        page.click("#s3")
        expect(page.locator("#s3")).to_contain_class("pinned")
        assert page.locator("#s4").bounding_box() == before


def test_selecting_text_pins_nothing(visit: Open, address: str) -> None:
    page = visit().go(address)
    page.locator("#s3").dblclick()
    page.keyboard.press("Escape")
    box = page.locator("#s3").bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 8)
    page.mouse.up()
    expect(page.locator(".pinned")).to_have_count(0)
