"""Feeds of articles: what they hold, for whom, and where they lead."""

import fcntl
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive import tagging
from archive.models import Article, Source, Tag
from newsroom.curate import desk
from tests.archive.feeds.atoms import NAMES, parsed, titles, tree
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)
FEEDS = (
    "/feed.atom",
    "/search/feed.atom",
    "/search/feed.atom?q=bridge",
    "/search/feed.atom?q=pont&tag=iran",
    "/places/iran/feed.atom",
    "/sources/wire/feed.atom",
)


@pytest.fixture
def iran() -> Tag:
    return Tag.objects.create(kind="place", slug="iran", label_en="Iran", label_fr="Iran")


@pytest.fixture
def wire() -> Source:
    return make_source("wire", name="The Wire")


def article(english: str, by: User, tag: Tag, source: Source, **fields: object) -> Article:
    made = make_article(source=source, **fields)  # type: ignore[arg-type]
    publish(made, {"Le pont rouvre": english})
    tagging.add(made, tag, by)
    return made


def test_stranger_sees_only_what_is_published(
    sam: Client, edith: User, iran: Tag, wire: Source
) -> None:
    article("A bridge for all", edith, iran, wire)
    for state in ("hidden", "scheduled", "withdrawn"):
        secret = article(f"A {state} bridge", edith, iran, wire)
        given = {"publish_at": secret.created_at, "withdrawn_reason": "Wrong."}
        Article.objects.filter(pk=secret.pk).update(state=state, **given)
    tagging.add(make_article(source=wire), iran, edith)
    for address in FEEDS:
        assert titles(sam, address) == ["A bridge for all"], address


def test_withdrawn_leaves_at_once_and_comes_back(
    sam: Client, edith: User, iran: Tag, wire: Source
) -> None:
    article("A bridge", edith, iran, wire)
    taken = article("A wrong bridge", edith, iran, wire)
    known = {}
    for address in FEEDS:
        assert titles(sam, address) == ["A wrong bridge", "A bridge"], address
        known[address] = {"If-None-Match": sam.get(address)["ETag"]}
    desk.withdraw(taken.pk, reason="Wrong.", by=edith, expected=taken.version)
    for address in FEEDS:
        assert sam.get(address, headers=known[address]).status_code == 200, address
        assert titles(sam, address) == ["A bridge"], address
    desk.put_back(taken.pk, by=edith, expected=taken.version + 1)
    assert {len(titles(sam, address)) for address in FEEDS} == {2}


def test_new_tag_new_source_name_and_new_text_are_sent(
    rosa: Client, edith: User, iran: Tag, wire: Source
) -> None:
    etags: dict[str, set[str]] = {address: set() for address in FEEDS}

    def note() -> None:
        for address, seen in etags.items():
            seen.add(rosa.get(address)["ETag"])

    made = article("A bridge", edith, iran, wire)
    note()
    tagging.add(made, Tag.objects.create(kind="place", slug="oman", label_en="Oman"), edith)
    note()
    Source.objects.filter(pk=wire.pk).update(name="The Cable")
    note()
    segment = made.segments.get(kind="title")
    segment.translations.create(n=2, text="The bridge", origin="editor", state="edited")
    publish(made)
    note()
    assert {address: len(seen) for address, seen in etags.items()} == dict.fromkeys(FEEDS, 4)


