"""The story of a page or of an entry, and what their newspaper says of keeping it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from newsroom.ingest.language import TOO_SHORT
from newsroom.ingest.story import NO_TEXT, Refusal
from newsroom.wire.asking import Disallowed
from newsroom.wire.fetching import Answer
from newsroom.wire.story import (
    HOME,
    NOARCHIVE,
    ODD,
    address_of,
    answered,
    completed,
    host_of,
    leads_home,
    story_at,
    story_of_entry,
    story_of_page,
)
from tests.newsroom.ingest.texts import ENGLISH
from tests.newsroom.wire.pages import FIRST, PATH, TEXT, TITLE, TOLD_BY_FEED, document, show
from tests.press import Press, article_html

URL = "https://valmer.example/phare"
NOT_FREE = """<script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Le phare", "isAccessibleForFree": %s}</script>"""


def answer(body: bytes = b"", **fields: Any) -> Answer:
    told: dict[str, Any] = {"url": URL, "status": 200, "media_type": "text/html", "charset": ""}
    told |= {"etag": "", "last_modified": "", "robots_tag": "", "moved_to": ""}
    return Answer(body=body, **told | {"retry_after": None, "max_age": None} | fields)


def page(*paragraphs: str, **more: Any) -> bytes:
    return article_html(TITLE, paragraphs or TEXT, **more)


def test_page_tells_a_story() -> None:
    story = story_of_page(answer(page())).story
    assert story.title == TITLE
    assert [block.text for block in story.blocks] == list(TEXT)
    assert (story.ref, story.canonical_url, story.name) == (URL, URL, URL)


@pytest.mark.parametrize(
    "given",
    [
        "https://valmer.example/2026/phare",
        "https://www.valmer.example/phare-1",
        "https://m.valmer.example/phare",
        "http://amp.valmer.example/phare",
    ],
)
def test_canonical_address_of_the_same_site_is_believed(given: str) -> None:
    story = story_of_page(answer(page(canonical=given))).story
    assert (story.ref, story.canonical_url) == (given, given)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("https://other.example/phare", id="another site"),
        pytest.param("https://valmer.example.org/phare", id="a longer name"),
        pytest.param("https://valmer.example:8443/phare", id="another port"),
        pytest.param("https://valmer.example/", id="the home page"),
        pytest.param("https://valmer.example", id="the home page without its slash"),
        pytest.param("/phare-1", id="no address"),
    ],
)
def test_other_canonical_address_is_not(given: str) -> None:
    story = story_of_page(answer(page(canonical=given))).story
    assert (story.ref, story.canonical_url) == (URL, URL)


def test_canonical_address_at_the_homepages_host_is_believed() -> None:
    given = "https://courrier.example/phare"
    told = story_of_page(answer(page(canonical=given)), homepage="https://www.courrier.example/")
    assert told.story.canonical_url == given


@pytest.mark.parametrize(
    "tag",
    ["noarchive", "NoArchive", "noindex, noarchive", "passerelle: noarchive", "all, noarchive"],
)
def test_header_that_asks_for_no_copy_is_obeyed(tag: str) -> None:
    with pytest.raises(Refusal, match=r"\(noarchive\)"):
        story_of_page(answer(page(), robots_tag=tag))


