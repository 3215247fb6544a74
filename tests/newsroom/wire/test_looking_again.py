"""Looking at pages again: what changes, what stays, and what is not believed."""

from datetime import timedelta

import pytest

from archive.models import Article, Capture, Job, Page, Source
from newsroom.models import Host
from newsroom.wire.rechecks import CHECKS, LESS
from newsroom.wire.story import HOME, NOARCHIVE
from newsroom.wire.taking import FEED_LESS
from tests.newsroom.wire.pages import (
    FIRST,
    PATH,
    SECOND,
    TEXT,
    THIRD,
    TITLE,
    TOLD_BY_FEED,
    document,
    held,
    journal,
    listed,
    show,
    take,
)
from tests.press import Press, Reply

pytestmark = pytest.mark.django_db

PORT = [f"Le bateau numéro {n} est rentré au port de Valmer avec ses filets." for n in range(9)]
WALL = (
    "La suite de cet article est réservée à nos abonnés. Abonnez-vous pour un euro par mois et "
    "lisez tous les articles du Courrier de Valmer sur tous vos écrans."
)


@pytest.fixture
def source(open_press: Press) -> Source:
    return journal(open_press)


@pytest.fixture
def url(open_press: Press) -> str:
    return f"{open_press.origin()}{PATH}"


@pytest.fixture
def page(open_press: Press, source: Source, url: str) -> Page:
    """A page that was taken in a day ago."""
    show(open_press, *TEXT, etag='"1"')
    page = listed(source, url)
    take(page)
    open_press.forget()
    return aged(page, CHECKS[0])


def aged(page: Page, by: timedelta) -> Page:
    """The page as it would be if that much time had passed."""
    assert page.held_at
    assert page.next_fetch_at
    page.held_at, page.next_fetch_at = page.held_at - by, page.next_fetch_at - by
    page.save()
    return page


def test_page_that_says_the_same_is_not_sent_again(open_press: Press, page: Page) -> None:
    seen = page.seen_at
    take(page)
    (asked,) = open_press.asked_for(PATH)
    assert asked.headers["if-none-match"] == '"1"'
    assert asked.status == 304
    assert page.seen_at
    assert seen
    assert page.seen_at > seen
    assert page.held_at
    assert page.next_fetch_at == page.held_at + CHECKS[1]


def test_same_bytes_are_no_change(open_press: Press, page: Page) -> None:
    show(open_press, *TEXT, etag='"2"')
    take(page)
    assert (page.etag, page.problem, Capture.objects.count()) == ('"2"', "", 1)


def test_changed_page_is_a_new_capture(open_press: Press, page: Page) -> None:
    first = page.held_at
    show(open_press, FIRST, SECOND, THIRD, "La lampe est arrivée.", etag='"2"')
    take(page)
    assert held(page) == [TITLE, FIRST, SECOND, THIRD, "La lampe est arrivée."]
    assert page.article
    assert page.article.captures.count() == 2
    assert (page.held_at, page.etag, page.via) == (first, '"2"', "page")


def test_page_is_left_alone_after_the_last_check(page: Page) -> None:
    take(aged(page, CHECKS[1]))
    assert page.next_fetch_at is None


@pytest.mark.parametrize("status", [404, 410])
def test_page_that_is_gone_is_noted_and_its_copy_kept(
    open_press: Press, page: Page, status: int
) -> None:
    open_press.put(PATH, status=status)
    assert take(page).state == Job.State.DONE
    assert page.state == "gone"
    assert page.gone_at
    assert page.held_at
    assert page.next_fetch_at == page.held_at + CHECKS[1]
    assert held(page) == [TITLE, *TEXT]
    assert Article.objects.get().state == Article.State.LIVE


@pytest.mark.parametrize("etag", ['"1"', '"2"'])
def test_page_that_comes_back_is_held_again(open_press: Press, page: Page, etag: str) -> None:
    open_press.put(PATH, status=404)
    take(page)
    show(open_press, *TEXT, etag=etag)
    take(page)
    assert (page.state, page.gone_at, page.problem) == ("held", None, "")


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(status=401), "127.0.0.1 answered 401 (unauthorized)."),
        (Reply(status=403), "127.0.0.1 answered 403 (forbidden)."),
        (Reply(b"%PDF", content_type="application/pdf"), "It is application/pdf, not a web page."),
        (Reply(b"<p>Demain peut-etre."), "It has fewer than 20 words"),
    ],
)
def test_page_that_may_not_be_taken_again_keeps_its_copy(
    open_press: Press, page: Page, reply: Reply, problem: str
) -> None:
    open_press.script(PATH, [reply])
    assert take(page).state == Job.State.DONE
    assert page.problem.startswith(problem)
    assert (page.state, page.via, held(page)) == ("held", "page", [TITLE, *TEXT])
    assert page.next_fetch_at


def test_page_that_asks_for_no_copy_later_keeps_the_one_there_is(
    open_press: Press, page: Page
) -> None:
    show(open_press, FIRST, SECOND, THIRD, x_robots_tag="noarchive")
    take(page)
    assert (page.problem, held(page)) == (NOARCHIVE, [TITLE, *TEXT])


