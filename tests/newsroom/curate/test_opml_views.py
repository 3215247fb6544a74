"""Lists of feeds from other programs: shown, taken in, handed out."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.models import Feed, Source
from tests.newsroom.curate.followed import make_feed, valmer
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db
IMPORT, ACCEPT, EXPORT = (f"/desk/sources/{w}/" for w in ("import", "import/accept", "export"))
RULES = {"display": "excerpt", "release": "review", "take": "feed"}
OUTLINE = '<outline type="rss" text="{title}" xmlUrl="{url}"/>'
LIST = (
    ("À la une", "https://gazette.example/une"),
    ("Sport", "https://gazette.example/sport"),
    ("Valmer", "https://valmer.example/rss"),
    ("Rien", "ftp://rien.example/"),
)


@pytest.fixture
def operator(max_: User) -> Client:
    return signed_in(max_, "operator")


def opml(*feeds: tuple[str, str]) -> bytes:
    outlines = "".join(OUTLINE.format(title=title, url=url) for title, url in feeds)
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()


def send(client: Client, raw: bytes, **changes: str) -> Any:
    file = SimpleUploadedFile("feeds.opml", raw)
    return client.post(IMPORT, RULES | changes | {"file": file})


def test_file_is_shown_before_anything_is_added(operator: Client) -> None:
    make_feed(valmer())
    page = send(operator, opml(*LIST)).content.decode()
    assert "2 feeds, 1 new source." in page
    assert "1 is known already" in page
    assert "ftp://rien.example/" in page
    assert "https://gazette.example/sport" in page
    assert "readers see an excerpt" in page
    assert Feed.objects.count() == 1


def test_accepting_follows_what_was_shown(operator: Client) -> None:
    page = send(operator, opml(*LIST))
    answer = operator.post(ACCEPT, {"sealed": page.context["sealed"]}, follow=True)
    shown = answer.content.decode()
    assert "3 feeds of 2 new sources added, 0 known, 1 refused." in shown
    assert "ftp://rien.example/" in shown
    assert {(s.display, s.release, s.take) for s in Source.objects.all()} == {
        ("excerpt", "review", "feed")
    }


def test_twice_is_once(operator: Client) -> None:
    sealed = {"sealed": send(operator, opml(*LIST)).context["sealed"]}
    operator.post(ACCEPT, sealed)
    again = operator.post(ACCEPT, sealed, follow=True).content.decode()
    assert "0 feeds of 0 new sources added, 3 known, 1 refused." in again
    assert Feed.objects.count() == 3


def test_list_of_known_feeds_offers_nothing_to_accept(operator: Client) -> None:
    make_feed(valmer())
    page = send(operator, opml(LIST[2])).content.decode()
    assert "0 feeds, 0 new sources." in page
    assert ">Accept</button>" not in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "OPML"),
        (b"Bonjour.", "OPML"),
        (b"<opml version='2.0'><body/></opml>", "It lists no feed."),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>", "entity"),
    ],
)
def test_file_that_is_none_is_refused_in_a_sentence(
    operator: Client, raw: bytes, words: str
) -> None:
    answer = send(operator, raw)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_rules_that_are_none_are_refused(operator: Client) -> None:
    assert send(operator, opml(*LIST), display="all").status_code == 422


def test_what_was_not_shown_is_not_taken_in(operator: Client, edith: User) -> None:
    sealed = send(operator, opml(*LIST)).context["sealed"]
    for token in ("", sealed[:-1]):
        answer = operator.post(ACCEPT, {"sealed": token}, follow=True)
        assert "Choose it again." in answer.content.decode()
    other = signed_in(edith, "operator")
    assert "Choose it again." in other.post(ACCEPT, {"sealed": sealed}, follow=True).text
    assert not Feed.objects.exists()


def test_hostile_titles_stay_words(operator: Client) -> None:
    words = "&lt;script&gt;alert(1)&lt;/script&gt;"
    page = send(operator, opml((words, "https://gazette.example/une"))).content.decode()
    assert words in page
    assert "<script>alert" not in page


def test_export_is_a_file_that_comes_back_in(operator: Client) -> None:
    make_feed(valmer(), title="À la une")
    answer = operator.get(EXPORT)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="passerelle-')
    Feed.objects.all().delete()
    Source.objects.all().delete()
    page = send(operator, answer.content)
    operator.post(ACCEPT, {"sealed": page.context["sealed"]})
    feed = Feed.objects.get()
    assert (feed.source.slug, feed.title) == ("valmer", "À la une")


def test_editor_may_take_the_list_along_and_bring_none(edith: User) -> None:
    editor = signed_in(edith, "editor")
    assert editor.get(EXPORT).status_code == 200
    assert editor.get(IMPORT).status_code == 403
    assert editor.post(ACCEPT).status_code == 403


def test_long_list_is_shown_in_part(operator: Client) -> None:
    many = opml(*((f"Fil {n}", f"https://journal{n}.example/rss") for n in range(400)))
    page = send(operator, many).content.decode()
    assert "400 feeds, 400 new sources." in page
    assert "And 100 sources more." in page
    assert "https://journal299.example/rss" in page
    assert "https://journal300.example/rss" not in page
