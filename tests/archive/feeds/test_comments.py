"""What feed readers get."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from archive.models import Article
from tests.archive.discuss.writing import say, translated
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, article: Article) -> ElementTree.Element:
    answer = client.get(f"/articles/{article.pk}/comments.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
    return ElementTree.fromstring(answer.content)


def entries(root: ElementTree.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}title")) for entry in root.iter(f"{ATOM}entry")]


def test_newest_published_comments_come_first(rosa: Client) -> None:
    article = translated()
    say(article, name="First")
    say(article, name="Second")
    say(translated(), name="Elsewhere")
    root = feed(rosa, article)
    assert entries(root) == ["A comment by Second", "A comment by First"]
    assert root.findtext(f"{ATOM}title") == "Comments on “The bridge reopens”"


def test_feed_without_comments_is_always_the_same(rosa: Client) -> None:
    article = translated()
    assert feed(rosa, article).findtext(f"{ATOM}updated") == "2000-01-01T00:00:00+00:00"


@pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
def test_stranger_cannot_see_what_is_unpublished(sam: Client, state: str) -> None:
    article = translated()
    say(article, "Secret", name="Secret", state=state)
    assert entries(feed(sam, article)) == []


def test_addresses_are_whole_and_outlive_the_headline(rosa: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://news.example"
    article = translated()
    comment = say(article)
    root = feed(rosa, article)
    (entry,) = root.iter(f"{ATOM}entry")
    assert root.findtext(f"{ATOM}id") == f"https://news.example/articles/{article.pk}/comments.atom"
    assert entry.findtext(f"{ATOM}id") == f"https://news.example/comments/{comment.pk}/"


def test_words_are_escaped_and_unlawful_characters_do_no_harm(rosa: Client) -> None:
    article = translated()
    say(article, "a\x07b <script>alert(1)</script>", name="<b>\x1bRosa</b>")
    (entry,) = feed(rosa, article).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == ("<p>ab &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert entry.findtext(f"{ATOM}title") == "A comment by <b>Rosa</b>"


def test_no_feed_for_what_readers_cannot_see(sam: Client) -> None:
    states = {"hidden": 404, "scheduled": 404, "withdrawn": 410}
    for state, status in states.items():
        article = translated()
        Article.objects.filter(pk=article.pk).update(
            state=state, withdrawn_reason="Wrong.", publish_at=article.created_at
        )
        assert sam.get(f"/articles/{article.pk}/comments.atom").status_code == status


def test_no_feed_before_the_translation(sam: Client) -> None:
    assert sam.get(f"/articles/{make_article().pk}/comments.atom").status_code == 404


def test_feed_is_only_for_reading(sam: Client) -> None:
    assert sam.post(f"/articles/{translated().pk}/comments.atom").status_code == 405
