"""The conversation by keyboard alone, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from archive.discuss.order import PAGE
from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment, Report
from tests.archive.discuss.writing import WRITER, say, translated
from tests.browser.conftest import Visit, take_time

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, visit: Open) -> Visit:
    """A window of somebody who wrote before, so that what they write appears at once."""
    return knows(visit(reduced_motion="reduce", java_script_enabled=request.param))


def knows(window: Visit) -> Visit:
    """The window of a browser that has sent something before."""
    window.page.context.add_cookies([{"name": COOKIE, "value": WRITER, "url": window.site}])
    return window


def known(article: Article) -> None:
    """Somebody with WRITER's cookie has a comment on the page."""
    say(article, "An earlier one.", name="Rosa", writer=digest(WRITER))


def tab_to(page: Page, selector: str) -> None:
    """Go there as a keyboard does."""
    wanted = page.locator(selector).first
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def write(page: Page, text: str) -> None:
    """Fill the form in and send it, by keyboard."""
    tab_to(page, "#write-text")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#write-name")
    page.keyboard.type("Rosa")
    take_time(page)
    tab_to(page, ".write-form button")
    page.keyboard.press("Enter")


def test_comment_is_written_by_keyboard(reader: Visit, article: Article) -> None:
    known(article)
    page = reader.go(article.get_absolute_url())
    write(page, "Le trottoir est large.")
    comment = page.locator(".comment", has_text="Le trottoir est large.")
    expect(comment).to_be_in_viewport()
    expect(comment.locator(".said")).to_have_attribute("lang", "fr")
    expect(comment.locator("[role=status]")).to_contain_text("your comment is published")
    assert Comment.objects.latest("pk").language == "fr"


def test_reply_is_written_by_keyboard_and_lands_below_what_it_answers(
    reader: Visit, article: Article
) -> None:
    known(article)
    parent = say(article, "Where do bicycles go?", name="Jonas")
    page = reader.go(article.get_absolute_url())
    tab_to(page, f"#comment-{parent.pk} .ways a")
    page.keyboard.press("Enter")
    expect(page.locator(".answering")).to_contain_text("You reply to Jonas")
    expect(page.locator("#comment-form")).to_be_in_viewport()
    write(page, "On the road.")
    answer = page.locator(".comment.depth-2")
    expect(answer).to_contain_text("in reply to Jonas")
    expect(answer).to_be_in_viewport()


def test_report_is_sent_by_keyboard(reader: Visit, article: Article) -> None:
    comment = say(article, "Buy my boats.", name="Boats")
    page = reader.go(article.get_absolute_url())
    tab_to(page, f"#comment-{comment.pk} .ways a:has-text('Report')")
    page.keyboard.press("Enter")
    tab_to(page, "#write-reason_0")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#write-note")
    page.keyboard.type("He means me.")
    take_time(page)
    tab_to(page, ".write-form button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your report was sent")
    assert Report.objects.values_list("reason", "note").get() == ("abuse", "He means me.")


def test_sentence_leads_to_a_form_pinned_to_it_and_the_comment_back(
    reader: Visit, article: Article
) -> None:
    known(article)
    page = reader.go(f"/articles/{article.pk}/s/2/")
    tab_to(page, "a:has-text('Comment on this sentence')")
    page.keyboard.press("Enter")
    expect(page.locator(".answering q")).to_have_text(f"In English: {FRENCH}")
    expect(page.locator("#comment-form")).to_be_in_viewport()
    write(page, "It was a Monday.")
    comment = page.locator(".comment", has_text="It was a Monday.")
    comment.locator(".of-sentence a").press("Enter")
    expect(page.locator("#s2")).to_be_in_viewport()


def test_panel_of_a_sentence_offers_to_comment_and_counts_what_was_said(
    visit: Open, article: Article
) -> None:
    segment = article.segments.get(uid=2)
    say(article, segment=segment, translation=segment.translations.get())
    page = visit().go(f"{article.get_absolute_url()}#s2")
    panel = page.locator("[data-note]")
    expect(panel).to_contain_text("1 comment")
    panel.get_by_role("link", name="Comment", exact=True).click()
    expect(page.locator(".answering q")).to_have_text(f"In English: {FRENCH}")


def test_refused_comment_puts_the_keyboard_on_what_is_to_be_done(
    reader: Visit, article: Article
) -> None:
    page = reader.go(article.get_absolute_url())
    write(page, "See https://a.example " * 6)
    expect(page.locator(".problems")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#write-text")).to_be_focused()
    assert "See https://a.example" in page.locator("#write-text").input_value()


def test_own_comment_is_changed_and_erased_by_keyboard(reader: Visit, article: Article) -> None:
    known(article)
    say(article, "A tpyo.", name="Rosa", writer=digest(WRITER))
    page = reader.go("/comments/")
    tab_to(page, ".comment .ways a")
    page.keyboard.press("Enter")
    tab_to(page, "#write-text")
    page.keyboard.press("Control+a")
    page.keyboard.type("A typo.")
    take_time(page)
    tab_to(page, ".write-form button")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text="A typo.")).to_contain_text("edited")
    reader.go("/comments/")
    tab_to(page, ".comment .ways a:has-text('Erase')")
    page.keyboard.press("Enter")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.locator(".comment").first).to_contain_text("You erased this comment.")


def test_address_of_a_comment_on_page_seven_shows_it(reader: Visit, article: Article) -> None:
    for n in range(7 * PAGE):
        last = say(article, f"Number {n}.")
    page = reader.go(f"/comments/{last.pk}/")
    expect(page.locator(f"#comment-{last.pk}")).to_be_in_viewport()
    expect(page.locator(".thread-pages [aria-current]")).to_have_text("Page 7")
    tab_to(page, ".thread-pages [rel=prev]")
    page.keyboard.press("Enter")
    expect(page.locator("#comments")).to_be_in_viewport()
    expect(page.locator("#comments-heading")).to_have_text("350 comments, page 6 of 7")