def test_robots_that_come_later_are_obeyed(open_press: Press, page: Page) -> None:
    Host.objects.all().delete()
    open_press.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    take(page)
    assert "robots.txt" in page.problem
    assert (page.state, held(page)) == ("held", [TITLE, *TEXT])
    assert not open_press.asked_for(PATH)


def test_paywall_of_the_next_day_does_not_take_the_text_away(open_press: Press, page: Page) -> None:
    show(open_press, FIRST, WALL, etag='"2"')
    take(page)
    assert (page.state, page.problem, page.etag) == ("held", LESS, '"1"')
    assert held(page) == [TITLE, *TEXT]
    assert Capture.objects.count() == 1
    assert page.next_fetch_at


def test_text_that_stands_whole_again_is_believed(open_press: Press, page: Page) -> None:
    show(open_press, FIRST, WALL, etag='"2"')
    take(page)
    show(open_press, *TEXT, etag='"1"')
    take(page)
    assert page.problem == ""


def test_page_that_leads_home_is_gone(open_press: Press, page: Page) -> None:
    show(open_press, *TEXT, path="/")
    open_press.redirect(PATH, "/")
    take(page)
    assert (page.state, page.problem, held(page)) == ("gone", HOME, [TITLE, *TEXT])


def test_page_that_leads_to_another_article_is_gone(
    open_press: Press, page: Page, source: Source
) -> None:
    show(open_press, TOLD_BY_FEED, path="/port", title="Le port")
    other = listed(source, f"{open_press.origin()}/port")
    take(other)
    open_press.redirect(PATH, "/port")
    take(page)
    assert page.state == "gone"
    assert page.problem == f"Its address now leads to another article, {other.article_id}."
    assert held(page) == [TITLE, *TEXT]


def test_moved_page_stays_one_article(open_press: Press, page: Page) -> None:
    to = f"{open_press.origin()}/phare-de-valmer"
    open_press.redirect(PATH, to)
    show(open_press, *TEXT, "Une lampe neuve arrive.", path="/phare-de-valmer", canonical=to)
    take(page)
    assert Article.objects.get() == page.article
    assert "Une lampe neuve arrive." in held(page)


def test_page_that_leads_to_another_site_is_not_believed(open_press: Press, page: Page) -> None:
    open_press.redirect(PATH, f"{open_press.origin(7)}{PATH}", host="127.0.0.1")
    show(open_press, TOLD_BY_FEED, host="127.0.0.8")
    take(page)
    assert page.problem == f"Its address now leads to another site, 127.0.0.8:{open_press.port}."
    assert held(page) == [TITLE, *TEXT]


def test_page_that_opens_takes_the_place_of_its_feeds_text(
    open_press: Press, source: Source, url: str
) -> None:
    open_press.put(PATH, status=403)
    page = listed(source, url, document(url=url))
    take(page)
    show(open_press, TOLD_BY_FEED, *TEXT)
    take(page)
    assert (page.via, page.problem) == ("page", "")
    assert held(page)[-4:] == list(TEXT)
    open_press.put(PATH, status=403)
    take(page)
    assert page.via == "page"
    assert held(page)[-4:] == list(TEXT)
    assert Article.objects.count() == 1


def test_entry_that_changes_is_a_new_capture(open_press: Press, url: str) -> None:
    page = listed(journal(open_press, take="feed"), url, document(" ".join(TEXT[:3]), url=url))
    take(page)
    changed = listed(page.source, f"{url}/x", document(" ".join(TEXT), url=url))
    page.entry = changed.entry
    page.save()
    take(page)
    assert held(page) == [TITLE, *TEXT]
    assert Article.objects.get().captures.count() == 2


def test_entry_that_shrinks_takes_nothing_away(open_press: Press, url: str) -> None:
    page = listed(journal(open_press, take="feed"), url, document(" ".join(TEXT) * 3, url=url))
    take(page)
    page.entry = listed(page.source, f"{url}/x", document(url=url)).entry
    page.save()
    take(page)
    assert (page.problem, page.state) == (FEED_LESS, "held")
    assert Capture.objects.count() == 1


def test_pages_taken_for_one_by_a_notice_become_two_articles(
    open_press: Press, source: Source
) -> None:
    origin = open_press.origin()
    pages = [listed(source, f"{origin}/{name}") for name in ("a", "b")]
    for path in ("/a", "/b"):
        show(open_press, WALL, path=path)
    take(*pages)
    assert pages[0].article == pages[1].article
    show(open_press, WALL, *TEXT, path="/a")
    show(open_press, *PORT, path="/b", title="Le port")
    for _ in range(2):
        take(*pages)
    assert held(pages[0]) == [TITLE, WALL.split(". ")[0] + ".", WALL.split(". ")[1], *TEXT]
    assert set(held(pages[1])) == {"Le port", *PORT}
    assert (Article.objects.count(), Capture.objects.count()) == (2, 3)
