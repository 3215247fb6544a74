"""The page “Names” by keys in a browser, and whole without script."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive import authority
from archive.models import Merge, MergeSuggestion, StopName, Tag
from tests.archive.authority.records import by_machine, make_tag
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.browser.test_desk import faults
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


@pytest.fixture
def tags() -> list[Tag]:
    """Records on fewer and fewer articles; the second may be the first."""
    made = [make_tag(name, name) for name in ("Putin", "Poutine", "Conseil", "Iran")]
    for n, tag in enumerate(made):
        for _ in range(4 - n):
            article = make_article()
            publish(article)
            by_machine(article, tag)
    MergeSuggestion.objects.create(tag=made[1], other=made[0], reason="same key", score=0.9)
    return made


def statuses() -> dict[str, str]:
    return dict(Tag.objects.values_list("slug", "status"))


def settle(page: Page, key: str, told: str) -> None:
    """Press the key of an act, and wait until the next page listens for keys."""
    with page.expect_navigation():
        page.keyboard.press(key)
    expect(page.locator("[role=status]")).to_have_text(told)
    expect(page.locator("[data-row]:focus")).to_have_count(1)


def test_keys_settle_row_after_row(visit: Open, tags: list[Tag], edith: User) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    page.click("text=Work with keys")
    settle(page, "m", "Merged 1 pair.")
    assert Merge.objects.get().heir == tags[0]
    settle(page, "r", "Reviewed 1 record.")  # the row in its place: Putin
    page.keyboard.press("j")
    settle(page, "h", "Hidden from readers: 1 record.")  # Iran, below Conseil
    page.keyboard.press("k")
    settle(page, "s", "Stopped 1 record: the articles are read again.")
    expected = {"putin": "reviewed", "poutine": "auto", "iran": "hidden", "conseil": "auto"}
    assert statuses() == expected
    assert StopName.objects.get().text == "Conseil"
    assert faults(window) == []


def reach(page: Page, selector: str) -> None:
    """Come to it with Tab alone, as somebody without a mouse does."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


def test_pair_is_merged_and_parted_by_keyboard_alone(
    visit: Open, tags: list[Tag], edith: User
) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    reach(page, "[data-begin]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("m")
    expect(page.locator("[role=status]")).to_have_text("Merged 1 pair.")
    expect(page.locator("#records + .content [data-row]").first).to_be_focused()
    reach(page, "button[aria-label^='Undo:']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("Undone: 1 act.")
    assert Merge.objects.get().undone_at is not None


@pytest.mark.parametrize("scripts", [True, False])
def test_record_is_merged_from_its_row_by_keyboard_alone(
    visit: Open, tags: list[Tag], edith: User, *, scripts: bool
) -> None:
    window = visit(java_script_enabled=scripts)
    enter(window, edith, "editor")
    page = window.go("/desk/names/?q=conseil")
    reach(page, "details > summary")
    page.keyboard.press("Enter")
    reach(page, "[name=into]")
    page.keyboard.type("Iran")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("“Conseil” is part of “Iran” now.")
    assert page.url.endswith("/desk/names/?q=conseil")
    assert Merge.objects.get().heir == tags[3]


def test_u_undoes_one_act_after_the_other(visit: Open, tags: list[Tag], edith: User) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    page.click("text=Work with keys")
    for key in "mr":
        with page.expect_navigation():
            page.keyboard.press(key)
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("u")
    assert set(statuses().values()) == {"auto"}
    assert Merge.objects.get().undone_at is not None


def test_keys_do_nothing_while_one_writes(visit: Open, tags: list[Tag], edith: User) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    page.click("summary >> nth=0")
    page.fill("input[name=en] >> nth=0", "")
    page.type("input[name=en] >> nth=0", "marsh")
    assert page.input_value("input[name=en] >> nth=0") == "marsh"
    assert statuses()["putin"] == "auto"


def test_batch_is_counted_done_and_undone_without_script(
    visit: Open, tags: list[Tag], edith: User
) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    for name in ("Iran", "Conseil"):
        page.check(f"[aria-label='Choose {name}']")
    page.click("#of-records >> text=Hide")
    answered(page, "Hide: 2 records?")
    page.click("main button.main")
    answered(page, "Hidden from readers: 2 records.")
    page.click(".names-last button")
    answered(page, "Undone: 2 acts.")
    assert set(statuses().values()) == {"auto"}


@pytest.mark.drill
def test_page_with_pairs_and_past_has_no_barrier(
    visit: Open, tags: list[Tag], edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    page.click("[aria-label='Reviewed: Iran']")
    page.click("summary >> nth=0")
    assert barriers(page) == []
    page.check("[aria-label='Choose Putin']")
    page.check("[aria-label='Choose Conseil']")
    assert "(2)" in page.inner_text("#of-records")
    page.click("#of-records >> text=Hide")
    assert barriers(page) == []
    assert faults(window) == []


@pytest.fixture
def curated(tags: list[Tag], edith: User) -> list[str]:
    """Every page about names, each with all that it can show."""
    putin, poutine, conseil, iran = tags
    stranger = Tag.objects.create(kind="person", slug="nobody", label_en="Nobody")
    poutine.aliases.create(text="le tsar", folded="le tsar")
    authority.rename(putin, "Vladimir Putin", "Vladimir Poutine", edith)
    authority.undo_merge(authority.merge(poutine, putin, edith), edith)
    authority.merge(poutine, putin, edith)
    authority.hide(conseil, edith)
    authority.stop("Iran", "", edith)
    MergeSuggestion.objects.create(tag=stranger, other=iran, reason="shared article", score=0.6)
    alike = MergeSuggestion.objects.create(tag=stranger, other=putin, reason="similar", score=0.9)
    authority.dismiss(alike, edith)
    records = [f"/desk/names/{tag.slug}/" for tag in (*tags, stranger)]
    lists = ["", "?status=any", "?status=hidden", "?q=nothing+like+it"]
    return [*(f"/desk/names/{query}" for query in lists), *records, "/desk/stop-names/"]


@pytest.mark.drill
def test_no_page_about_names_has_a_barrier(
    visit: Open, curated: list[str], edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    for address in curated:
        page = window.go(address)
        assert barriers(page) == [], address
        assert faults(window) == [], address
