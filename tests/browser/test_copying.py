"""What is copied may take its French and its source along."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from archive.models import Article, Translation
from tests.browser.conftest import Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
FRENCH = "« C’est un soulagement », dit une habitante."
ENGLISH = "“It is a relief,” a resident said."
ALLOWED = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def article() -> Article:
    """An article of a headline and three sentences; the last, s4, holds a quotation."""
    made = make_article()
    publish(made, {FRENCH: ENGLISH, "Le pont a rouvert mardi.": "The bridge reopened on Tuesday."})
    return made


def opened(visit: Open, article: Article, query: str = "") -> Page:
    return emptied(visit(permissions=ALLOWED).go(article.get_absolute_url() + query))


def emptied(page: Page) -> Page:
    """Begin with nothing in the clipboard, which a headless window keeps for all."""
    page.evaluate("navigator.clipboard.writeText('')")
    return page


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text.replace("\r\n", "\n")


def source(page: Page, article: Article, uid: int, standing: str = "machine translation") -> str:
    site = page.evaluate("document.querySelector('[data-notes]').dataset.address")
    assert site.endswith(f"/articles/{article.pk}/v1/")
    return f"Files, 23 October 2024. Passerelle, edition 1: {site}#s{uid} ({standing})"


def choose(page: Page, first: str, last: str) -> None:
    """Select from the start of one sentence to the end of another."""
    page.evaluate(
        """([first, last]) => {
          const [from, to] = [first, last].map((id) => document.getElementById(id));
          getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
        }""",
        [first, last],
    )


def pin_last(page: Page) -> None:
    page.focus("[data-text]")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-copying]")).to_be_visible()


def test_pinned_sentence_is_copied_with_french_and_source(visit: Open, article: Article) -> None:
    window = visit(permissions=ALLOWED)
    for view in ("en", "side", "lines", "fr"):
        page = emptied(window.go(f"{article.get_absolute_url()}?view={view}"))
        pin_last(page)
        page.focus("[data-copy]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-told]")).to_have_text("Copied: English, French and source.")
        copied = "\n\n".join([ENGLISH, FRENCH, source(page, article, 4)])
        assert clipboard(page) == copied, view


def test_less_may_be_chosen(visit: Open, article: Article) -> None:
    page = opened(visit, article)
    pin_last(page)
    page.select_option("[data-what]", "french source")
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert clipboard(page) == f"{FRENCH}\n\n{source(page, article, 4)}"


def test_copy_control_comes_and_goes_with_the_pin(visit: Open, article: Article) -> None:
    page = opened(visit, article)
    expect(page.locator("[data-copying]")).to_be_hidden()
    pin_last(page)
    page.keyboard.press("Escape")
    expect(page.locator("[data-copying]")).to_be_hidden()


def test_plain_copy_is_left_alone_and_more_is_one_tab_away(visit: Open, article: Article) -> None:
    page = opened(visit, article)
    page.focus("[data-text]")
    choose(page, "s2", "s2")
    page.keyboard.press("Control+C")
    assert clipboard(page) == "The bridge reopened on Tuesday."
    expect(page.locator("[data-told]")).to_contain_text("Copied. Copy again with the French")
    page.keyboard.press("Tab")
    expect(page.locator("[data-again]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("Copied: the text, the French and the source.")
    lines = ["The bridge reopened on Tuesday.", "Le pont a rouvert mardi."]
    assert clipboard(page) == "\n\n".join([*lines, source(page, article, 2)])
    expect(page.locator("[data-offer]")).to_be_hidden()


@pytest.mark.parametrize("part", ["h1", "#s4"])
def test_words_chosen_by_mouse_have_the_offer_next_too(
    visit: Open, article: Article, part: str
) -> None:
    checks = [{"code": "number", "words": "The number 14 is missing from the English."}]
    Translation.objects.filter(segment__uid=2).update(checks=checks)
    page = opened(visit, article)
    page.locator(part).dblclick(position={"x": 14, "y": 12})
    page.keyboard.press("Control+C")
    page.keyboard.press("Tab")
    expect(page.locator("[data-again]")).to_be_focused()


def test_only_the_sentences_touched_go_along(visit: Open, article: Article) -> None:
    page = opened(visit, article)
    choose(page, "s3", "s4")
    page.keyboard.press("Control+C")
    page.click("[data-again]")
    copied = clipboard(page)
    assert f"Les riverains l’attendaient depuis 14 mois. {FRENCH}\n\nFiles" in copied
    assert "Le pont a rouvert" not in copied


def test_french_is_offered_with_its_english(visit: Open, article: Article) -> None:
    page = opened(visit, article, "?view=fr")
    choose(page, "s4", "s4")
    page.keyboard.press("Control+C")
    page.click("text=Copy again with the English and the source")
    assert clipboard(page) == "\n\n".join([FRENCH, ENGLISH, source(page, article, 4)])


def test_reviewed_sentence_says_so(visit: Open, article: Article) -> None:
    article.segments.get(uid=4).translations.update(state="approved")
    page = opened(visit, article)
    pin_last(page)
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    line = source(page, article, 4, "translation reviewed by a person")
    assert clipboard(page).endswith(line)


def test_text_outside_the_article_is_offered_nothing(visit: Open, article: Article) -> None:
    page = opened(visit, article)
    choose(page, "record", "record")
    page.keyboard.press("Control+C")
    assert clipboard(page) == "The record"
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_escape_takes_the_offer_away_and_gives_the_focus_back(
    visit: Open, article: Article
) -> None:
    page = opened(visit, article)
    choose(page, "s2", "s2")
    page.keyboard.press("Control+C")
    page.focus("[data-enough]")
    page.keyboard.press("Escape")
    expect(page.locator("[data-offer]")).to_be_hidden()
    expect(page.locator("[data-text]")).to_be_focused()


def test_page_that_may_not_write_the_clipboard_copies_all_the_same(
    visit: Open, article: Article
) -> None:
    window = visit(permissions=ALLOWED)
    window.page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
    )
    page = window.go(article.get_absolute_url())
    pin_last(page)
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert clipboard(page) == "\n\n".join([ENGLISH, FRENCH, source(page, article, 4)])
    assert window.faults() == []


def test_without_script_the_sentence_page_has_all_to_copy(visit: Open, article: Article) -> None:
    page = visit(java_script_enabled=False).go(f"/articles/{article.pk}/s/4/")
    block = page.locator("blockquote").inner_text()
    address = f"/articles/{article.pk}/v1/#s4 (machine translation)"
    assert block.split("\n\n")[:2] == [ENGLISH, FRENCH]
    assert block.endswith(address)


def test_quotation_is_announced_as_translated_and_copied_as_it_stands(
    visit: Open, article: Article
) -> None:
    page = opened(visit, article)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    assert any("translated quotation" in n.get("name", {}).get("value", "") for n in nodes)
    choose(page, "s4", "s4")
    page.keyboard.press("Control+C")
    assert clipboard(page) == ENGLISH
