"""For which conversations there is a feed, and for whom."""

import pytest
from django.test import Client

from archive.models import Article
from tests.archive.discuss.writing import say, translated
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "status"), [("hidden", 404), ("scheduled", 404), ("withdrawn", 410)]
)
def test_no_feed_for_what_readers_cannot_see(sam: Client, state: str, status: int) -> None:
    comment = say(translated())
    Article.objects.update(state=state, withdrawn_reason="Wrong.", publish_at="2030-01-01T00:00Z")
    for address in (f"/articles/{comment.article_id}/comments.atom", thread(comment.pk)):
        assert sam.get(address).status_code == status


def thread(pk: int | str) -> str:
    return f"/comments/{pk}/feed.atom"


@pytest.mark.parametrize("state", ["pending", "rejected", "spam"])
def test_stranger_cannot_follow_what_was_never_shown(sam: Client, state: str) -> None:
    lost = say(translated(), state=state)
    say(lost.article, parent=lost)
    assert sam.get(thread(lost.pk)).status_code == 404


@pytest.mark.parametrize("number", ["0", "99", "9" * 40, "x", "-1"])
def test_nonsense_has_no_feed(sam: Client, number: str) -> None:
    assert sam.get(thread(number)).status_code == 404


def test_no_feed_before_the_translation(sam: Client) -> None:
    comment = say(make_article())
    for address in (f"/articles/{comment.article_id}/comments.atom", thread(comment.pk)):
        assert sam.get(address).status_code == 404


def test_feeds_are_only_for_reading(sam: Client) -> None:
    comment = say(translated())
    article = f"/articles/{comment.article_id}/comments.atom"
    for address in (article, thread(comment.pk), "/comments/feed.atom"):
        assert sam.post(address).status_code == 405


def test_site_feed_is_there_before_anybody_spoke(sam: Client) -> None:
    assert sam.get("/comments/feed.atom").status_code == 200
