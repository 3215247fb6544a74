"""Addresses within an article's page, and how much is said of a sentence."""

import pytest
from django.template import Context

from archive.discuss.thread import thread
from archive.models import Article
from archive.reading import read
from archive.templatetags.discussing import here, said_about
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({}, "?view=side"),
        ({"comments": 1}, "?view=side"),
        ({"comments": 3}, "?view=side&comments=3"),
        ({"comments": 3, "reply": 9}, "?view=side&comments=3&reply=9"),
        ({"about": None}, "?view=side"),
    ],
)
def test_address_keeps_the_view_and_asks_for_no_first_page(
    asked: dict[str, int], query: str
) -> None:
    article = translated()
    context = Context({"article": article, "kept": {"view": "side"}})
    assert here(context, "comments", **asked) == f"{article.get_absolute_url()}{query}#comments"
    plain = here(Context({"article": article}), "comments")
    assert plain == f"{article.get_absolute_url()}#comments"


def test_sentence_without_a_conversation_is_said_nothing_about() -> None:
    article: Article = translated()
    say(article, segment=article.segments.get(uid=2))
    found = thread(read(article))
    assert [said_about(found, uid) for uid in (2, 3)] == [1, 0]
    assert [said_about(nothing, 2) for nothing in (None, "")] == [0, 0]
