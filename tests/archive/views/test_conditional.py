"""Answers that are sent only to those who do not hold them already."""

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from archive.models import Article, SearchOutbox
from archive.views.conditional import last_change
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db
ANY = ("/feed.atom", "/search/feed.atom", "/sources/files/feed.atom", "/sitemap-pages.xml")


def changed(seconds_ago: int) -> datetime:
    """Let the last change of the archive be so long ago."""
    at = timezone.now() - timedelta(seconds=seconds_ago)
    SearchOutbox.objects.update(at=at)
    return at


def since(client: Client, address: str, at: datetime) -> HttpResponse:
    asked = {"If-Modified-Since": http_date(at.timestamp())}
    return client.get(address, headers=asked)  # type: ignore[return-value]


@pytest.mark.parametrize("address", ANY)
def test_rfc9110_13_1_2_known_tag_is_not_sent_again(rosa: Client, address: str) -> None:
    translated()
    etag = rosa.get(address)["ETag"]
    answer = rosa.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.getvalue(), answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert rosa.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", ANY)
def test_rfc9110_13_1_3_unmodified_is_not_sent_again(rosa: Client, address: str) -> None:
    translated()
    at = changed(100)
    assert rosa.get(address)["Last-Modified"] == http_date(at.timestamp())
    assert since(rosa, address, at).status_code == 304
    assert since(rosa, address, at - timedelta(seconds=1)).status_code == 200


def test_rfc9110_13_1_3_a_tag_overrides_the_date(rosa: Client) -> None:
    translated()
    at = http_date(changed(100).timestamp())
    asked = {"If-Modified-Since": at, "If-None-Match": '"another"'}
    assert rosa.get("/feed.atom", headers=asked).status_code == 200


def test_no_date_is_told_while_a_change_may_be_under_way(rosa: Client) -> None:
    translated()
    assert last_change() is None
    assert not rosa.get("/feed.atom").has_header("Last-Modified")
    assert since(rosa, "/feed.atom", timezone.now()).status_code == 200


def test_compressed_answers_are_known_too(rosa: Client) -> None:
    translated()
    packed = {"Accept-Encoding": "gzip"}
    first = rosa.get("/feed.atom", headers=packed)
    assert first["ETag"].startswith("W/")
    again = rosa.get("/feed.atom", headers={**packed, "If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_was_taken_off_leaves_at_once(sam: Client, state: str) -> None:
    article, _ = translated(), translated()
    etag = sam.get("/feed.atom")["ETag"]
    Article.objects.filter(pk=article.pk).update(state=state, withdrawn_reason="Wrong.")
    answer = sam.get("/feed.atom", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert f"/articles/{article.pk}/" not in answer.content.decode()


def test_feed_of_comments_is_not_sent_twice(rosa: Client) -> None:
    article = translated()
    comment = say(article)
    address = f"/articles/{article.pk}/comments.atom"
    known = {"If-None-Match": rosa.get(address)["ETag"]}
    assert rosa.get(address, headers=known).status_code == 304
    type(comment).objects.filter(pk=comment.pk).update(state="spam")
    assert rosa.get(address, headers=known).status_code == 200
    assert since(rosa, address, changed(100)).status_code == 304
