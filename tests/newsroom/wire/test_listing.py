"""Listings: what is one, what it says of itself, and what is none."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from newsroom.ingest.encodings import NOT_TEXT
from newsroom.ingest.formats.feed import ENTITY
from newsroom.wire.listing import (
    EMPTY,
    INDEX,
    MOST_ENTRIES,
    NO_NEWS,
    NOTHING,
    UNREADABLE,
    WEB_PAGE,
    Listing,
    NoListing,
    read_listing,
)
from tests.newsroom.ingest.texts import FRENCH, SECOND, item, page
from tests.newsroom.ingest.texts import rss as bare_rss
from tests.newsroom.wire.test_sitemap import HEAD, url
from tests.press import Item, atom, rss

HERE = "https://valmer.example/flux/une.xml"
MEGABYTE = 1 << 20
PONT = Item("Le pont rouvre", "https://valmer.example/pont", FRENCH)
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="a"><title>Fil</title>
<link>https://valmer.example/</link></channel><item rdf:about="https://valmer.example/pont">
<title>Le pont</title><link>https://valmer.example/pont</link></item></rdf:RDF>"""
OLD = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN"
 "http://nulle-part.example/rss-0.91.dtd"><rss version="0.91"><channel><title>Fil</title>
<item><title>Le pont</title><link>https://valmer.example/pont</link></item></channel></rss>"""


def listing(body: bytes | str) -> Listing:
    return read_listing(body.encode() if isinstance(body, str) else body, HERE)


def why_not(body: bytes | str) -> str:
    with pytest.raises(NoListing) as raised:
        listing(body)
    assert not raised.value.permanent
    return raised.value.reason


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss([PONT]), "rss"),
        (RDF.encode(), "rss"),
        (OLD.encode(), "rss"),
        (atom([PONT]), "atom"),
        (atom([PONT]).replace(b"<feed xmlns=", b"<feed xml:lang='fr' xmlns="), "atom"),
    ],
    ids=["rss-2.0", "rss-1.0", "rss-0.91", "atom", "atom-lang"],
)
def test_each_kind_of_feed_is_known(body: bytes, kind: str) -> None:
    found = listing(body)
    assert found.kind == kind
    assert [entry.url for entry in found.entries] == ["https://valmer.example/pont"]


def test_news_sitemap_is_a_listing() -> None:
    found = listing(f'<?xml version="1.0"?><!-- <rss> -->{HEAD}{url(1)}{url(2)}</urlset>')
    assert (found.kind, found.title) == ("sitemap", "Le Courrier de Valmer")
    assert {entry.url for entry in found.entries} == {
        "https://valmer.example/1",
        "https://valmer.example/2",
    }
    assert found.entries[0].title == "Le pont & la place"


def test_feed_tells_its_title_and_home() -> None:
    found = listing(rss([PONT], title="Le Fil &amp; la Toile", link="/une/"))
    assert (found.title, found.home) == ("Le Fil & la Toile", "https://valmer.example/une/")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("<ttl>90</ttl>", 5400),
        ("<ttl>bientôt</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        (
            "<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600,
        ),
        ("<sy:updatePeriod>daily</sy:updatePeriod><ttl>60</ttl>", 86_400),
        ("<sy:updateFrequency>0</sy:updateFrequency>", None),
    ],
    ids=["ttl", "no-number", "hourly", "four-a-day", "longer-of-two", "never"],
)
def test_feed_says_how_long_it_wants_to_be_left_alone(said: str, seconds: float | None) -> None:
    text = rss([PONT]).decode().replace("<channel>", f"<channel>{said}")
    syndication = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert listing(text.replace("<rss ", f"<rss {syndication} ")).pause == seconds


