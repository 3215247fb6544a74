"""The review page by keys alone, without script, with a draft that outlives its tab."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.models import Article, Dismissal, Doubt, Translation
from newsroom.models import Term
from tests.archive.discuss.mending import suggested
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.browser.test_desk import faults
from tests.factories import make_article, make_translation, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}


@pytest.fixture
def article(edith: User) -> Article:
    """An article with a failed check, a doubt, a suggestion, a term and a match."""
    found = make_article()
    publish(found, {MOIS: {"checks": [NUMBER]}})
    quoted = found.segments.get(uid=4)
    Doubt.objects.create(translation=quoted.translations.get(), writer="r")
    suggested(quoted, "“It’s a relief,” says a resident.")
    Term.objects.create(french="riverain", folded="riverain", english="resident", by=edith)
    other = make_article()
    publish(other)
    make_translation(other.segments.get(text=MOIS), "Fourteen!", origin="editor", state="edited")
    return found


@pytest.fixture
def window(visit: Open, edith: User) -> Visit:
    """Edith’s window, signed in."""
    made = visit()
    enter(made, edith, "editor")
    return made


def go(window: Visit, article: Article) -> Page:
    return window.go(f"/desk/articles/{article.pk}/")


def begin(window: Visit, article: Article) -> Page:
    """The page with its first sentence in focus."""
    page = go(window, article)
    page.keyboard.press("j")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def standing(article: Article, uid: int) -> Translation:
    (segment,) = article.segments.filter(uid=uid).with_current()
    return Translation.objects.get(pk=segment.current_id)


def test_keys_edit_save_and_approve(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "a")  # the headline, and on to the next
    expect(page.locator("#s1")).to_have_attribute("data-level", "approved")
    press(page, "e")
    field = page.locator("#s2 textarea")
    expect(field).to_be_focused()
    field.fill("The bridge reopened on Tuesday.")
    press(page, "Control+s")
    expect(page.locator("#s2")).to_have_attribute("data-level", "edited")
    expect(page.locator("#s2")).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("Saved 1 sentence.")
    assert standing(article, 2).text == "The bridge reopened on Tuesday."
    press(page, "k", "ArrowDown", "j")
    expect(page.locator("#s3")).to_be_focused()
    assert faults(window) == []


def test_shortcuts_are_letters_in_a_field(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "Enter")
    page.locator("#s2 textarea").press_sequentially("jkaA?d1")
    press(page, "Escape")
    expect(page.locator("#s2")).to_be_focused()
    assert page.locator("#s2 textarea").input_value().endswith("jkaA?d1")
    assert set(Translation.objects.filter(segment__article=article).values_list("state")) == {
        ("machine",)
    }


def test_keys_can_be_turned_off_for_good(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "?")
    page.click("text=Keys are on")
    page = go(window, article)
    page.focus("#s1")
    press(page, "a", "j")
    expect(page.locator("#s1")).to_be_focused()
    assert standing(article, 1).state == "machine"


def test_all_clean_ones_by_one_key(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "Shift+A")
    expect(page.locator("[data-said]")).to_have_text("Approved 2 sentences.")
    expect(page.locator("[data-counts]")).to_have_text(
        "2 of 4 checked by a person, 1 unsure, 0 clean."
    )
    assert [standing(article, uid).state for uid in (1, 2, 3, 4)] == [
        *("approved", "approved"),
        *("machine", "machine"),
    ]


def test_check_is_dismissed_by_keys_with_an_earlier_reason(
    window: Visit, article: Article, edith: User
) -> None:
    fields = {"french_sha256": "0" * 64, "code": "x", "words": "y"}
    Dismissal.objects.create(**fields, reason="It is spelt out.", by=edith)
    page = begin(window, article)
    press(page, "j", "j", "d", "1")
    expect(page.locator("#s3 .dismissed")).to_contain_text("It is spelt out.")
    expect(page.locator("#s3")).to_have_attribute("data-level", "machine")
    assert Dismissal.objects.filter(words=NUMBER["words"]).count() == 1
    assert faults(window) == []


def test_checks_look_while_one_writes(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "j", "e")
    page.locator("#s3 textarea").fill("The residents had waited for it for months.")
    expect(page.locator("#s3 .editor-found")).to_contain_text("14")
    page.locator("#s3 textarea").fill("The residents had waited for it for 14 months.")
    expect(page.locator("#s3 .editor-found")).to_have_text("The checks find nothing to question.")


def test_match_and_term_are_inserted_by_their_numbers(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "j", "1")
    field = page.locator("#s3 textarea")
    expect(field).to_have_value("Fourteen!")
    press(page, "Control+z")
    expect(field).to_have_value(f"In English: {MOIS}")
    press(page, "End", "Escape", "2")
    expect(field).to_have_value(f"In English: {MOIS}resident")
    expect(field).to_be_focused()


def test_every_wording_is_told_in_place(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "h")
    expect(page.locator("#s1 .row-wordings")).to_contain_text("Stands now")
    press(page, "Escape")
    expect(page.locator(".row-wordings")).to_have_count(0)


def test_conflict_keeps_mine_in_the_field(window: Visit, article: Article, max_: User) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("Edith’s words.")
    make_translation(
        article.segments.get(uid=2), "Max was faster.", origin="editor", state="edited", author=max_
    )
    press(page, "Control+s")
    expect(page.locator("#s2 .editor-theirs")).to_contain_text("by max since you began: “Max was")
    expect(page.locator("#s2 textarea")).to_have_value("Edith’s words.")
    press(page, "Control+s")
    expect(page.locator("#s2 [data-standing]")).to_have_text("Edith’s words.")
    assert standing(article, 2).text == "Edith’s words."


def test_theirs_is_kept_by_one_click(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("Edith’s words.")
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    press(page, "Control+s")
    page.click("text=Keep theirs")
    expect(page.locator("#s2 textarea")).to_have_count(0)
    expect(page.locator("#s2 [data-standing]")).to_have_text("Max.")
    assert standing(article, 2).text == "Max."


def test_draft_outlives_its_tab_and_goes_when_saved(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("A draft.")
    page.close()
    window.page = window_page = page.context.new_page()
    window_page.goto(f"{window.site}/desk/articles/{article.pk}/")
    expect(window_page.locator("#s2 .draft")).to_contain_text("Your unsaved wording of")
    expect(window_page.locator("[data-drafts]")).to_contain_text("1 unsaved wording")
    window_page.click("text=Restore")
    expect(window_page.locator("#s2 textarea")).to_have_value("A draft.")
    window_page.keyboard.press("Control+s")
    expect(window_page.locator("#s2 [data-standing]")).to_have_text("A draft.")
    assert window_page.evaluate("Object.keys(localStorage).length") == 0


def test_draft_is_thrown_away(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("A draft.")
    page = go(window, article)
    page.click("#s2 .draft >> text=Throw away")
    page = go(window, article)
    expect(page.locator(".draft")).to_have_count(0)


def test_draft_is_offered_to_no_other_account(window: Visit, article: Article, max_: User) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("A draft.")
    enter(window, max_, "editor")
    page = go(window, article)
    expect(page.locator("[data-said]")).to_have_count(1)
    expect(page.locator(".draft")).to_have_count(0)


def test_all_drafts_are_saved_at_once(window: Visit, article: Article) -> None:
    page = begin(window, article)
    for uid in (1, 2):
        page.focus(f"#s{uid}")
        press(page, "e")
        page.locator(f"#s{uid} textarea").fill(f"Draft {uid}.")
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    page.click("text=Save all")
    page.wait_for_selector("text=Not saved yet")
    expect(page.locator("#mine-1")).to_have_value("Draft 1.")
    expect(page.locator("#mine-2")).to_have_value("Draft 2.")
    page.click("text=Save all of mine")
    page.wait_for_selector("text=Saved 2 sentences.")
    expect(page.locator(".draft")).to_have_count(0)


def test_signed_out_in_between_nothing_is_lost(window: Visit, article: Article) -> None:
    page = begin(window, article)
    press(page, "j", "e")
    page.locator("#s2 textarea").fill("A draft.")
    page.context.clear_cookies()
    press(page, "Control+s")
    expect(page.locator("[data-said]")).to_contain_text("you may be signed out")
    expect(page.locator("#s2 textarea")).to_have_value("A draft.")


def test_all_of_it_without_script(visit: Open, article: Article, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = go(window, article)
    page.get_by_label("Edit sentence 2").click()
    page.fill("textarea", "Les riverains.")
    page.click("text=Check it first")
    assert page.input_value("textarea") == "Les riverains."
    page.fill("textarea", "The bridge reopened on Tuesday.")
    page.click("button.main")
    answered(page, "Saved 1 sentence.")
    page.click("#s1 >> text=Approve")
    answered(page, "Approved: sentence 1.")
    page.click("#s3 >> text=Dismiss")
    page.fill("input[name=own]", "It is spelt out.")
    page.click("main button:text-is('Dismiss')")
    answered(page, "Dismissed, wherever")
    page.click("text=Approve all clean ones")
    answered(page, "Approved 1 sentence.")
    assert [standing(article, uid).state for uid in (1, 2, 3, 4)] == [
        *("approved", "edited"),
        *("approved", "machine"),
    ]


def test_no_barrier_whatever_is_open(
    visit: Open, article: Article, edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    page = begin(window, article)
    press(page, "j", "j", "d", "Escape", "h", "e")
    page.locator("#s3 textarea").fill("They waited.")
    expect(page.locator("#s3 .editor-found .reason").first).to_be_visible()
    assert barriers(page) == []
    page = window.go(f"/desk/articles/{article.pk}/s/3/")
    assert barriers(page) == []
    assert faults(window) == []


def test_page_of_three_hundred_sentences_is_quick(window: Visit, article: Article) -> None:
    body = [[f"Phrase {n} sur le pont qui a rouvert mardi matin." for n in range(300)]]
    long = make_article(title=None, body=body)
    publish(long)
    page = go(window, long)
    assert page.locator("textarea:visible").count() == 0
    timing = page.evaluate(
        "() => { const t = performance.getEntriesByType('navigation')[0];"
        " return [t.responseEnd, t.domContentLoadedEventEnd, t.loadEventEnd]; }"
    )
    page.keyboard.press("j")
    moved = page.evaluate(
        """async () => {
          const start = performance.now();
          for (let n = 0; n < 100; n++) document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "j", bubbles: true }));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return performance.now() - start;
        }"""
    )
    print(f"300 sentences: {timing} ms; a hundred steps with j: {moved:.0f} ms")
    expect(page.locator("#s101")).to_be_focused()
    assert moved < 10_000
