"""What feed readers get of the conversation: on an article, in a thread, everywhere."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive.feeds.comments import NEWEST, everywhere, in_thread, on_article
from archive.models import Article, Comment
from tests.archive.discuss.writing import say, translated
from tests.archive.feeds.atoms import fetch, parsed, titles
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
THREADING = "{http://purl.org/syndication/thread/1.0}"


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


def answers(entry: ElementTree.Element) -> str:
    (told,) = entry.iter(f"{THREADING}in-reply-to")
    return told.attrib["ref"]


def addresses(comment: Comment) -> tuple[str, str, str]:
    """The three feeds that hold the comment."""
    article = f"/articles/{comment.article_id}/comments.atom"
    return article, f"/comments/{comment.pk}/feed.atom", "/comments/feed.atom"


def test_all_three_are_valid_escaped_and_hold_the_same(rosa: Client, settings: Settings) -> None:
    comment = say(translated(), "a\x07b <b>&amp;</b> ]]>", name="<i>Rosa</i> & co")
    for address in addresses(comment):
        (entry,) = parsed(rosa, address).entries
        assert entry.id == f"{settings.SITE_URL}/comments/{comment.pk}/"
        assert entry.summary == "<p>ab &lt;b&gt;&amp;amp;&lt;/b&gt; ]]&gt;</p>"
        assert entry.author == "<i>Rosa</i> & co"


def test_thread_holds_the_comment_and_all_below_it_and_no_other(rosa: Client) -> None:
    article = translated()
    first = say(article, name="First")
    below = say(article, name="Below", parent=say(article, name="Middle", parent=first))
    say(article, name="Apart")
    by = [title.removeprefix("A comment by ") for title in titles(rosa, addresses(first)[1])]
    assert by == ["Below", "Middle", "First"]
    assert titles(rosa, addresses(below)[1]) == ["A comment by Below"]


def test_thread_outlives_what_it_began_with(rosa: Client) -> None:
    article = translated()
    gone = say(article, state="erased")
    assert rosa.get(addresses(gone)[1]).status_code == 404
    say(article, name="Still here", parent=gone)
    root = ElementTree.fromstring(fetch(rosa, addresses(gone)[1]).content)
    assert entries(root) == ["A comment by Still here"]
    assert (
        root.findtext(f"{ATOM}title") == "Answers to a comment taken back on “The bridge reopens”"
    )


def test_comments_of_all_articles_name_theirs(rosa: Client) -> None:
    say(translated(), name="Rosa")
    say(translated(), name="Jonas")
    on = "on “The bridge reopens”"
    assert titles(rosa, "/comments/feed.atom") == [
        f"A comment by Jonas {on}",
        f"A comment by Rosa {on}",
    ]


@pytest.mark.parametrize("state", ["hidden", "scheduled", "withdrawn"])
def test_site_feed_tells_nothing_of_articles_that_readers_cannot_see(
    sam: Client, state: str
) -> None:
    say(translated(), name="Secret")
    say(make_article(), name="Secret too")
    Article.objects.update(state=state, withdrawn_reason="Wrong.", publish_at="2030-01-01T00:00Z")
    say(translated(), name="Seen")
    assert len(titles(sam, "/comments/feed.atom")) == 1


def test_entry_says_what_it_answers(rosa: Client, settings: Settings) -> None:
    article = translated()
    parent, lost = say(article), say(article, state="spam")
    answer, orphan = say(article, parent=parent), say(article, parent=lost)
    root = feed(rosa, article)
    told = {str(e.findtext(f"{ATOM}id")): answers(e) for e in root.iter(f"{ATOM}entry")}
    whole = {c.pk: f"{settings.SITE_URL}/comments/{c.pk}/" for c in (parent, answer, orphan)}
    page = f"{settings.SITE_URL}/articles/{article.pk}/"
    assert told == {
        whole[parent.pk]: page,
        whole[answer.pk]: whole[parent.pk],
        whole[orphan.pk]: page,
    }


def test_french_is_marked_and_a_sentence_has_its_address_unless_it_may_be_held_back(
    rosa: Client, settings: Settings
) -> None:
    article = translated()
    say(article, "D’accord.", language="fr", segment=article.segments.get(uid=2))
    (entry,) = parsed(rosa, f"/articles/{article.pk}/comments.atom").entries
    sentence = f"{settings.SITE_URL}/articles/{article.pk}/s/2/"
    assert f'<p>About <a href="{sentence}">one sentence</a>:</p>' in entry.summary
    assert '<div lang="fr"><p>D’accord.</p></div>' in entry.summary
    Article.objects.update(source=make_source("kept-back", display="metadata"))
    (entry,) = parsed(rosa, f"/articles/{article.pk}/comments.atom").entries
    assert "/s/2/" not in entry.summary


def test_nobody_is_sent_what_they_hold(rosa: Client) -> None:
    comment = say(translated())
    for address in addresses(comment):
        etag = fetch(rosa, address)["ETag"]
        assert rosa.get(address, headers={"If-None-Match": etag}).status_code == 304
        Comment.objects.filter(pk=comment.pk).update(body=f"Changed for {address}.")
        assert rosa.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_each_feed_takes_one_query_and_holds_fifty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = Article.objects.for_lists().get(pk=translated().pk)
    first = say(article)
    below = [say(article, f"{n}", parent=first).pk for n in range(NEWEST + 5)]
    makers: list[Any] = [
        lambda: on_article(article),
        lambda: in_thread(article, first, below),
        everywhere,
    ]
    for make in makers:
        with django_assert_num_queries(1):
            talk = make()
            assert talk.write().count(b"<entry>") == len(talk.comments) == NEWEST