def test_feed_without_entries_is_a_listing() -> None:
    for body in (rss([], title="Fil"), atom([], title="Fil")):
        assert (listing(body).title, listing(body).entries) == ("Fil", ())


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        (lambda text: text.replace("Un pont", "Un & pont < neuf"), 3),
        (lambda text: text.replace("</channel></rss>", ""), 3),
        (lambda text: text[: text.index("Trois")], 2),
        (lambda text: text.replace("<title>Deux</title>", "<title>Deux</titel>"), 2),
        (lambda text: text.replace("</item>", "", 1), 2),
        (lambda text: text.replace("Deux", "\x03Deux"), 3),
        (lambda text: f"<br />\n<b>Warning</b>: date() on line 3<br />\n{text}", 3),
    ],
    ids=["ampersand", "no-end", "cut-off", "wrong-tag", "unclosed", "control", "warning"],
)
def test_broken_xml_gives_what_can_be_read(damage: Callable[[str], str], left: int) -> None:
    named = [f"<link>https://valmer.example/{n}</link>" for n in range(3)]
    texts = zip(("Un pont", "Deux", "Trois"), named, strict=True)
    whole = bare_rss(*(item(title, FRENCH, link) for title, link in texts))
    damaged = damage(whole)
    assert damaged != whole
    sound = {entry.url: entry.sha256 for entry in listing(whole).entries}
    found = listing(damaged).entries
    assert len(found) == left
    assert sum(entry.sha256 == sound[entry.url] for entry in found) >= 2


def test_entries_that_are_all_broken_are_no_empty_feed() -> None:
    assert why_not(bare_rss("<item><title>Un", "<item><title>Deux")) == UNREADABLE


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", EMPTY),
        (b" \r\n\t", EMPTY),
        (page(f"<p>{FRENCH}</p>").encode(), WEB_PAGE),
        (b"<html><body>502 Bad Gateway <rss></body></html>", WEB_PAGE),
        (b"Service temporairement indisponible", NOTHING),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', NOTHING),
        (b"<?xml version='1.0'?><!-- <rss> --><note/>", NOTHING),
        (b"<sitemapindex><sitemap><loc>https://valmer.example/s</loc></sitemap>", INDEX),
        (b"<urlset><url><loc>https://valmer.example/contact</loc></url></urlset>", NO_NEWS),
        (bytes(range(256)) * 4, NOT_TEXT),
    ],
    ids=[
        *("nothing", "blank", "page", "error-page", "words", "json"),
        *("other-xml", "sitemap-index", "plain-sitemap", "bytes"),
    ],
)
def test_what_is_no_listing_is_told_in_a_sentence(body: bytes, reason: str) -> None:
    assert why_not(body) == reason
    assert reason.endswith(".")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!doctype rss SYSTEM "x" [ <!-- <rss> --> ]>',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
    ],
    ids=["entities", "subset", "bare"],
)
def test_declared_entity_is_refused(head: str) -> None:
    assert why_not(bare_rss(item("Un", FRENCH), head=head)) == ENTITY
    assert why_not(head + HEAD + url(1) + "</urlset>") == ENTITY


def test_article_that_speaks_of_entities_is_no_declaration() -> None:
    text = bare_rss(item("Un", "On écrit <!ENTITY en XML.", "<guid>1</guid>"), item("Deux", SECOND))
    assert {entry.title for entry in listing(text).entries} == {"Un", "Deux"}


def test_only_the_first_entries_of_an_endless_feed_are_read() -> None:
    many = (item(str(n), "Bref.", f"<guid>{n}</guid>") for n in range(MOST_ENTRIES + 100))
    assert len(listing(bare_rss(*many)).entries) == MOST_ENTRIES


@pytest.mark.parametrize(
    "body",
    [
        "<rss " * MEGABYTE,
        "<rss><channel>" + "<!--" * MEGABYTE,
        "<rss><channel><title>" + "<b>" * MEGABYTE,
        "<rss>" + "<item><title>" * (MEGABYTE // 4),
        "<urlset>" + "<url><a>" * (MEGABYTE // 2),
        "<rss><channel><item><title>" + "&lt;" * MEGABYTE + "</title></item>",
        "<feed " + "a='b' " * (MEGABYTE // 2) + ">",
    ],
    ids=["roots", "comments", "head", "items", "sitemap", "title", "attributes"],
)
def test_hostile_listing_ends_soon(body: str) -> None:
    started = time.process_time()
    with suppress(NoListing):
        read_listing(body.encode(), HERE)
    assert time.process_time() - started < 10
