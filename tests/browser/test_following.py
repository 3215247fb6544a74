"""A feed is added in the admin, its articles come in by themselves, and a later edit is shown.

All of it by a whole site: its own web server, worker, clock and index, the package that ships,
and a newspaper of the test's own that serves what it likes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.newsroom.staff import figures
from tests.press import XML, Item, Press, article_html, rss
from tests.servers import free_port
from tests.sites import Site

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds
NEWEST = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PAPER = "Le Courrier de Valmer"
TEXTS = {
    "Le marché de Valmer change de place": (
        "Le marché de Valmer quitte la place du port pour les halles neuves de la gare.",
        "La mairie a compté 12 marchands le premier jour, malgré la pluie et le froid.",
        "« Nous vendons mieux ici », dit une marchande de poisson.",
    ),
    "La bibliothèque ouvre le dimanche": (
        "La bibliothèque de Valmer ouvre désormais ses portes le dimanche après-midi.",
        "Les lecteurs pourront emprunter 5 livres de plus pendant l’été, annonce la directrice.",
    ),
    "Un phare repeint par les écoliers": (
        "Les écoliers de Valmer ont repeint le vieux phare avec l’aide de leurs parents.",
        "Le chantier a duré 3 semaines et la peinture a été offerte par le club de voile.",
    ),
}
EDITED, *OTHERS = TEXTS
NOW_SAYS = "La mairie a compté 40 marchands le premier jour, malgré la pluie et le froid."
BRING_FORWARD = """
from django.utils import timezone
from archive.models import Feed, Page
Feed.objects.update(next_fetch_at=timezone.now())
Page.objects.update(next_fetch_at=timezone.now())
"""


def print_paper(press: Press, **edited: tuple[str, ...]) -> str:
    """Serve the articles and the feed that lists them; the feed's address."""
    items = []
    for number, (title, text) in enumerate(TEXTS.items()):
        told, url = edited.get(f"n{number}", text), f"{press.origin()}/articles/{number}"
        date = NEWEST - number * timedelta(hours=3)
        press.put(f"/articles/{number}", article_html(title, told, date=date))
        items.append(Item(title, url, told[1], date=date))
    channel = {"title": PAPER, "link": f"{press.origin()}/"}
    press.put("/fil.xml", rss(items, **channel), content_type=XML)
    return f"{press.origin()}/fil.xml"


@pytest.fixture
def site(embedded_site: Site, press: Press) -> Site:
    """A whole site that may fetch from the press, all its processes running."""
    port = free_port()
    embedded_site.env |= {
        "FETCH_EXCEPTIONS": f"127.0.0.0/8:{press.port}",
        "FETCH_PAUSE": "0",
        "TRANSLATION_ENGINE": "argos",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    embedded_site.start_web(port)
    embedded_site.start_worker()
    embedded_site.start_beat()
    embedded_site.start_index()
    return embedded_site


@pytest.fixture
def window(site: Site, browser: Browser) -> Iterator[Visit]:
    """A window on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield Visit(context.new_page(), site.env["SITE_URL"])
    context.close()


@pytest.fixture
def rosa_sees(site: Site, browser: Browser) -> Iterator[Page]:
    """Rosa's window, without scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=site.env["SITE_URL"])
    yield context.new_page()
    context.close()


ARM = """
from django.contrib.auth.models import User
from tests.newsroom.staff import armed
armed(User.objects.get(username="opal"))
"""


def sign_in(window: Visit, site: Site) -> Page:
    """As an operator, by the form."""
    made = site.manage("create_editor", "opal", "--group", "operator", "--generate")
    page = window.go("/admin/")
    page.fill("input[name=username]", "opal")
    page.fill("input[name=password]", made.stdout.split()[-1])
    page.locator("main button").click()
    armed = site.python(ARM)
    assert armed.returncode == 0, armed.stderr
    page = window.go("/admin/")
    page.fill("input[name=figures]", figures())
    page.get_by_role("button", name="Go on").click()
    return page


def follow(page: Page, feed: str) -> None:
    """From the admin's sources to the accepted feed."""
    page.get_by_role("link", name="Sources", exact=True).click()
    page.get_by_role("link", name="Add source").click()
    page.get_by_label("Address of a feed or a site").fill(feed)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=PAPER)).to_be_visible(timeout=PATIENCE)
    main = page.inner_text("main")
    assert all(title in main for title in TEXTS)
    assert all(sentence in main for sentence in TEXTS[EDITED])
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("[role=status]")).to_have_text(
        f"“{PAPER}” is followed: 1 feed, asked at once."
    )


def until(page: Page, address: str, holds: Callable[[str], bool]) -> None:
    """Open the page again and again until its text is as it should be."""
    for _ in range(PATIENCE // 500):
        page.goto(address)
        if holds(page.inner_text("main")):
            return
        page.wait_for_timeout(500)
    pytest.fail(f"{address} still says: {page.inner_text('main')}")


def has_come_in(text: str) -> bool:
    """Whether the home page holds all of it, in English."""
    return all(title in text for title in TEXTS) and "translation pending" not in text.lower()


def test_feed_is_followed_and_a_later_edit_is_shown(
    site: Site, press: Press, window: Visit, rosa_sees: Page
) -> None:
    follow(sign_in(window, site), print_paper(press))
    assert window.errors == []
    page = rosa_sees
    until(page, "/", has_come_in)

    first, second, third = TEXTS[EDITED]
    print_paper(press, n0=(first, NOW_SAYS, third))
    brought = site.python(BRING_FORWARD)
    assert brought.returncode == 0, brought.stderr
    page.locator(".entry", has_text=EDITED).locator("h3 a").click()
    until(page, page.url, lambda text: "Changed by the source" in text)
    page.get_by_role("link", name="what changed").click()
    main = page.inner_text("main")
    for words in ("What the source changed", second, NOW_SAYS):
        assert words in main
    english = page.locator(".changed-line .english").all_inner_texts()
    assert "12" in english[0]
    assert "40" in english[1]
    assert TEXTS[OTHERS[0]][0] not in main
    assert press.asked_for("/articles/0", host="127.0.0.1")[-1].headers["user-agent"]
