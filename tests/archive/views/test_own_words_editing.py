"""Changing one’s own comment, for ten minutes."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment
from tests.archive.discuss.writing import SAME_SITE, WRITER, page, say, token, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def writer(rosa: Client) -> Client:
    """The browser that sent what is written by WRITER."""
    rosa.cookies[COOKIE] = WRITER
    return rosa


def mine(article: Article, body: str = "I crossed it.", **fields: object) -> Comment:
    return say(article, body, writer=digest(WRITER), **fields)


def change(client: Client, comment: Comment, text: str, **fields: object) -> HttpResponse:
    sent = {"text": text, "token": token("edit", comment.pk), **fields}
    return client.post(f"/comments/{comment.pk}/edit/", sent, headers=SAME_SITE)  # type: ignore[return-value]


def grow_old(comment: Comment) -> None:
    """Eleven minutes go by."""
    then = comment.created_at - timedelta(minutes=11)
    Comment.objects.filter(pk=comment.pk).update(created_at=then)


class TestEdit:
    def test_writer_changes_a_comment_and_readers_see_when(
        self, writer: Client, article: Article
    ) -> None:
        mine(article, "An earlier one.")
        comment = mine(article, "A tpyo.")
        asked = page(writer, f"/comments/{comment.pk}/edit/")
        assert ">\nA tpyo.</textarea>" in asked
        answer = change(writer, comment, "A typo.", language="fr")
        assert (answer.status_code, answer["Location"]) == (303, f"/comments/{comment.pk}/")
        shown = page(writer, article.get_absolute_url())
        assert '<div class="said" lang="fr"><p>A typo.</p></div>' in shown
        assert "<span>edited <time" in shown
        assert "tpyo" not in shown

    def test_refused_change_keeps_the_text_and_says_why(
        self, writer: Client, article: Article
    ) -> None:
        comment = mine(article)
        html = (
            answer := change(writer, comment, "See " + "https://a.example " * 6)
        ).content.decode()
        assert answer.status_code == 422
        assert "yours holds 6" in html
        assert "See https://a.example" in html
        assert 'class="problems" tabindex="-1" autofocus' in html
        assert Comment.objects.get(pk=comment.pk).body == "I crossed it."

    def test_after_ten_minutes_it_stays_and_says_so(self, writer: Client, article: Article) -> None:
        comment = mine(article)
        grow_old(comment)
        late = "A comment can be changed for ten minutes after it was sent, and these are over."
        asked = page(writer, f"/comments/{comment.pk}/edit/")
        assert late in asked
        assert "<textarea" not in asked
        answer = change(writer, comment, "Too late.")
        assert answer.status_code == 422
        assert late in answer.content.decode()
        assert "Too late." in answer.content.decode()
        assert Comment.objects.get(pk=comment.pk).body == "I crossed it."

    @pytest.mark.parametrize("state", ["rejected", "spam", "withdrawn", "erased"])
    def test_what_is_not_on_the_page_cannot_be_changed(
        self, writer: Client, article: Article, state: str
    ) -> None:
        comment = mine(article, state=state)
        assert "<textarea" not in page(writer, f"/comments/{comment.pk}/edit/")
        assert change(writer, comment, "Changed.").status_code == 422

    def test_stranger_can_neither_see_nor_change_it(self, sam: Client, article: Article) -> None:
        comment = mine(article, "Waiting.", state="pending")
        for cookie in ("", "x" * 32):
            sam.cookies[COOKIE] = cookie
            assert sam.get(f"/comments/{comment.pk}/edit/").status_code == 404
            assert change(sam, comment, "Changed.").status_code == 404

    @pytest.mark.parametrize(
        ("headers", "form"), [({"Sec-Fetch-Site": "cross-site"}, "edit"), (SAME_SITE, "comment")]
    )
    def test_post_that_is_not_ours_changes_nothing_and_keeps_the_text(
        self, writer: Client, article: Article, headers: dict[str, str], form: str
    ) -> None:
        comment = mine(article)
        sent = {"token": token(form, comment.pk), "text": "Changed."}
        answer = writer.post(f"/comments/{comment.pk}/edit/", sent, headers=headers)
        assert answer.status_code == 403
        assert "Changed.</textarea>" in answer.content.decode()
        assert Comment.objects.get(pk=comment.pk).body == "I crossed it."
