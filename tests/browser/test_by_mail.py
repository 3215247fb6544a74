"""The way by a letter: by the keyboard, without JavaScript, shutting nobody out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from archive.discuss import letters, mail_links
from archive.models import Comment, MailLink
from tests.archive.discuss.mailing import ROSA, asking, suggested
from tests.archive.discuss.writing import say, translated
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


@pytest.fixture
def comment() -> Comment:
    """Rosa's comment, one that was refused, and a suggestion."""
    article = translated()
    say(article, "Buy a bridge! " * 20, email=ROSA, state="rejected")
    suggested(article, state="rejected", reason="Too free.", note="I think so.")
    return asking(article, body="I crossed it today.\n\nhttps://a.example/a-bridge")


def link() -> str:
    mail_links.ask(ROSA)
    return f"/comments/by-mail/{mail_links.token(MailLink.objects.latest('pk'))}/"


def press(page: Page, name: str) -> None:
    """Come to the button by the keyboard alone, and press it."""
    button = page.get_by_role("button", name=name)
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_no_page_on_the_way_has_a_barrier(
    visit: Open, comment: Comment, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    quiet = letters.quiet_address(comment)
    ways = (
        "/comments/by-mail/",
        "/comments/by-mail/?asked",
        quiet,
        "/comments/by-mail/1-x/",
        link(),
    )
    found = [barriers(window.go(way)) for way in ways]
    page = window.page
    press(page, "Show what I wrote")
    found.append(barriers(page))
    page.get_by_label("Yes, erase all").check()
    press(page, "Erase it all")
    found.append(barriers(page))
    assert page.get_by_role("heading", name="All is erased").count() == 1
    assert found == [[]] * len(found)
    assert window.faults() == []


def test_whole_way_goes_without_javascript(visit: Open, comment: Comment) -> None:
    window = visit(java_script_enabled=False)
    page = window.go("/comments/by-mail/")
    page.get_by_label("E-mail").fill(ROSA)
    page.get_by_role("button", name="Send me the letter").click()
    assert page.get_by_role("heading", name="Look into your letters").count() == 1
    page = window.go(link())
    page.get_by_role("button", name="Show what I wrote").click()
    with page.expect_download() as given:
        page.get_by_role("button", name="Download it").click()
    assert given.value.suggested_filename == "what-i-wrote.json"
    page.get_by_label("Yes, erase all").check()
    page.get_by_role("button", name="Erase it all").click()
    assert page.get_by_text("Gone for good: 2 comments and 1 suggestion.").count() == 1


def test_letters_end_with_two_keys(visit: Open, comment: Comment) -> None:
    page = visit().go(letters.quiet_address(comment))
    press(page, "Send no more")
    assert page.get_by_role("heading", name="No more letters").count() == 1
    comment.refresh_from_db()
    assert not comment.notify
