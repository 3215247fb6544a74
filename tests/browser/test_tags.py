"""Names in a browser: an index that narrows as one types, and marks that come and go in place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from archive.models import Article, Tag, Tagging
from tests.browser.conftest import DESK, PHONE, Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
SAID = "« Poutine », dit Élise Martin à Kazan."
TOLD = "“Putin”, says Élise Martin in Kazan."
MARKS = ".text a.mention"


@pytest.fixture
def article() -> Article:
    """An article that names two people and a city."""
    made = make_article(title="Le pont", body=[[SAID, "Il sort."]])
    publish(made, {"Le pont": "The bridge", SAID: TOLD, "Il sort.": "He leaves."})
    for slug, label, kind, place in (
        ("putin", "Vladimir Putin", "person", [2, 2, 9]),
        ("martin", "Élise Martin", "person", [2, 17, 29]),
        ("kazan", "Kazan", "place", [2, 32, 37]),
    ):
        tag = Tag.objects.create(slug=slug, label_en=label, kind=kind)
        tag.aliases.create(text=f"Autre {label}", folded=f"autre {label.lower()}")
        Tagging.objects.create(article=made, tag=tag, origin="machine", offsets=[place])
    return made


def shown(page: Page) -> list[str]:
    names = page.locator("[data-entry] > a")
    return [name.inner_text() for name in names.all() if name.is_visible()]


@pytest.mark.usefixtures("article")
class TestIndex:
    def test_it_narrows_as_one_types(self, visit: Open) -> None:
        window = visit()
        page = window.go("/people/")
        told = page.locator("[data-found]")
        expect(told).to_have_text("2 people")
        page.locator("#find-name").press_sequentially("ELI")
        assert shown(page) == ["Élise Martin"]
        expect(told).to_contain_text("1 of 2 people on this page.")
        expect(page.locator("#letter-p")).to_be_hidden()
        page.locator("#find-name").fill("")
        assert shown(page) == ["Élise Martin", "Vladimir Putin"]
        expect(told).to_have_text("2 people")
        assert window.faults() == []

    @pytest.mark.parametrize("scripts", [True, False])
    def test_enter_looks_at_other_spellings_too(self, visit: Open, *, scripts: bool) -> None:
        page = visit(java_script_enabled=scripts).go("/people/")
        page.locator("#find-name").fill("autre vla")
        page.locator("#find-name").press("Enter")
        page.wait_for_url("**/people/?q=autre+vla")
        assert shown(page) == ["Vladimir Putin"]

    def test_letters_lead_to_their_names(self, visit: Open) -> None:
        page = visit(PHONE).go("/people/")
        page.get_by_role("link", name="P", exact=True).press("Enter")
        expect(page.locator("#letter-p")).to_be_in_viewport()


class TestMarks:
    def test_they_come_and_go_in_place(self, visit: Open, article: Article) -> None:
        window = visit(DESK)
        page = window.go(f"{article.get_absolute_url()}?view=side")
        before = page.locator(".text").bounding_box()
        link = page.locator("[data-names]")
        link.press("Enter")
        expect(link).to_have_text("Unmark names")
        assert page.locator(MARKS).all_inner_texts() == [
            *("Putin", "Élise Martin", "Kazan"),
            *("Poutine", "Élise Martin", "Kazan"),
        ]
        assert page.locator(".text").bounding_box() == before
        expect(page.locator(".text .s q.translated a.mention")).to_have_text("Putin")
        assert page.url.endswith("?view=side&names=1")
        link.press("Enter")
        expect(page.locator(MARKS)).to_have_count(0)
        expect(page.locator("#s2")).to_have_text(TOLD)
        assert page.url.endswith("?view=side")
        assert window.faults() == []

    def test_they_are_remembered_from_view_to_view(self, visit: Open, article: Article) -> None:
        page = visit().go(article.get_absolute_url())
        page.locator("[data-names]").click()
        expect(page.locator(MARKS)).to_have_count(3)
        page.locator("[data-view=lines]").click()
        expect(page.locator(MARKS)).to_have_count(6)
        page.goto(page.url.partition("?")[0])
        expect(page.locator(MARKS)).to_have_count(6)
        page.locator("[data-names]").click()
        expect(page.locator(MARKS)).to_have_count(0)
        page.reload()
        expect(page.locator("[data-names]")).to_have_text("Mark names")
        expect(page.locator(MARKS)).to_have_count(0)

    def test_they_need_no_script(self, visit: Open, article: Article) -> None:
        page = visit(java_script_enabled=False).go(article.get_absolute_url())
        page.locator("[data-names]").click()
        expect(page.locator(MARKS)).to_have_count(3)
        page.locator("[data-view=fr]").click()
        assert page.locator(MARKS).first.inner_text() == "Poutine"
        page.locator("[data-names]").click()
        expect(page.locator(MARKS)).to_have_count(0)

    def test_marked_sentence_is_still_pinned_and_named_by_key(
        self, visit: Open, article: Article
    ) -> None:
        page = visit(DESK).go(f"{article.get_absolute_url()}?names=1")
        page.locator("#s2").click(position={"x": 2, "y": 8})
        expect(page.locator("#s2")).to_contain_class("pinned")
        expect(page.locator(".card .counterpart a.mention").first).to_have_text("Poutine")
        page.locator(MARKS).first.press("Enter")
        page.wait_for_url("**/people/putin/")
        expect(page.locator("h1")).to_have_text("Vladimir Putin")
