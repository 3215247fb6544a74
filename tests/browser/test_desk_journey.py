"""From the queue to the reader: Edith mends and publishes, Rosa sees what, Sam sees no draft."""

from collections.abc import Callable, Iterable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.models import Article
from archive.search import index
from tests.browser.conftest import Visit
from tests.browser.test_signing import PASSWORD, give_figures, give_password
from tests.factories import make_article, make_source, publish
from tests.newsroom.staff import armed, figures, in_groups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
ROUGH, MENDED, AGAIN = (
    "The bridge has rope on Tuesday.",
    "The bridge reopened on Tuesday.",
    "Relief!",
)
DRAFT = "Zqdraft sentence of an article that waits."
PUBLIC = ("/", "/search/?q=zqdraft+waits", "/feed.atom", "/sitemap.xml", "/calendar/", "/sources/")


@pytest.fixture
def waiting() -> Article:
    """A translated article that an editor has yet to release; with another beside it."""
    review = make_source("courrier-de-valmer", release="review")
    draft = make_article(title="Une ébauche", body=[["Une phrase attend."]], source=review)
    publish(draft, {"Une phrase attend.": DRAFT})
    found = make_article(source=review)
    publish(found, {"Le pont a rouvert mardi.": ROUGH})
    # As they are before anybody published them: without an Edition.
    for article in (draft, found):
        Article.objects.filter(pk=article.pk).update(state="hidden", edition=None)
    index.build()
    return found


def sign_in(page: Page) -> None:
    give_password(page, password=PASSWORD)
    give_figures(page, figures())


def press(page: Page, keys: Iterable[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def mend(page: Page, uid: int, text: str) -> None:
    """Word a sentence anew by keys alone, from wherever the focus is."""
    page.focus(f"#s{uid}")
    press(page, "e")
    page.locator(f"#s{uid} textarea").fill(text)
    press(page, ["Control+s"])
    expect(page.locator(f"#s{uid}")).to_have_attribute("data-level", "edited")


def test_edith_mends_and_publishes_and_readers_see_what(
    visit: Open, waiting: Article, edith: User
) -> None:
    edith.set_password(PASSWORD)
    edith.save()
    armed(in_groups(edith, "editor"))
    desk, sam, rosa = visit(), visit(java_script_enabled=False), visit()
    for path in (f"/articles/{waiting.pk}/", f"/articles/{waiting.pk}.json"):
        assert sam.page.request.get(sam.site + path).status == 404

    page = desk.go("/desk/")
    sign_in(page)
    page.get_by_role("link", name="Hidden").first.click()
    page.locator(f".queued a[href*='/desk/articles/{waiting.pk}/']").first.click()
    page.wait_for_url(f"**/desk/articles/{waiting.pk}/**")  # its keys are there when it is loaded
    mend(page, 2, MENDED)
    press(page, ["j", "Shift+A"])
    expect(page.locator("#s3")).to_have_attribute("data-level", "approved")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("button", name="Publish what stands now")).to_be_visible()

    shown = rosa.go(f"/articles/{waiting.pk}/")
    assert MENDED in shown.inner_text("main")
    assert ROUGH not in shown.content()
    assert "Corrected on" not in shown.inner_text("main")

    mend(page, 4, AGAIN)
    shown = rosa.go(f"/articles/{waiting.pk}/")
    assert AGAIN in shown.inner_text("main")
    shown.locator("a[href$='/corrections/']").first.click()
    assert AGAIN in shown.inner_text("main")
    shown = rosa.go(f"/articles/{waiting.pk}/s/4/")
    assert AGAIN in shown.inner_text("main")
    assert rosa.go("/corrections/").locator(f"a[href*='/articles/{waiting.pk}/']").count()
    assert rosa.faults() == []

    for path in PUBLIC:
        answer = sam.page.request.get(sam.site + path)
        assert answer.ok, path
        assert "Zqdraft sentence" not in answer.text(), path
