"""A comment's own address, and what its writer alone is shown and may do."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss.desk import decide
from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment
from tests.archive.discuss.writing import SAME_SITE, WRITER, post, say, token, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def hide(article: Article, state: str = "hidden") -> None:
    Article.objects.filter(pk=article.pk).update(state=state, withdrawn_reason="Wrong.")


class TestPermalink:
    def test_published_comment_is_found_in_its_place(self, sam: Client, article: Article) -> None:
        comment = say(article)
        answer = sam.get(f"/comments/{comment.pk}/")
        assert answer["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
    def test_stranger_finds_no_other(self, sam: Client, article: Article, state: str) -> None:
        comment = say(article, state=state)
        for query in ("", "?receipt=", "?receipt=x", "?receipt=%00é"):
            assert sam.get(f"/comments/{comment.pk}/{query}").status_code == 404

    @pytest.mark.parametrize("number", ["0", "99", "9" * 40, "9" * 5000, "x", "-1"])
    def test_stranger_finds_none(self, sam: Client, number: str) -> None:
        assert sam.get(f"/comments/{number}/").status_code == 404
        assert sam.get(f"/comments/{number}/erase/").status_code == 404

    @pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
    def test_comment_goes_with_its_article(
        self, sam: Client, article: Article, state: str, status: int
    ) -> None:
        comment = say(article)
        hide(article, state)
        assert sam.get(f"/comments/{comment.pk}/").status_code == status

    def test_writer_learns_why_it_was_refused(
        self, rosa: Client, article: Article, max_: User
    ) -> None:
        post(rosa, article)
        comment = Comment.objects.get()
        decide(comment, "rejected", by=max_, reason="off-topic", note="Write of the bridge.")
        for address in (f"/comments/{comment.pk}/", "/comments/"):
            told = page(rosa, address)
            assert "decided not to publish your comment. It is not about the article." in told
            assert "Write of the bridge." in told

    def test_writers_pages_are_not_kept_by_caches(self, rosa: Client, article: Article) -> None:
        post(rosa, article)
        for address in (f"/comments/{Comment.objects.get().pk}/", "/comments/"):
            assert "no-store" in rosa.get(address)["Cache-Control"]


class TestOwn:
    def test_browser_that_wrote_nothing_is_told_so(self, sam: Client, article: Article) -> None:
        say(article)
        assert "Nothing was written from this browser" in page(sam, "/comments/")

    def test_writer_sees_own_comments_only(self, rosa: Client, article: Article) -> None:
        say(article, "A stranger’s words")
        post(rosa, article)
        shown = page(rosa, "/comments/")
        assert "I crossed it today." in shown
        assert "stranger" not in shown

    def test_hidden_headline_stays_hidden(self, rosa: Client, article: Article) -> None:
        post(rosa, article)
        hide(article)
        shown = page(rosa, "/comments/")
        assert "I crossed it today." in shown
        assert "bridge" not in shown


class TestErase:
    def test_writer_is_asked_then_the_words_are_gone(self, rosa: Client, article: Article) -> None:
        post(rosa, article)
        address = f"/comments/{Comment.objects.get().pk}/erase/"
        asked = page(rosa, address)
        assert "Erase it for good?" in asked
        given = re.findall(r'name="token" value="([^"]+)"', asked)[0]
        for _ in range(2):
            answer = rosa.post(address, {"token": given}, headers=SAME_SITE)
            assert (answer.status_code, answer["Location"]) == (303, "/comments/")
        assert Comment.objects.get().body == ""
        assert "You erased this comment." in page(rosa, "/comments/")
        assert "It is erased" in page(rosa, address)

    def test_stranger_cannot_erase(self, sam: Client, article: Article) -> None:
        comment = say(article, writer=digest(WRITER))
        sent = {"token": token("erase", comment.pk)}
        for cookie in ("", "x" * 32):
            sam.cookies[COOKIE] = cookie
            answer = sam.post(f"/comments/{comment.pk}/erase/", sent, headers=SAME_SITE)
            assert answer.status_code == 404
        assert Comment.objects.get().state == "published"

    def test_comment_without_a_writer_is_nobodys(self, sam: Client, article: Article) -> None:
        comment = say(article, writer="")
        assert sam.get(f"/comments/{comment.pk}/erase/").status_code == 404

    @pytest.mark.parametrize(
        ("headers", "form"), [({"Sec-Fetch-Site": "cross-site"}, "erase"), (SAME_SITE, "comment")]
    )
    def test_post_that_is_not_ours_erases_nothing(
        self, rosa: Client, article: Article, headers: dict[str, str], form: str
    ) -> None:
        rosa.cookies[COOKIE] = WRITER
        comment = say(article, writer=digest(WRITER))
        address = f"/comments/{comment.pk}/erase/"
        answer = rosa.post(address, {"token": token(form, comment.pk)}, headers=headers)
        assert answer.status_code == 403
        assert "Send it from here." in answer.content.decode()
        assert Comment.objects.get(pk=comment.pk).state == "published"
