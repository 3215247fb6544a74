"""A comment's own address: where it leads, for whom."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss.desk import decide
from archive.discuss.order import PAGE
from archive.models import Article, Comment
from tests.archive.discuss.writing import page, post, say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def hide(article: Article, state: str = "hidden") -> None:
    Article.objects.filter(pk=article.pk).update(state=state, withdrawn_reason="Wrong.")


def test_published_comment_is_found_in_its_place(sam: Client, article: Article) -> None:
    comment = say(article)
    answer = sam.get(f"/comments/{comment.pk}/")
    assert answer["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"


@pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
def test_stranger_finds_no_other(sam: Client, article: Article, state: str) -> None:
    comment = say(article, state=state)
    for query in ("", "?receipt=", "?receipt=x", "?receipt=%00é"):
        assert sam.get(f"/comments/{comment.pk}/{query}").status_code == 404


@pytest.mark.parametrize("number", ["0", "99", "9" * 40, "9" * 5000, "x", "-1"])
def test_stranger_finds_none(sam: Client, number: str) -> None:
    assert sam.get(f"/comments/{number}/").status_code == 404
    assert sam.get(f"/comments/{number}/erase/").status_code == 404


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
def test_comment_goes_with_its_article(
    sam: Client, article: Article, state: str, status: int
) -> None:
    comment = say(article)
    hide(article, state)
    assert sam.get(f"/comments/{comment.pk}/").status_code == status


def test_writer_learns_why_it_was_refused(rosa: Client, article: Article, max_: User) -> None:
    post(rosa, article)
    comment = Comment.objects.get()
    decide(comment, "rejected", by=max_, reason="off-topic", note="Write of the bridge.")
    for address in (f"/comments/{comment.pk}/", "/comments/"):
        told = page(rosa, address)
        assert "decided not to publish your comment. It is not about the article." in told
        assert "Write of the bridge." in told


def test_writers_pages_are_not_kept_by_caches(rosa: Client, article: Article) -> None:
    post(rosa, article)
    for address in (f"/comments/{Comment.objects.get().pk}/", "/comments/"):
        assert "no-store" in rosa.get(address)["Cache-Control"]


def landing(client: Client, pk: int) -> tuple[str, str]:
    """Where the address leads, and the text of the comment that stands there."""
    address = client.get(f"/comments/{pk}/")["Location"]
    _, _, mark = address.partition("#")
    shown = page(client, address)
    place = re.search(rf'<li class="[^"]*" id="{mark}">(.*?)</li>', shown, re.DOTALL)
    assert place, address
    return address, place[1]


def test_every_comment_of_hundreds_is_found_on_its_page(sam: Client, article: Article) -> None:
    said = [say(article, "Number 0.")]
    for n in range(1, 7 * PAGE):
        state = "erased" if n % 11 == 0 else "withdrawn" if n % 13 == 0 else "published"
        parent = said[n // 2] if n % 3 else None
        said.append(say(article, f"Number {n}.", parent=parent, state=state))
    pages = set()
    for n in (0, 1, 2, 100, 145, 199, 298, 301, 349):
        if said[n].state == "published":
            address, text = landing(sam, said[n].pk)
            assert f"Number {n}." in text
            pages.add(address.partition("comments=")[2].partition("#")[0])
    assert len(pages) > 4


def test_last_of_page_seven_stands_there(sam: Client, article: Article) -> None:
    for n in range(7 * PAGE):
        last = say(article, f"Number {n}.")
    address, text = landing(sam, last.pk)
    assert address == f"{article.get_absolute_url()}?comments=7#comment-{last.pk}"
    assert "Number 349." in text


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_empty_place_that_holds_answers_is_found_too(
    sam: Client, article: Article, state: str
) -> None:
    gone = say(article, "Secret", state=state)
    say(article, parent=gone)
    _, text = landing(sam, gone.pk)
    assert "this comment" in text
    assert "Secret" not in text


def test_address_given_to_a_reply_elsewhere_leads_to_what_it_answers(
    sam: Client, article: Article
) -> None:
    parent = say(article, name="Rosa")
    for n in range(PAGE + 5):
        say(article, f"{n}", parent=parent)
    shown = page(sam, f"{article.get_absolute_url()}?comments=2")
    assert f'in reply to <a href="/comments/{parent.pk}/">Rosa</a>' in shown
    assert f'href="#comment-{parent.pk}"' not in shown


def test_unpublished_one_of_a_withdrawn_article_is_as_if_it_were_not(
    sam: Client, article: Article
) -> None:
    waiting = say(article, state="pending")
    hide(article, "withdrawn")
    assert sam.get(f"/comments/{waiting.pk}/").status_code == 404
