"""What following an address would bring, before anything of it is kept."""

import pytest

from archive.models import Article, Feed, Job, Page, Source
from newsroom.ingest.addresses import url_hash
from newsroom.wire.accepting import Refused
from newsroom.wire.previewing import NO_ENTRY, NO_OWN_TEXT, preview
from tests.factories import make_article, make_source
from tests.newsroom.ingest.texts import ENGLISH
from tests.newsroom.wire.valmer import (
    NEWEST,
    TITLES,
    front,
    items,
    print_articles,
    print_feed,
    print_paper,
)
from tests.press import XML, Item, Press, article_html, rss

pytestmark = pytest.mark.django_db


def test_site_is_shown_with_name_homepage_and_feeds(open_press: Press) -> None:
    seen = preview(print_paper(open_press))
    assert (seen.name, seen.slug) == ("Le Courrier de Valmer", "le-courrier-de-valmer")
    assert seen.homepage == f"{open_press.origin()}/"
    assert [feed.title for feed in seen.feeds] == ["À la une"]
    assert (seen.count, seen.newest, seen.known) == (3, NEWEST, None)


def test_feed_is_called_as_its_channel_without_slogan(open_press: Press) -> None:
    assert preview(print_feed(open_press)).name == "Le Courrier de Valmer"


def test_first_ten_entries_are_listed(open_press: Press) -> None:
    many = [Item(f"Titre {n}", f"{open_press.origin()}/n/{n}") for n in range(12)]
    open_press.put("/rss.xml", rss(many), content_type=XML)
    seen = preview(f"{open_press.origin()}/rss.xml")
    assert [entry.title for entry in seen.entries] == [f"Titre {n}" for n in range(10)]
    assert seen.count == 12


def test_sample_is_the_article_as_it_would_be_stored(open_press: Press) -> None:
    seen = preview(print_paper(open_press))
    assert seen.sample is not None
    assert (seen.sample.title, seen.sample.format) == (TITLES[0], "html")
    assert seen.sample.canonical_url == f"{open_press.origin()}/0.html"
    assert (seen.sample_problem, seen.may_fetch, seen.take) == ("", True, "page")


def test_nothing_is_stored(open_press: Press) -> None:
    preview(print_paper(open_press))
    assert not any(model.objects.exists() for model in (Article, Feed, Job, Page, Source))


def test_only_one_article_is_asked_for(open_press: Press) -> None:
    preview(print_paper(open_press))
    asked = [each.path for each in open_press.asked]
    assert asked == ["/robots.txt", "/", "/rss.xml", "/0.html"]


def test_page_that_robots_txt_forbids_gives_way_to_the_feeds_text(open_press: Press) -> None:
    url = print_feed(open_press, whole=True)
    print_articles(open_press)
    rules = "User-agent: *\nDisallow: /0.html\n"
    open_press.put("/robots.txt", rules, content_type="text/plain")
    seen = preview(url)
    assert seen.sample is not None
    assert (seen.sample.format, seen.may_fetch, seen.take) == ("feed", False, "feed")
    assert "robots.txt" in seen.sample_problem


def test_page_without_text_gives_way_to_the_feeds_text(open_press: Press) -> None:
    url = print_feed(open_press, whole=True)
    open_press.put("/0.html", article_html("Vide", []))
    seen = preview(url)
    assert seen.sample is not None
    assert (seen.sample.format, seen.may_fetch, seen.take) == ("feed", True, "feed")
    assert seen.sample_problem


def test_page_that_does_not_answer_today_may_be_taken_tomorrow(open_press: Press) -> None:
    entry = Item("La piscine", "http://127.0.9.9:1/1", paragraphs=[items(open_press)[0].title] * 9)
    open_press.put("/rss.xml", rss([entry]), content_type=XML)
    seen = preview(f"{open_press.origin()}/rss.xml")
    assert (seen.may_fetch, seen.take) == (None, "page")
    assert seen.sample_problem


