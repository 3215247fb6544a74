"""A printed article: the languages face each other, and the sheet says where it came from."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from archive.models import Article
from tests.browser.conftest import Visit
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
# What A4 leaves within the margins, at 96 dots an inch.
SHEET = (680, 992)
VIEWS = ["en", "side", "lines", "fr"]
BREAKS = "e => getComputedStyle(e).breakInside"


@pytest.fixture
def article() -> Article:
    """An article whose third sentence is worth checking."""
    made = make_article(body=[["Un mot.", "Il y a 14 mois."]])
    checks = [{"code": "number", "words": "The number 14 is missing from the English."}]
    publish(made, {"Il y a 14 mois.": {"text": "Some time ago.", "checks": checks}})
    return made


def printed(visit: Open, article: Article, view: str, **options: str) -> Page:
    page = visit(SHEET, **options).go(f"{article.get_absolute_url()}?view={view}#s2")
    page.emulate_media(media="print")
    return page


def printed_views(visit: Open, article: Article) -> Iterator[tuple[str, Page]]:
    """The sheet of one view after the other, in one window."""
    window = visit(SHEET)
    window.page.emulate_media(media="print")
    for view in VIEWS:
        yield view, window.go(f"{article.get_absolute_url()}?view={view}#s2")


@pytest.mark.parametrize(("view", "row"), [("side", ".pair"), ("lines", ".line")])
def test_english_and_french_face_each_other(
    visit: Open, article: Article, view: str, row: str
) -> None:
    page = printed(visit, article, view)
    for uid in (2, 3):
        english = page.locator(f"#s{uid}").bounding_box()
        french = page.locator(f"#f{uid}").bounding_box()
        assert english
        assert french
        assert french["x"] >= english["x"] + english["width"]
        assert abs(french["y"] - english["y"]) < 4
        assert french["x"] + french["width"] <= SHEET[0]
    assert page.locator(row).last.evaluate(BREAKS) == "avoid"


def test_sheet_has_notice_citation_address_and_digests(visit: Open, article: Article) -> None:
    edition = article.edition
    assert edition is not None
    sought = edition.capture.sha256, edition.digest, f"/articles/{article.pk}/v1/"
    for view, page in printed_views(visit, article):
        sheet = page.locator(".printed").inner_text()
        assert [words for words in sought if words not in sheet] == [], view
        for words in (
            "Machine-translated from French.",
            "“In English: Le pont rouvre”",
            "14 is missing",
        ):
            expect(page.get_by_text(words).first, view).to_be_visible()


def test_sheet_has_nothing_to_press(visit: Open, article: Article) -> None:
    for view, page in printed_views(visit, article):
        for part in ("nav", "form", "button", "select", ".panel", ".colophon", "#comments"):
            assert page.locator(part).count(), (view, part)
            assert page.locator(f"{part}:visible").count() == 0, (view, part)


def test_dark_screen_prints_black_on_white(visit: Open, article: Article) -> None:
    page = printed(visit, article, "side", scheme="dark")
    colours = "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    for part in ("#s3", "#f3", ".flag", ".notice"):
        found = page.locator(part).first.evaluate(colours)
        assert found == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], part


def test_screen_shows_nothing_of_the_sheet(visit: Open, article: Article) -> None:
    page = visit().go(article.get_absolute_url())
    expect(page.locator(".printed")).to_be_hidden()


def test_long_article_breaks_between_its_rows(visit: Open) -> None:
    made = make_article(body=[["Une phrase qui dure et dure encore. " * 8]] * 40)
    publish(made)
    page = visit().go(f"{made.get_absolute_url()}?view=lines")
    assert page.pdf(format="A4").count(b"/Type /Page\n") >= 3
