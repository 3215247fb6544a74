"""Atom, held to RFC 4287 section by section."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import tagging
from archive.feeds.atom import lawful
from archive.models import Tag
from tests.archive.feeds.atoms import ATOM, LANG, NAMES, tree
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")

FEED = {
    "4_1_1_feed_has_one_id": ("a:id", 1),
    "4_1_1_feed_has_one_title": ("a:title", 1),
    "4_1_1_feed_has_one_updated": ("a:updated", 1),
    "4_1_1_feed_has_an_author": ("a:author", 1),
    "4_1_1_feed_has_at_most_one_subtitle": ("a:subtitle", 1),
    "4_1_1_feed_links_to_itself": ("a:link[@rel='self']", 1),
    "4_1_1_feed_has_one_alternate": ("a:link[@rel='alternate']", 1),
    "3_2_1_feed_author_has_one_name": ("a:author/a:name", 1),
    "3_2_2_feed_author_has_an_address": ("a:author/a:uri", 1),
}
ENTRY = {
    "4_1_2_entry_has_one_id": ("a:id", 1),
    "4_1_2_entry_has_one_title": ("a:title", 1),
    "4_1_2_entry_has_one_updated": ("a:updated", 1),
    "4_1_2_entry_has_at_most_one_published": ("a:published", 1),
    "4_1_2_entry_has_at_most_one_summary": ("a:summary", 1),
    "4_1_2_entry_has_at_most_one_rights": ("a:rights", 1),
    "4_1_2_entry_names_each_author": ("a:author/a:name", 2),
    "4_2_2_category_has_a_term": ("a:category[@term]", 2),
    "4_2_7_2_entry_has_one_alternate": ("a:link[@rel='alternate']", 1),
    "4_2_7_2_entry_comes_via_the_original": ("a:link[@rel='via']", 1),
    "6_4_2_french_title_is_an_extension": ("dcterms:alternative", 1),
}


@pytest.fixture
def root(rosa: Client, edith: User) -> ElementTree.Element:
    article = make_article(
        canonical_url="https://journal.example/pont", capture={"byline": "Jean Dupont et Ana Roy"}
    )
    article.source.licence_note = "All rights reserved."
    article.source.save()
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    tagging.add(article, Tag.objects.create(kind="place", slug="iran", label_en="Iran"), edith)
    return tree(rosa, "/feed.atom")


@pytest.mark.parametrize(("path", "count"), FEED.values(), ids=FEED)
def test_rfc4287(root: ElementTree.Element, path: str, count: int) -> None:
    assert len(root.findall(path, NAMES)) == count


@pytest.mark.parametrize(("path", "count"), ENTRY.values(), ids=ENTRY)
def test_rfc4287_entry(root: ElementTree.Element, path: str, count: int) -> None:
    (entry,) = root.findall("a:entry", NAMES)
    assert len(entry.findall(path, NAMES)) == count


def test_rfc4287_2_languages_are_marked(root: ElementTree.Element) -> None:
    assert root.get(LANG) == "en"
    french = root.find("a:entry/dcterms:alternative", NAMES)
    assert french is not None
    assert (french.get(LANG), french.text) == ("fr", "Le pont rouvre")


def test_rfc4287_3_3_times_are_rfc3339(root: ElementTree.Element) -> None:
    times = [e.text or "" for name in ("updated", "published") for e in root.iter(f"{ATOM}{name}")]
    assert len(times) == 3
    assert all(RFC3339.fullmatch(each) for each in times)


def test_rfc4287_3_1_1_2_html_is_escaped_markup(root: ElementTree.Element) -> None:
    summary = root.find("a:entry/a:summary", NAMES)
    assert summary is not None
    assert (summary.get("type"), len(summary)) == ("html", 0)
    assert (summary.text or "").startswith('<p lang="fr"><i>Le pont rouvre</i></p><p>In English')


def test_rfc4287_4_2_6_and_4_2_7_1_ids_and_links_are_whole(root: ElementTree.Element) -> None:
    found = [e.text or "" for e in root.iter(f"{ATOM}id")]
    found += [e.get("href") or "" for e in root.iter(f"{ATOM}link")]
    assert len(found) == 8
    assert all(urlsplit(each).scheme and urlsplit(each).netloc for each in found)


def test_rfc4287_4_2_7_4_links_name_their_language(root: ElementTree.Element) -> None:
    links = {e.get("rel"): e.get("hreflang") for e in root.findall("a:entry/a:link", NAMES)}
    assert links == {"alternate": "en", "via": "fr", "replies": None}


@pytest.mark.parametrize("bad", ["\0", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_xml_2_2_unlawful_characters_are_left_out(bad: str) -> None:
    assert lawful(f"a{bad}b\t\n😀é") == "ab\t\n😀é"
