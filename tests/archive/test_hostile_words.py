"""Hostile words in what programs read: feeds, JSON, the export and letters stay sound and exact."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from archive.discuss import letters
from archive.discuss.exporting import export
from archive.discuss.own_words import Owner
from archive.discuss.sealing import digest_of
from archive.discuss.text import links, one_line, tidy
from archive.models import Comment, Suggestion
from tests.archive.discuss.mailing import ROSA, composed, suggested
from tests.archive.discuss.writing import say, translated
from tests.archive.feeds.atoms import parsed, tree
from tests.hostile.posts import WORDS, Posts, accept_all

pytestmark = pytest.mark.django_db
HEADERS = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"}
HEADERS |= {"Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"}
ATOM = "{http://www.w3.org/2005/Atom}"


class Shown(HTMLParser):
    """What a feed reader shows of HTML, and the elements that it meets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.elements = "", set[str]()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        self.elements.add(tag)


def spaceless(text: str) -> str:
    return "".join(text.split())


def lawful(text: str) -> str:
    """Without the two characters that XML forbids and readers may send."""
    return text.replace("\ufffe", "").replace("\uffff", "")


def entries(client: Client, address: str) -> dict[str, tuple[str, Shown]]:
    """Name and words of each entry, by its comment."""
    assert parsed(client, address).entries
    found = {}
    for entry in tree(client, address).iter(f"{ATOM}entry"):
        name = str(entry.findtext(f"{ATOM}author/{ATOM}name"))
        pk = str(entry.findtext(f"{ATOM}id")).rstrip("/").rpartition("/")[2]
        found[pk] = (name, Shown(str(entry.findtext(f"{ATOM}summary"))))
    return found


@pytest.mark.drill
def test_feeds_tell_the_very_words_fifty_at_a_time(
    rosa: Client, drill_size: Callable[[int, int], int]
) -> None:
    posts = Posts(WORDS[:: drill_size(10, 1)])
    posts.comment()
    waiting = list(Comment.objects.filter(state="pending").values_list("body", "name"))
    assert len(waiting) > 0.9 * len(posts.words)
    first = say(posts.article, "First.")
    for start in range(0, len(waiting), 49):
        Comment.objects.filter(parent=first).delete()
        said = [say(posts.article, b, name=n, parent=first) for b, n in waiting[start : start + 49]]
        ways = (f"articles/{posts.article.pk}/comments.atom", f"comments/{first.pk}/feed.atom")
        for way in (*ways, "comments/feed.atom"):
            found = entries(rosa, f"/{way}")
            for comment in said:
                name, shown = found[str(comment.pk)]
                assert name == lawful(comment.name)
                assert shown.elements <= {"p", "br", "a"}
                if not links(comment.body):
                    assert spaceless(shown.text) == spaceless(lawful(comment.body))


@pytest.mark.drill
def test_json_and_export_hold_the_very_words(
    rosa: Client, edith: User, drill_size: Callable[[int, int], int]
) -> None:
    posts = Posts(WORDS[:: drill_size(10, 1)])
    posts.comment()
    posts.suggest()
    accept_all(edith)
    texts: list[Any] = []
    for article in posts.mended:
        answer = rosa.get(f"/articles/{article.pk}.json")
        texts += [each["english"] for each in json.loads(answer.content)["segments"]]
        assert parsed(rosa, "/feed.atom").entries
    accepted = Suggestion.objects.values_list("text", flat=True)
    assert len(accepted) > 0.9 * len(posts.words)
    assert set(accepted) <= set(texts)
    kept = json.loads(json.dumps(export(Owner(email=digest_of(ROSA))), ensure_ascii=False))
    said = {each["text"] for each in kept["comments"]}
    assert said == set(Comment.objects.values_list("body", flat=True))
    assert len(said & {tidy(words) for words in posts.words}) > 0.9 * len(posts.words)


@pytest.mark.drill
def test_names_and_reasons_forge_no_header(drill_size: Callable[[int, int], int]) -> None:
    article = translated()
    parent = say(article, "I ask.", email=ROSA, notify=True, writer="rosa")
    made = suggested(article, state="rejected", reason="No.")
    for words in WORDS[:: drill_size(10, 1)]:
        reply = say(article, tidy(words), name=one_line(words)[:60], parent=parent, writer="sam")
        Suggestion.objects.filter(pk=made.pk).update(reason=tidy(words)[:200])
        for key, subject in (
            (f"reply:{reply.pk}", "A reply to your comment on “The bridge reopens”"),
            (f"outcome:{made.pk}", "The wording you suggested"),
        ):
            letter = composed(key)
            letters.send(letter)
            (sent,) = mail.outbox
            mail.outbox.clear()
            assert (letter.to, letter.subject) == (ROSA, subject)
            assert set(sent.message().keys()) <= HEADERS
