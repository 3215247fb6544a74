"""Acts on many articles in a browser: no barrier in any look, progress by itself and without."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload, expect

from archive.models import Article, Batch, Job, Tag, Translation
from newsroom.curate import batches
from newsroom.translate import tmx
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, enter
from tests.browser.test_desk import faults
from tests.factories import RECEIVED_AT, make_article, publish
from tests.newsroom.curate.batching import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
CHECKS = [{"code": "number", "words": "The number 14 is missing from the English."}]


@pytest.fixture
def articles() -> list[Article]:
    """Articles of a former package, one of them hidden."""
    bodies = [[["Le pont a rouvert mardi.", f"Une foule de {n} riverains."]] for n in range(3)]
    made = [make_article(body=body) for body in bodies]
    for article in made:
        publish(article)
    Translation.objects.filter(segment__article=made[0]).update(checks=CHECKS)
    Article.objects.filter(pk=made[2].pk).update(state="hidden")
    Tag.objects.create(kind="place", slug="kazan", label_en="Kazan", label_fr="Kazan")
    return made


def begun(kind: str, by: User, articles: list[Article], **asked: object) -> Batch:
    return batches.begin(kind, [each.pk for each in articles], {"filter": {}, **asked}, by)


def memory() -> FilePayload:
    units = [tmx.Unit("Le pont a rouvert mardi.", "The bridge reopened on Tuesday.")]
    made = "".join(tmx.written(units, at=RECEIVED_AT)).encode()
    return {"name": "memory.tmx", "mimeType": "application/x-tmx", "buffer": made}


def test_pages_have_no_barrier_and_run_over_nothing(
    visit: Open, articles: list[Article], edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    done = run(begun(Batch.Kind.RETRANSLATE, edith, articles))
    run(begun(Batch.Kind.HIDE, edith, articles, filter={"state": "live", "checks": "1"}))
    waiting = begun(Batch.Kind.TAG, edith, articles, add=["kazan"])
    Job.objects.filter(kind="batch", key="2").update(state="dead", error="ZeroDivisionError: so")
    addresses = ["/desk/bulk/", "/desk/bulk/?show=1", "/desk/bulk/?tag=nowhere", "/desk/batches/"]
    addresses += [f"/desk/batches/{pk}/" for pk in (done.pk, done.pk + 1, waiting.pk)]
    for address in (*addresses, "/desk/memory/"):
        assert barriers(window.go(address)) == [], address
        assert faults(window) == [], address


def test_previewed_memory_has_no_barrier(
    visit: Open, articles: list[Article], edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    page = window.go("/desk/memory/")
    page.set_input_files("[name=file]", memory())
    page.click("text=See what it would do")
    expect(page.get_by_role("button", name="Word 3 sentences so")).to_be_visible()
    assert barriers(page) == []


def test_many_articles_are_chosen_published_and_undone(
    visit: Open, articles: list[Article], edith: User
) -> None:
    window = visit()
    enter(window, edith, "editor")
    page = window.go("/desk/bulk/")
    page.select_option("[name=state]", "hidden")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Publish: 1 article").click()
    expect(page.get_by_text("1 article: 1 waiting.")).to_be_visible()
    batch = run(Batch.objects.get())
    expect(page.get_by_text("1 article: 1 done.")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Undo").click()
    run(batch)
    expect(page.get_by_text("1 article: 1 undone.")).to_be_visible(timeout=10_000)
    assert set(Article.objects.filter(state="hidden")) == {articles[2]}


def test_without_script_the_page_asks_again_by_itself(
    visit: Open, articles: list[Article], edith: User
) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    batch = begun(Batch.Kind.HIDE, edith, articles[:2])
    page = window.go(f"/desk/batches/{batch.pk}/")
    expect(page.locator("meta[http-equiv=refresh]")).to_have_count(1)
    run(batch)
    page.click("text=Look again")
    expect(page.get_by_text("2 articles: 2 done.")).to_be_visible()
    expect(page.locator("meta[http-equiv=refresh]")).to_have_count(0)
