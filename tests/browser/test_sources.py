"""The staff's pages of sources in a browser: no barrier, and all of it without script."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload

from archive.models import Article, Feed, Source
from newsroom.models import Host
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.browser.test_desk import faults
from tests.factories import make_article, make_source, publish
from tests.newsroom.curate.followed import NOT_FRENCH, failing, make_feed, make_page, valmer
from tests.newsroom.curate.test_opml_views import LIST, opml
from tests.newsroom.wire.valmer import print_paper
from tests.press import Press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
FILE = FilePayload(name="feeds.opml", mimeType="text/xml", buffer=opml(*LIST))


@pytest.fixture
def source() -> Source:
    """A source with feeds and pages in every state."""
    found = valmer(release="review", licence_note="Avec l’accord du journal.")
    feed = failing(found, title="À la une")
    make_feed(found, "https://valmer.example/sport", state="paused")
    make_feed(found, "https://valmer.example/ancien", state="gone", problem="It answered 410.")
    article = make_article(source=found)
    publish(article)
    make_page(found, "pont", article, feed=feed)
    long = "un-titre-sans-fin-" * 12
    make_page(found, long, feed=feed, state="refused", problem=NOT_FRENCH, next_fetch_at=None)
    make_page(found, "demain", feed=feed)
    make_source("gazette", display="metadata")
    Host.objects.create(origin="https://valmer.example", problem="It asked us to wait.")
    return found


def looked_at(window: Visit, address: str = "") -> None:
    """Open the address, or look at what is open."""
    page = window.go(address) if address else window.page
    assert barriers(page) == [], page.url


@pytest.mark.drill
def test_no_page_of_sources_has_a_barrier(
    visit: Open,
    source: Source,
    open_press: Press,
    edith: User,
    size: tuple[int, int],
    scheme: str,
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "operator", "editor")
    for address in ("", "?show=problem&q=x", "valmer/", "valmer/?state=refused", "add/?plain"):
        looked_at(window, f"/desk/sources/{address}")
    page = window.go("/desk/sources/add/")
    page.fill("#id_address", print_paper(open_press))
    page.click("text=Preview")
    page.wait_for_selector("text=One article, as it would be stored")
    looked_at(window)
    page.locator("#id_name").evaluate("e => { e.form.noValidate = true; e.value = ''; }")
    page.click("main button.main")
    looked_at(window)
    page = window.go("/desk/sources/import/")
    page.set_input_files("input[type=file]", files=FILE)
    page.click("main button.main")
    looked_at(window)
    assert faults(window) == []


def test_admin_of_the_wire_breaks_no_policy(visit: Open, source: Source, edith: User) -> None:
    window = visit()
    enter(window, edith, "operator")
    for name in ("archive/source", "archive/feed", "archive/page", "newsroom/host"):
        window.go(f"/admin/{name}/").locator("#result_list tbody th a").first.click()
        assert faults(window) == [], window.page.url
        assert "/change/" in window.page.url


def test_source_is_added_without_script(visit: Open, open_press: Press, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "operator")
    page = window.go("/desk/sources/add/")
    page.fill("#id_address", print_paper(open_press))
    page.click("text=Preview")
    page.click("main button.main")
    answered(page, "is followed: 1 feed")
    page.get_by_role("button", name="Pause").click()
    assert Feed.objects.get().state == "paused"
    page.get_by_role("button", name="Resume").click()
    assert Feed.objects.get().state == "followed"


def test_button_says_that_it_works_and_is_not_pressed_twice(
    visit: Open, open_press: Press, edith: User
) -> None:
    url = print_paper(open_press)
    window = visit()
    enter(window, edith, "operator")
    page = window.go("/desk/sources/add/")
    page.fill("#id_address", url)
    pressed = "e => { e.click(); e.click(); return document.querySelector('.waits').textContent; }"
    said = page.locator("main button", has_text="Preview").evaluate(pressed)
    assert said == "It is being looked at: this may take half a minute."
    page.wait_for_selector("text=One article, as it would be stored")
    assert len(open_press.asked_for("/")) == 1


def test_article_is_added_by_its_address_without_script(
    visit: Open, open_press: Press, edith: User
) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/articles/add/")
    print_paper(open_press)
    page.fill("#id_address", f"{open_press.origin()}/0.html")
    page.click("text=Preview")
    answered(page, "A new article")
    page.click("main button:text-is('Store')")
    answered(page, "Stored 1 article")
    assert Article.objects.get().canonical_url == f"{open_press.origin()}/0.html"
