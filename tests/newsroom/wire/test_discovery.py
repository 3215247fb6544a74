"""Finding what there is to follow at an address."""

import time

import pytest

from newsroom.wire import discovery
from newsroom.wire.accepting import Refused
from newsroom.wire.asking import Busy, Disallowed
from newsroom.wire.discovery import MOST_REQUESTS, explore, find_feeds
from newsroom.wire.fetching import Unreachable
from newsroom.wire.listing import NoListing
from tests.newsroom.wire.valmer import APART, NEWEST, front, print_feed, print_paper
from tests.press import XML, Item, Press, atom, rss

pytestmark = pytest.mark.django_db
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{origin}/0.html</loc><news:news><news:publication><news:name>Le Courrier de Valmer
</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2026-03-04</news:publication_date>
<news:title>La piscine de Valmer fermera</news:title></news:news></url></urlset>"""


def asked(press: Press) -> list[str]:
    """The paths that it was asked for, but for robots.txt."""
    return [each.path for each in press.asked if each.path != "/robots.txt"]


def test_feed_itself_is_found_with_one_request(open_press: Press) -> None:
    url = print_feed(open_press)
    (found,) = find_feeds(url)
    assert (found.url, found.listing.kind, found.count) == (url, "rss", 3)
    assert asked(open_press) == ["/rss.xml"]


def test_feed_tells_its_dates_and_its_pace(open_press: Press) -> None:
    (found,) = find_feeds(print_feed(open_press))
    assert (found.newest, found.oldest) == (NEWEST, NEWEST - 2 * APART)
    assert found.pace == APART.total_seconds()


def test_feed_without_dates_has_no_pace(open_press: Press) -> None:
    open_press.put("/rss", rss([Item("La piscine", f"{open_press.origin()}/1")]), content_type=XML)
    (found,) = find_feeds(f"{open_press.origin()}/rss")
    assert (found.newest, found.oldest, found.pace) == (None, None, None)


def test_site_leads_to_the_feeds_that_its_head_names(open_press: Press) -> None:
    explored = explore(print_paper(open_press))
    (found,) = explored.feeds
    assert (found.url, found.title) == (f"{open_press.origin()}/rss.xml", "À la une")
    assert explored.site is not None
    assert explored.site.names[0] == "Le Courrier de Valmer"


def test_feeds_of_comments_and_podcasts_are_left_out(open_press: Press) -> None:
    heads = ("/comments/feed Réactions", "/son Le podcast", "/avis Commentaires", "/rss.xml Une")
    open_press.put("/", front(*heads))
    print_feed(open_press)
    assert [each.title for each in find_feeds(f"{open_press.origin()}/")] == ["Une"]
    assert asked(open_press) == ["/", "/rss.xml"]


def test_same_articles_as_rss_and_atom_are_one_feed(open_press: Press) -> None:
    open_press.put("/", front("/rss.xml RSS", "/atom.xml Atom"))
    url = print_feed(open_press)
    entries = [Item(str(n), f"{open_press.origin()}/{n}.html") for n in (2, 0, 1)]
    open_press.put("/atom.xml", atom(entries), content_type=XML)
    assert [each.url for each in find_feeds(f"{open_press.origin()}/")] == [url]


def test_broken_feed_does_not_hide_the_next(open_press: Press) -> None:
    open_press.put("/", front("/broken", "/missing", "/rss.xml"))
    open_press.put("/broken", "Bonjour", content_type=XML)
    url = print_feed(open_press)
    assert [each.url for each in find_feeds(f"{open_press.origin()}/")] == [url]


def test_feeds_may_stand_at_another_host(open_press: Press) -> None:
    open_press.put("/", front(f"{open_press.origin(1)}/rss.xml"))
    url = print_feed(open_press, n=1)
    assert [each.url for each in find_feeds(f"{open_press.origin()}/")] == [url]


def test_site_that_wants_a_long_pause_is_not_said_to_have_no_feed(open_press: Press) -> None:
    rules = "User-agent: *\nCrawl-delay: 60\n"
    open_press.put("/robots.txt", rules, content_type="text/plain")
    home = print_paper(open_press)
    with pytest.raises(Busy):
        find_feeds(home)
    assert asked(open_press) == ["/"]


def test_address_that_no_guard_lets_pass_is_passed_over(open_press: Press) -> None:
    open_press.put("/", front("http://10.0.0.1/rss", "javascript:alert(1)", "/rss.xml"))
    print_feed(open_press)
    assert len(find_feeds(f"{open_press.origin()}/")) == 1


def test_link_that_looks_like_a_feed_is_followed(open_press: Press) -> None:
    links = '<a href="/flux/une.xml">Flux</a> <a href="https://autre.example/rss">Autre</a>'
    open_press.put("/", front(body=f'{links} <a href="/presse.html">Presse</a>'))
    url = print_feed(open_press, "/flux/une.xml")
    assert [each.url for each in find_feeds(f"{open_press.origin()}/")] == [url]
    assert asked(open_press) == ["/", "/flux/une.xml"]


def test_news_sitemap_of_robots_txt_is_found(open_press: Press) -> None:
    origin = open_press.origin()
    lines = f"User-agent: *\nSitemap: {origin}/all.xml\nSitemap: {origin}/news.xml\n"
    open_press.put("/robots.txt", lines, content_type="text/plain")
    open_press.put("/news.xml", SITEMAP.format(origin=origin), content_type=XML)
    open_press.put("/", front())
    (found,) = find_feeds(f"{origin}/")
    assert (found.url, found.listing.kind) == (f"{origin}/news.xml", "sitemap")
    assert asked(open_press) == ["/", "/news.xml"]


def test_usual_paths_are_tried_last_and_the_first_suffices(open_press: Press) -> None:
    open_press.put("/", front())
    url = print_feed(open_press)
    print_feed(open_press, "/feed.xml")
    assert [each.url for each in find_feeds(f"{open_press.origin()}/")] == [url]
    assert asked(open_press) == ["/", "/feed", "/rss.xml"]


def test_permanent_redirect_is_followed_and_kept(open_press: Press) -> None:
    url = print_feed(open_press, "/feed/")
    open_press.redirect("/feed", "/feed/")
    assert [each.url for each in find_feeds(f"{open_press.origin()}/feed")] == [url]


def test_passing_redirect_is_followed_and_not_kept(open_press: Press) -> None:
    print_feed(open_press, "/today.xml")
    open_press.redirect("/rss", "/today.xml", status=302)
    asked_for = f"{open_press.origin()}/rss"
    assert [each.url for each in find_feeds(asked_for)] == [asked_for]


def test_at_most_six_requests_are_made(open_press: Press) -> None:
    open_press.put("/", front(*(f"/{n}/rss.xml" for n in range(50))))
    with pytest.raises(NoListing):
        find_feeds(f"{open_press.origin()}/")
    assert len(asked(open_press)) == MOST_REQUESTS


def test_no_request_is_begun_when_the_time_is_over(
    open_press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "LONGEST", 0.3)
    open_press.put("/", front("/slow", "/rss.xml"))
    open_press.put("/slow", delay=0.4)
    print_feed(open_press)
    begun = time.monotonic()
    with pytest.raises(NoListing):
        find_feeds(f"{open_press.origin()}/")
    assert asked(open_press) == ["/", "/slow"]
    assert time.monotonic() - begun < 10


def test_site_without_a_feed_says_so_in_a_sentence(open_press: Press) -> None:
    open_press.put("/", front())
    url = f"{open_press.origin()}/"
    with pytest.raises(NoListing) as none:
        find_feeds(url)
    assert none.value.reason == f"No feed was found at {url}. Give the address of a feed itself."


def test_what_is_no_page_says_so(open_press: Press) -> None:
    open_press.put("/a.png", b"\x89PNG\r\n\x00\x00" * 99, content_type="image/png")
    with pytest.raises(NoListing, match="is neither a feed nor a page"):
        find_feeds(f"{open_press.origin()}/a.png")


def test_status_is_told(open_press: Press) -> None:
    with pytest.raises(NoListing, match=r"/lost answered with the status 404\.$"):
        find_feeds(f"{open_press.origin()}/lost")


def test_robots_txt_is_obeyed(open_press: Press) -> None:
    rules = "User-agent: *\nDisallow: /rss.xml\n"
    open_press.put("/robots.txt", rules, content_type="text/plain")
    with pytest.raises(Disallowed):
        find_feeds(print_feed(open_press))
    assert asked(open_press) == []


def test_host_that_does_not_answer_says_so(open_press: Press) -> None:
    url = print_feed(open_press)
    open_press.stop()
    with pytest.raises(Unreachable):
        find_feeds(url)


def test_private_address_is_refused_before_anything_is_asked(press: Press) -> None:
    with pytest.raises(Refused):
        find_feeds(f"{press.origin()}/rss.xml")
    assert press.asked == []