def test_neither_page_nor_text_says_both(open_press: Press) -> None:
    seen = preview(print_feed(open_press))  # its pages are answered 404
    assert seen.sample is None
    assert "404" in seen.sample_problem
    assert seen.sample_problem.endswith(NO_OWN_TEXT)


def test_feed_without_entries_says_so(open_press: Press) -> None:
    open_press.put("/rss.xml", rss([]), content_type=XML)
    seen = preview(f"{open_press.origin()}/rss.xml")
    assert (seen.sample, seen.sample_problem, seen.entries) == (None, NO_ENTRY, ())


def test_other_language_is_named(open_press: Press) -> None:
    entry = Item("The swimming pool", f"{open_press.origin()}/1", paragraphs=[ENGLISH])
    others = [Item(ENGLISH, f"{open_press.origin()}/{n}") for n in (2, 3)]
    open_press.put("/rss.xml", rss([entry, *others]), content_type=XML)
    seen = preview(f"{open_press.origin()}/rss.xml")
    assert seen.language == "It looks like English, not French."
    assert preview(print_paper(open_press)).language == ""


def test_followed_feed_is_named_with_its_source(open_press: Press) -> None:
    source, url = make_source("valmer", name="Valmer"), print_feed(open_press)
    Feed.objects.create(source=source, url=url, url_hash=url_hash(url))
    seen = preview(url)
    assert (seen.known, seen.followed, seen.fresh) == (source, {url: "Valmer"}, [])


def test_source_at_the_same_host_is_named(open_press: Press) -> None:
    source = make_source("valmer", homepage=f"{open_press.origin()}/accueil")
    seen = preview(print_paper(open_press))
    assert (seen.known, seen.followed, len(seen.fresh)) == (source, {}, 1)


def test_newspaper_that_shares_only_the_host_of_its_feed_is_another(open_press: Press) -> None:
    """As at a service that makes feeds for many."""
    url, other = print_feed(open_press), f"{open_press.origin()}/other.xml"
    source = make_source("other", homepage="https://other.example/")
    Feed.objects.create(source=source, url=other, url_hash=url_hash(other))
    open_press.put("/rss.xml", rss(items(open_press), link="https://valmer.example/"))
    seen = preview(url)
    assert (seen.homepage, seen.known) == ("https://valmer.example/", None)


def test_homepage_that_no_guard_lets_pass_is_not_proposed(open_press: Press) -> None:
    open_press.put("/rss.xml", rss(items(open_press), link="http://10.0.0.1/"))
    assert preview(f"{open_press.origin()}/rss.xml").homepage == f"{open_press.origin()}/"


def test_entries_that_are_held_or_known_are_marked(open_press: Press) -> None:
    url = print_feed(open_press)
    first, second = (f"{open_press.origin()}/{n}.html" for n in (0, 1))
    source = make_source("valmer", name="Valmer")
    article = make_article(source=source, canonical_url=first, url_hash=url_hash(first))
    Page.objects.create(source=source, url=second, url_hash=url_hash(second))
    entries = preview(url).entries
    assert [entry.holder for entry in entries] == ["Valmer", "Valmer", ""]
    assert [entry.article_id for entry in entries] == [article.pk, None, None]


@pytest.mark.parametrize("path", ["/lost", "/nothing"])
def test_whatever_stands_in_the_way_is_one_refusal(open_press: Press, path: str) -> None:
    open_press.put("/nothing", front())
    with pytest.raises(Refused) as refused:
        preview(f"{open_press.origin()}{path}")
    assert refused.value.reason.endswith(".")
    assert path in refused.value.reason


def test_host_that_wants_us_to_wait_is_a_refusal(open_press: Press) -> None:
    open_press.put("/busy", status=429, retry_after="600")
    for _ in range(2):
        with pytest.raises(Refused):
            preview(f"{open_press.origin()}/busy")
    assert len(open_press.asked_for("/busy")) == 1
