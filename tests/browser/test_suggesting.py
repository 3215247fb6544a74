"""A better wording's way: from a reader without script to the page, the memory and the search."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django import Settings

from archive import ledger
from archive.discuss import suggestions
from archive.discuss.writer import COOKIE
from archive.models import Article, Doubt, Suggestion
from tests.archive.discuss.mending import (
    BETTER,
    FRENCH,
    MACHINE,
    sentence,
    shown,
    standing,
    suggested,
    worded,
)
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter, take_time
from tests.browser.test_desk import faults as staff_faults
from tests.newsroom.staff import in_groups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = Path(__file__).parents[1] / "samples" / "000_d51d13384d74c1f2.txt"
SAID = "Il a ajouté : Cette coopération n'est en aucun cas dirigée contre les pays tiers."
WORDED = "He added that this cooperation is aimed at no third country."
Open = Callable[..., Visit]


@pytest.fixture
def sample(settings: Settings) -> Article:
    """The given article, translated by the real package."""
    settings.TRANSLATION_ENGINE = "argos"
    call_command("ingest", str(SAMPLE), verbosity=0)
    work()
    return Article.objects.get()


@pytest.fixture
def article() -> Article:
    """An article with a sentence that is worth mending."""
    return worded()


def work() -> None:
    """Do all that is due, as a worker does."""
    while ledger.run_due("translate") or ledger.run_due("tag"):
        pass


def faults(window: Visit) -> list[str]:
    """What went wrong, but for the cookie that a writer gets on sending."""
    return [fault for fault in window.faults() if COOKIE not in fault]


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()


def suggest_without_script(window: Visit, article: Article) -> Page:
    """Go to a sentence's form by links alone, fill it in and send it."""
    page = window.go(article.get_absolute_url())
    page.click(".mending-hint a")
    line = page.locator(".line").filter(has=page.locator(f"#s{sentence(article, SAID).uid}"))
    line.locator("a[href$='#suggest']").click()
    page.get_by_label("As it should read").fill(WORDED)
    page.get_by_label("Name to credit").fill("Rosa")
    take_time(page)
    page.get_by_role("button", name="Send the wording").click()
    return page


def test_rosas_wording_is_taken_and_shown_credited_remembered_and_found(
    visit: Open, sample: Article, edith: User, tmp_path: Path
) -> None:
    rosa, editor = visit(java_script_enabled=False), visit(java_script_enabled=False)
    page = suggest_without_script(rosa, sample)
    assert "An editor will look at it." in page.inner_text("main")

    enter(editor, edith, "editor")
    desk = editor.go("/desk/suggestions/")
    assert WORDED in desk.inner_text("main")
    desk.get_by_role("button", name="Accept suggestion").click()
    assert "Accepted: readers see it now." in desk.inner_text("main")

    page.reload()
    assert "An editor accepted your wording" in page.inner_text("main")
    page.click("text=Back to the article")
    assert WORDED in page.inner_text("main")
    page.goto(f"{rosa.site}/articles/{sample.pk}/s/{sentence(sample, SAID).uid}/")
    assert "Suggested by Rosa, accepted by an editor" in page.inner_text("main")

    second = tmp_path / "second.txt"
    second.write_text(
        f"Poutine parle de l’Iran\n\n{SAID}\n\nLe sommet a pris fin jeudi.\n", "utf-8"
    )
    call_command("ingest", str(second), verbosity=0)
    work()
    other = Article.objects.exclude(pk=sample.pk).get()
    assert shown(other, SAID) == WORDED
    assert standing(sentence(other, SAID)).origin == "memory"

    page.goto(f"{rosa.site}/search/")
    search(page, '"aimed at no third country"')
    assert "2 articles" in page.inner_text("main")
    assert faults(rosa) == []


def test_other_articles_are_given_the_wording_without_script(
    visit: Open, article: Article, edith: User
) -> None:
    others = [worded(), worded()]
    suggested(sentence(article))
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/suggestions/")
    page.get_by_role("button", name="Accept suggestion").click()
    page.uncheck("[name=chosen] >> nth=0")  # the newest
    page.get_by_role("button", name="Give it to all that are ticked").click()
    assert "Given to 1 more sentence" in page.inner_text("main")
    assert [shown(each) for each in others] == [BETTER, MACHINE]


