"""The whole mission in a browser without JavaScript: found, discussed, approved, corrected."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django import Settings

from archive import ledger
from archive.models import Article
from tests.browser.conftest import Visit, enter, take_time
from tests.factories import make_article, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLE = Path(__file__).parents[1] / "samples" / "000_d51d13384d74c1f2.txt"
SAID = "The summit at Kazan deserves a longer article."
PUBLIC = ("/", "/search/?q=secret", "/search/?q=kazan", "/tags/", "/calendar/", "/sources/")
CORRECTED = "He added: this cooperation is in no way directed against third countries."
Open = Callable[..., Visit]


@pytest.fixture
def sample(settings: Settings) -> Article:
    """The given article, translated by the real package, and one that nobody may see."""
    settings.TRANSLATION_ENGINE = "argos"
    call_command("ingest", str(SAMPLE), verbosity=0)
    while ledger.run_due("translate") or ledger.run_due("tag"):
        pass
    hidden = make_article(title="Kazan en secret", body=[["Kazan est un secret."]])
    publish(hidden)
    Article.objects.filter(pk=hidden.pk).update(state="hidden")
    return Article.objects.published().get()


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()


def comment(page: Page) -> None:
    page.get_by_label("Your comment").fill(SAID)
    page.get_by_label("Name").fill("Rosa")
    take_time(page)
    page.get_by_role("button", name="Send the comment").click()


def approve(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/archive/comment/")
    page.locator("input.action-select").check()
    page.locator("select[name=action]").select_option("approve")
    page.locator("button[name=index]").click()


def correct(page: Page, site: str, article: Article) -> None:
    page.goto(f"{site}/desk/articles/{article.pk}/")
    segment = article.segments.get(text__startswith="Il a ajouté")
    page.locator(f"#s{segment.uid}").get_by_role("link", name="Edit").click()
    page.get_by_label(f"English of sentence {segment.uid}").fill(CORRECTED)
    page.get_by_role("button", name="Save").click()


def test_found_discussed_approved_corrected(
    visit: Open, sample: Article, edith: User, max_: User
) -> None:
    rosa = visit(java_script_enabled=False)
    page = rosa.go("/")
    search(page, "Kazan")
    page.locator(".entry h3 a").click()
    assert page.locator("#s3").count() == 1
    address = page.url
    comment(page)
    assert "waits for a moderator" in page.inner_text("main")
    assert SAID not in visit(java_script_enabled=False).go("/articles/1/").content()

    moderator = visit(java_script_enabled=False)
    enter(moderator, max_, "moderator")
    approve(moderator.page, moderator.site)
    page.goto(address)
    assert SAID in page.inner_text("main")

    editor = visit(java_script_enabled=False)
    enter(editor, edith, "editor")
    correct(editor.page, editor.site, sample)
    page.goto(f"{rosa.site}{Article.objects.get(pk=sample.pk).get_absolute_url()}")
    assert CORRECTED in page.inner_text("main")
    page.goto(f"{rosa.site}/articles/{sample.pk}/s/3/")
    assert CORRECTED in page.inner_text("main")
    assert "Written by an editor" in page.inner_text("main")
    page.goto(f"{rosa.site}/search/")
    search(page, '"in no way directed"')
    assert "1 article" in page.inner_text("main")


def test_sam_finds_nothing_hidden(visit: Open, sample: Article) -> None:
    hidden = Article.objects.get(state="hidden")
    window = visit(java_script_enabled=False)
    for address in PUBLIC:
        page = window.go(address)
        assert "Kazan en secret" not in page.content(), address
        assert f"/articles/{hidden.pk}/" not in page.content(), address