@pytest.mark.parametrize("tag", ["noindex", "googlebot: noarchive", "unavailable_after: never"])
def test_header_that_asks_for_something_else_is_none_of_that(tag: str) -> None:
    assert story_of_page(answer(page(), robots_tag=tag)).story


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ('<meta name="robots" content="noarchive">', False),
        ('<meta name="ROBOTS" content="index,NOARCHIVE">', False),
        ('<meta name="passerelle" content="noarchive">', False),
        ('<meta name="robots" content="noindex, nofollow">', True),
        ('<meta name="googlebot" content="noarchive">', True),
        ('<meta name="description" content="noarchive">', True),
    ],
)
def test_page_that_asks_for_no_copy_is_obeyed(tag: str, kept: bool) -> None:  # noqa: FBT001
    if kept:
        assert story_of_page(answer(page(head=tag))).story
        return
    with pytest.raises(Refusal) as refused:
        story_of_page(answer(page(head=tag)))
    assert refused.value.reason == NOARCHIVE


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        pytest.param(b"%PDF-1.7", "application/pdf", "It is application/pdf", id="a pdf"),
        pytest.param(page("Trop court."), "text/html", TOO_SHORT, id="short"),
        pytest.param(b"<html><body></body></html>", "text/html", NO_TEXT, id="empty"),
        pytest.param(page(ENGLISH), "text/html", "English, not French", id="English"),
        pytest.param(b"\x00\x01" * 99, "", "It is not text", id="binary"),
    ],
)
def test_what_is_no_french_page_is_refused(body: bytes, kind: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        story_of_page(answer(body, media_type=kind))


def test_charset_of_the_header_helps() -> None:
    text = f"{TITLE} : 3 € l’entrée. {' '.join(TEXT)}"
    raw = f"<html><body><article><p>{text}</p></article></body></html>"
    story = story_of_page(answer(raw.encode("mac-roman"), charset="macintosh")).story
    assert "3 € l’entrée" in story.text()


@pytest.mark.parametrize(
    ("said", "free"),
    [("false", False), ('"False"', False), ('"http://schema.org/False"', False), ("true", True)],
)
def test_page_says_whether_it_is_for_payers(said: str, free: bool) -> None:  # noqa: FBT001
    assert story_of_page(answer(page(head=NOT_FREE % said))).is_free is free


def test_entry_tells_a_story_under_the_address_of_its_page() -> None:
    raw = document(url="https://valmer.example/phare?from=rss")
    story = story_of_entry(raw, url=URL, ref="7", name="https://valmer.example/rss")
    assert (story.ref, story.canonical_url) == (URL, URL)
    assert (story.title, story.text()) == (TITLE, f"{TITLE}\n{TOLD_BY_FEED}")


def test_entry_without_an_address_goes_by_its_own_name() -> None:
    story = story_of_entry(document(guid="n-12"), url="", ref="n-12", name="rss")
    assert (story.ref, story.canonical_url) == ("n-12", "")


def test_entry_of_a_few_words_is_no_article() -> None:
    with pytest.raises(Refusal) as refused:
        story_of_entry(document("À lire demain."), url=URL, ref="", name="rss")
    assert (refused.value.reason, refused.value.where) == (TOO_SHORT, "")


def test_entry_completes_what_the_page_leaves_out() -> None:
    bare = "<html><body><article>" + "".join(f"<p>{each}</p>" for each in TEXT)
    raw = document(url=URL, date=datetime(2026, 3, 2, 8, tzinfo=UTC))
    entry = story_of_entry(raw, url=URL, ref="", name="rss")
    story = completed(story_of_page(answer(bare.encode())).story, entry)
    assert story.title == TITLE
    assert story.published
    assert story.published.on == date(2026, 3, 2)
    assert FIRST in story.text()


def test_page_knows_better_than_its_entry() -> None:
    entry = story_of_entry(document(title="Autre titre"), url=URL, ref="", name="rss")
    told = story_of_page(answer(page())).story
    assert completed(told, entry).title == TITLE
    assert completed(told, None) == told


@pytest.mark.parametrize(
    ("url", "asked", "lost"),
    [
        ("https://valmer.example/", URL, True),
        ("https://www.valmer.example", URL, True),
        ("https://valmer.example/fr/", URL, True),
        ("https://valmer.example/?p=12", URL, False),
        ("https://valmer.example/", "https://valmer.example/", False),
        ("https://valmer.example/phare-1", URL, False),
    ],
)
def test_lost_pages_lead_home(url: str, asked: str, lost: bool) -> None:  # noqa: FBT001
    assert leads_home(url, asked, "https://valmer.example/fr") is lost


def test_host_is_the_same_with_and_without_www() -> None:
    hosts = ["www.valmer.example", "m.valmer.example:81", "www.example", "amplitude.example"]
    assert [host_of(f"https://{each}/a") for each in hosts] == [
        "valmer.example",
        "valmer.example:81",
        "www.example",
        "amplitude.example",
    ]


def test_address_too_odd_to_be_kept_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        address_of(answer(url="https://valmer.example/" + "a" * 2000))
    assert refused.value.reason == ODD


@pytest.mark.parametrize(
    ("status", "words"), [(404, "404 (not found)"), (451, "451 (unavailable"), (599, "599.")]
)
def test_status_is_told_in_a_sentence(status: int, words: str) -> None:
    assert answered(answer(status=status)).startswith(f"valmer.example answered {words}")


@pytest.mark.django_db
def test_story_at_an_address_is_read_and_not_kept(open_press: Press) -> None:
    show(open_press, *TEXT, path=f"{PATH}?utm_source=x")
    story, told = story_at(f"{open_press.origin()}{PATH}?utm_source=x")
    assert story.title == TITLE
    assert story.ref == f"{open_press.origin()}{PATH}"
    assert told.status == 200


@pytest.mark.django_db
def test_address_that_is_not_there_is_refused(open_press: Press) -> None:
    with pytest.raises(Refusal, match=r"^127\.0\.0\.1 answered 404 \(not found\)\.$"):
        story_at(f"{open_press.origin()}{PATH}")


@pytest.mark.django_db
def test_address_that_leads_home_is_refused(open_press: Press) -> None:
    show(open_press, *TEXT, path="/")
    open_press.redirect(PATH, "/")
    with pytest.raises(Refusal) as refused:
        story_at(f"{open_press.origin()}{PATH}")
    assert refused.value.reason == HOME


@pytest.mark.django_db
def test_address_that_robots_may_not_read_is_left_alone(open_press: Press) -> None:
    open_press.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    with pytest.raises(Disallowed):
        story_at(f"{open_press.origin()}{PATH}")
    assert not open_press.asked_for(PATH)