def test_queries_do_not_grow(
    rosa: Client,
    edith: User,
    iran: Tag,
    wire: Source,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(9):
        article("A bridge", edith, iran, wire)
    for address in FEEDS:
        rosa.get(address)  # the index hears of them
        with django_assert_max_num_queries(8):
            assert len(titles(rosa, address)) == 9, address


def test_only_the_newest_fifty(rosa: Client, edith: User, iran: Tag, wire: Source) -> None:
    for n in range(52):
        article(f"Bridge {n}", edith, iran, wire)
    for address in FEEDS:
        found = titles(rosa, address)
        assert (len(found), found[0], found[-1]) == (50, "Bridge 51", "Bridge 2")


def test_feed_knows_its_address_and_its_page(
    rosa: Client, edith: User, iran: Tag, wire: Source, settings: Settings
) -> None:
    settings.SITE_URL = "https://news.example"
    article("A bridge", edith, iran, wire)
    for address in FEEDS:
        feed = parsed(rosa, address).feed
        links = {link.rel: link.href for link in feed.links}
        assert links["self"] == feed.id == f"https://news.example{address}"
        page = links["alternate"].removeprefix("https://news.example")
        assert rosa.get(page).status_code == 200, page
        assert links["search"] == "https://news.example/opensearch.xml"


def test_the_same_search_is_the_same_feed(rosa: Client) -> None:
    made = [
        parsed(rosa, f"/search/feed.atom?{query}").feed.id
        for query in (
            "source=b&source=a&after=2024-01-01&q=pont",
            "q=pont&after=2024-01-01&source=a&source=b&sort=newest&page=3&cursor=x&nothing=1",
        )
    ]
    assert made[0] == made[1]
    assert made[0].endswith("/search/feed.atom?q=pont&source=a&source=b&after=2024-01-01")


def test_search_says_what_it_looked_for_and_what_it_ignored(rosa: Client) -> None:
    found = parsed(rosa, "/search/feed.atom?q=pont+ab*&tag=iran&after=autumn").feed
    assert found.title == "Passerelle: “pont ab*”, tag: iran"
    assert "“ab*” is too short for a beginning" in found.subtitle
    assert "“autumn” is no date" in found.subtitle


@pytest.mark.parametrize(
    "q", ["\0", "\x1b\ufffe", '"', "a" * 100_000, "lang:xx", "]]>&<x>", "\u202e"]
)
def test_whatever_is_typed_is_a_feed(rosa: Client, q: str) -> None:
    query = urlencode({"q": q})
    assert len(parsed(rosa, f"/search/feed.atom?{query}").feed.id) < 4000


def test_feed_without_entries_is_whole_and_does_not_change(rosa: Client) -> None:
    first, again = (tree(rosa, "/search/feed.atom?tag=none") for _ in range(2))
    assert first.findtext("a:updated", None, NAMES) == again.findtext("a:updated", None, NAMES)
    assert first.findall("a:entry", NAMES) == []


def test_while_the_index_is_away_a_search_answers_503(
    sam: Client, edith: User, iran: Tag, wire: Source, settings: Settings
) -> None:
    article("A bridge", edith, iran, wire)
    settings.SEARCH_DIR.mkdir()
    with (settings.SEARCH_DIR / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # nothing is built, and another process is at it
        answer = sam.get("/search/feed.atom?q=bridge")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert titles(sam, "/search/feed.atom?tag=iran") == ["A bridge"]


def test_merged_tag_moves_for_ever(rosa: Client, edith: User, iran: Tag, wire: Source) -> None:
    article("A bridge", edith, iran, wire)
    Tag.objects.create(kind="place", slug="persia", label_en="Persia", merged_into=iran)
    for old in ("places/persia", "tags/persia", "tags/iran", "people/iran"):
        answer = rosa.get(f"/{old}/feed.atom")
        assert (answer.status_code, answer["Location"]) == (301, "/places/iran/feed.atom")


def test_what_has_no_page_has_no_feed(sam: Client, edith: User, iran: Tag, wire: Source) -> None:
    hidden = Tag.objects.create(kind="place", slug="secret", label_en="Secret", status="hidden")
    article("A bridge", edith, hidden, wire)
    tagging.add(make_article(state="hidden", source=make_source("shut")), iran, edith)
    tags = ("places/secret", "tags/secret", "places/iran", "tags/none")
    for path in (*tags, "sources/shut", "sources/none"):
        assert sam.get(f"/{path}/feed.atom").status_code == 404


@pytest.mark.parametrize("page", ["", "places/iran/", "sources/wire/"])
def test_pages_name_their_feed(
    rosa: Client, edith: User, iran: Tag, wire: Source, page: str
) -> None:
    article("A bridge", edith, iran, wire)
    shown = rosa.get(f"/{page}").content.decode()
    for address in ("/feed.atom", f"/{page}feed.atom"):
        assert f'href="{address}"' in shown


def test_feeds_are_only_for_reading(sam: Client) -> None:
    assert sam.post("/feed.atom").status_code == 405
    assert sam.head("/feed.atom").status_code == 200