def test_keyboard_alone_doubts_and_suggests_in_place(visit: Open, article: Article) -> None:
    window = visit()
    page = window.go(article.get_absolute_url())
    page.focus("[data-text]")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-note]")).to_contain_text(FRENCH)
    press(page, "This reads wrong")
    expect(page.locator("[data-mended]")).to_contain_text("Thank you.")
    assert Doubt.objects.get().translation == standing(sentence(article))

    page.keyboard.press("Enter")  # the focus went on to the next button
    expect(page.get_by_label("As it should read")).to_be_focused()
    page.wait_for_timeout(3200)
    page.keyboard.press("Control+A")
    page.keyboard.type("Residents had waited.")
    press(page, "Send the wording")
    expect(page.locator("[data-suggested]")).to_be_focused()
    expect(page.locator("[data-suggested]")).to_contain_text("The number 14 is missing")
    assert Suggestion.objects.get().text == "Residents had waited."
    page.keyboard.press("Escape")
    expect(page.locator("[data-text]")).to_be_focused()
    assert faults(window) == []


def press(page: Page, name: str) -> None:
    """Tab to the button of that name, as a reader does, and press it."""
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by the keyboard to “{name}”")


def test_refused_wording_stays_in_its_place_with_the_reason(visit: Open, article: Article) -> None:
    window = visit()
    page = window.go(f"{article.get_absolute_url()}#s{sentence(article).uid}")
    page.click("[data-better]")
    page.wait_for_timeout(3200)
    page.click("text=Send the wording")
    expect(page.locator("[data-mending] .problems")).to_contain_text(
        "That is the wording that stands"
    )
    page.fill("#word-text", BETTER)
    page.click("#s2")  # another sentence, and back again
    expect(page.locator("#word-text")).to_have_count(0)
    page.click("#s3")
    expect(page.locator("#word-text")).to_have_value(BETTER)
    page.click("text=Send the wording")
    expect(page.locator("[data-suggested]")).to_contain_text("An editor will look at it.")
    assert page.url.endswith("#s3")
    assert faults(window) == []


def test_keys_decide_row_after_row(visit: Open, article: Article, edith: User) -> None:
    lines = [sentence(article, line) for line in (FRENCH, "Le pont a rouvert mardi.")]
    suggested(lines[0])
    suggested(lines[1], "The bridge is open.")
    suggested(sentence(article, "Le pont rouvre"), "Bridge open")
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/suggestions/")
    page.click("text=Work with keys")
    page.keyboard.press("a")
    answered(page, "Accepted: readers see it now.")
    page.keyboard.press("j")
    page.keyboard.press("2")
    answered(page, "Not taken: its writer is told the reason.")
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(" again.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answered(page, "None waits.")
    rows = Suggestion.objects.order_by("pk").values_list("state", "reason")
    assert list(rows) == [
        ("accepted", ""),
        ("accepted_edited", ""),
        ("rejected", "The French says something else."),
    ]
    assert shown(article, lines[1].text) == "The bridge is open. again."
    assert staff_faults(window) == []


@pytest.mark.drill
def test_no_page_of_a_reader_who_mends_has_a_barrier(
    visit: Open, article: Article, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    segment = sentence(article)
    page = window.go(f"{article.get_absolute_url()}#s{segment.uid}")
    page.click("[data-better]")
    page.wait_for_selector("#word-text")
    assert barriers(page) == []
    window.go(f"/articles/{article.pk}/s/{segment.uid}/?doubted=1")
    assert barriers(page) == []
    take_time(page)
    for text in (MACHINE, "Residents had waited."):  # refused, then taken
        page.fill("#word-text", text)
        page.click("text=Send the wording")
        assert barriers(page) == []
    for way in ("Take it back", "Leave it", "All you suggested"):
        page.click(f"text={way}")
        assert barriers(page) == []
    assert faults(window) == []


@pytest.mark.drill
def test_no_page_of_an_editor_who_decides_has_a_barrier(
    visit: Open, article: Article, edith: User, size: tuple[int, int], scheme: str
) -> None:
    worded()
    in_groups(edith, "editor")
    made = suggested(sentence(article), note="It limps.", hold_reason="links", evidence="a.example")
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    other = suggested(sentence(article, "Le pont rouvre"), "Open bridge", note="Why not?")
    suggestions.reject(suggested(sentence(article), "No."), by=edith, reason="No.")
    Doubt.objects.create(translation=standing(sentence(article)), writer="rosa")
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    for rest in (f"?accepted={made.pk}", "?show=decided", f"{other.pk}/", "../review/"):
        page = window.go(f"/desk/suggestions/{rest}")
        assert barriers(page) == [], rest
        assert staff_faults(window) == [], rest
