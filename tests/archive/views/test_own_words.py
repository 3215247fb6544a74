"""What its writer alone is shown of a comment, and may do with it."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment, Suggestion
from archive.views.own_words import SHOWN
from tests.archive.discuss.writing import SAME_SITE, WRITER, page, post, say, token, translated

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


class TestOwn:
    def test_browser_that_wrote_nothing_is_told_so(self, sam: Client, article: Article) -> None:
        say(article)
        assert "Nothing was written from this browser" in page(sam, "/comments/")

    def test_writer_sees_own_words_only_with_how_they_stand(
        self, writer: Client, article: Article
    ) -> None:
        say(article, "A stranger’s words")
        mine(article, "Seen by all.")
        mine(article, "Held back.", state="pending", hold_reason="links")
        shown = page(writer, "/comments/")
        assert "Seen by all." in shown
        assert "waits for a moderator, because it holds several links." in shown
        assert "stranger" not in shown

    def test_what_is_on_the_page_is_found_there_whichever_page_that_is(
        self, writer: Client, article: Article
    ) -> None:
        comment = mine(article)
        assert f'on <a href="/comments/{comment.pk}/">The bridge reopens</a>' in page(
            writer, "/comments/"
        )

    def test_hidden_headline_stays_hidden(self, writer: Client, article: Article) -> None:
        mine(article)
        Article.objects.update(state="hidden")
        shown = page(writer, "/comments/")
        assert "I crossed it." in shown
        assert "bridge" not in shown

    def test_change_is_offered_for_ten_minutes_and_erasing_always(
        self, writer: Client, article: Article
    ) -> None:
        comment = mine(article)
        ways = [f"/comments/{comment.pk}/{act}/" for act in ("edit", "erase")]
        assert [way in page(writer, "/comments/") for way in ways] == [True, True]
        grow_old(comment)
        assert [way in page(writer, "/comments/") for way in ways] == [False, True]

    def test_many_have_pages(self, writer: Client, article: Article) -> None:
        for n in range(SHOWN + 1):
            mine(article, f"Number {n}.")
        first, second = page(writer, "/comments/"), page(writer, "/comments/?page=2")
        assert "51 comments, the latest first" in first
        assert "Number 0." not in first
        assert "Number 0." in second
        assert "Number 0." in page(writer, "/comments/?page=99")

    def test_suggestions_are_there_with_what_became_of_them(
        self, writer: Client, article: Article
    ) -> None:
        segment = article.segments.get(uid=2)
        fields = {"segment": segment, "base": segment.translations.get(), "text": "Better."}
        Suggestion.objects.create(**fields, writer=digest(WRITER))
        Suggestion.objects.create(**{**fields, "text": "Theirs."}, writer="x")
        shown = page(writer, "/comments/")
        assert "Better." in shown
        assert "An editor will look at it." in shown
        assert "Theirs." not in shown


class TestAll:
    def send(self, client: Client, way: str, **fields: object) -> HttpResponse:
        sent = {"token": token("own", 0), **fields}
        return client.post(f"/comments/{way}/", sent, headers=SAME_SITE)  # type: ignore[return-value]

    def test_writer_takes_home_own_words_only(self, writer: Client, article: Article) -> None:
        say(article, "A stranger’s words")
        mine(article, "My own words.")
        answer = self.send(writer, "export")
        assert "attachment" in answer["Content-Disposition"]
        assert "My own words." in answer.content.decode()
        assert "stranger" not in answer.content.decode()

    def test_writer_who_is_sure_erases_all_of_it_and_nothing_else(
        self, writer: Client, article: Article
    ) -> None:
        other = say(article, "A stranger’s words")
        comments = [mine(article, f"Mine {n}.") for n in range(2)]
        unsure = self.send(writer, "erase")
        assert unsure.status_code == 422
        assert "Say that you are sure" in unsure.content.decode()
        assert Comment.objects.exclude(body="").count() == 3
        told = self.send(writer, "erase", sure="1").content.decode()
        assert "Gone for good: 2 comments and 0 suggestions." in told
        states = dict(Comment.objects.values_list("pk", "state"))
        assert states == {other.pk: "published", **{c.pk: "erased" for c in comments}}

    @pytest.mark.parametrize("way", ["export", "erase"])
    def test_browser_without_a_cookie_gets_and_erases_nothing(
        self, sam: Client, article: Article, way: str
    ) -> None:
        mine(article, "Not Sam’s.")
        say(article, "Nobody’s.", writer="")
        answer = self.send(sam, way, sure="1")
        assert b"Not Sam" not in answer.content
        assert b"Nobody" not in answer.content
        assert Comment.objects.exclude(body="").count() == 2

    @pytest.mark.parametrize("way", ["export", "erase"])
    def test_post_that_is_not_ours_is_refused(
        self, writer: Client, article: Article, way: str
    ) -> None:
        mine(article)
        for headers, form in (({"Sec-Fetch-Site": "cross-site"}, "own"), (SAME_SITE, "comment")):
            sent = {"token": token(form, 0), "sure": "1"}
            assert writer.post(f"/comments/{way}/", sent, headers=headers).status_code == 403
        assert writer.get(f"/comments/{way}/").status_code == 405
        assert Comment.objects.get().body


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

    def test_answers_keep_their_place_below_it(self, writer: Client, article: Article) -> None:
        comment = mine(article, "Soon gone.")
        say(article, "An answer.", parent=comment)
        sent = {"token": token("erase", comment.pk)}
        writer.post(f"/comments/{comment.pk}/erase/", sent, headers=SAME_SITE)
        shown = page(writer, article.get_absolute_url())
        assert "Its writer erased this comment." in shown
        assert "An answer." in shown
        assert "Soon gone." not in shown

    def test_stranger_cannot_erase(self, sam: Client, article: Article) -> None:
        comment = mine(article)
        sent = {"token": token("erase", comment.pk)}
        for cookie in ("", "x" * 32):
            sam.cookies[COOKIE] = cookie
            answer = sam.post(f"/comments/{comment.pk}/erase/", sent, headers=SAME_SITE)
            assert answer.status_code == 404
        assert Comment.objects.get().state == "published"

    def test_comment_without_a_writer_is_nobodys(self, sam: Client, article: Article) -> None:
        comment = say(article, writer="")
        for act in ("erase", "edit"):
            assert sam.get(f"/comments/{comment.pk}/{act}/").status_code == 404

    @pytest.mark.parametrize(
        ("headers", "form"), [({"Sec-Fetch-Site": "cross-site"}, "erase"), (SAME_SITE, "comment")]
    )
    def test_post_that_is_not_ours_erases_nothing(
        self, writer: Client, article: Article, headers: dict[str, str], form: str
    ) -> None:
        comment = mine(article)
        address = f"/comments/{comment.pk}/erase/"
        answer = writer.post(address, {"token": token(form, comment.pk)}, headers=headers)
        assert answer.status_code == 403
        assert "Send it from here." in answer.content.decode()
        assert Comment.objects.get(pk=comment.pk).state == "published"
