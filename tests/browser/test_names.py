"""The page “Names” by keys in a browser, and whole without script."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from archive.models import Merge, StopName, MergeSuggestion, Tag
from tests.archive.authority.records import by_machine, make_tag
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.test_access import barriers
from tests.browser.test_desk import enter, faults
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


def test_keys_settle_row_after_row(visit: Open, tags: list[Tag], edith: User) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/names/")
    page.click("text=Work with keys")
    page.keyboard.press("m")
    page.wait_for_selector("text=Merged 1 pair.")
    assert Merge.objects.get().heir == tags[0]
    page.keyboard.press("r")  # the row in its place: Putin
    page.wait_for_selector("text=Reviewed 1 record.")
    page.keyboard.press("j")
    page.keyboard.press("h")  # Iran, below Conseil
    page.wait_for_selector("text=Hidden from readers: 1 record.")
    page.keyboard.press("k")
    page.keyboard.press("s")
    page.wait_for_selector("text=Stopped 1 record")
    expected = {"putin": "reviewed", "poutine": "auto", "iran": "hidden", "conseil": "auto"}
    assert statuses() == expected
    assert StopName.objects.get().text == "Conseil"
    assert faults(window) == []


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
    assert "Hide: 2 records?" in page.content()
    page.click("main button.main")
    assert "Hidden from readers: 2 records." in page.content()
    page.click(".names-last button")
    assert "Undone: 2 acts." in page.content()
    assert set(statuses().values()) == {"auto"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
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
    over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
    assert faults(window) == []
