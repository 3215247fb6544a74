"""Sending a comment, and what happens to one that cannot be sent."""

import re

import pytest
from django.test import Client

from archive.discuss.order import PAGE
from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment
from tests.archive.discuss.writing import SAME_SITE, known, page, post, read, say, token, translated
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def hide(article: Article, state: str = "hidden") -> None:
    Article.objects.filter(pk=article.pk).update(state=state, withdrawn_reason="Wrong.")


class TestSending:
    def test_first_comment_waits_and_its_writer_is_told(
        self, rosa: Client, article: Article
    ) -> None:
        answer = post(rosa, article)
        comment = Comment.objects.get()
        assert answer.status_code == 303
        assert answer["Location"].startswith(f"/comments/{comment.pk}/?receipt=")
        told = page(rosa, answer["Location"])
        assert "waits for a moderator, as every writer’s first one does." in told
        assert "I crossed it today." in told
        assert f'href="/comments/{comment.pk}/edit/">Change it until ' in told

    def test_known_writer_lands_on_the_comment(self, rosa: Client, article: Article) -> None:
        answer = post(known(rosa, article), article)
        comment = Comment.objects.latest("pk")
        assert (comment.state, answer.status_code) == ("published", 303)
        place = f"{article.get_absolute_url()}?sent={comment.pk}#comment-{comment.pk}"
        assert answer["Location"] == place

    def test_only_the_writers_cookie_is_set(self, rosa: Client, article: Article) -> None:
        answer = post(rosa, article)
        assert list(answer.cookies) == [COOKIE]
        assert Comment.objects.get().writer == digest(answer.cookies[COOKIE].value)
        again = post(rosa, article, text="Another.")
        assert again.cookies[COOKIE].value == answer.cookies[COOKIE].value

    def test_refused_post_sets_no_cookie(self, rosa: Client, article: Article) -> None:
        assert not post(rosa, article, text="").cookies

    def test_two_clicks_are_one_comment(self, article: Article) -> None:
        first, second = Client(), Client()
        told = [post(browser, article)["Location"] for browser in (first, second)]
        assert told[0] == told[1]
        assert Comment.objects.count() == 1
        assert COOKIE not in second.cookies

    def test_browser_without_cookies_is_told_too(self, rosa: Client, article: Article) -> None:
        address = post(rosa, article)["Location"]
        told = page(Client(), address)
        assert "waits for a moderator" in told
        assert "Erase" not in told

    def test_reply_is_stored_as_one(self, rosa: Client, article: Article) -> None:
        parent = say(article)
        post(rosa, article, parent=parent.pk)
        assert Comment.objects.latest("pk").parent == parent

    def test_language_and_wish_for_letters_are_kept(self, rosa: Client, article: Article) -> None:
        post(rosa, article, language="fr", email="r@a.example", notify="on")
        comment = Comment.objects.get()
        assert (comment.language, comment.notify) == ("fr", True)

    def test_just_sent_is_offered_to_be_changed_and_erased(
        self, rosa: Client, article: Article
    ) -> None:
        shown = page(rosa, post(known(rosa, article), article)["Location"])
        comment = Comment.objects.latest("pk")
        assert f'<a href="/comments/{comment.pk}/edit/">change it</a>' in shown
        assert f'<a href="/comments/{comment.pk}/erase/">erase it</a>' in shown
        assert "change it" not in read(rosa, article)

    def test_known_writer_lands_on_the_right_page(self, rosa: Client, article: Article) -> None:
        for n in range(PAGE):
            say(article, f"{n}")
        place = post(known(rosa, article), article)["Location"]
        assert "&comments=2#comment-" in place
        assert "I crossed it today." in page(rosa, place)

    def test_trap_is_kept_as_spam_and_its_writer_told(self, rosa: Client, article: Article) -> None:
        told = page(rosa, post(rosa, article, homepage="http://x.example")["Location"])
        assert Comment.objects.get().state == "spam"
        assert "because a field was filled in that people do not see" in told

    @pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
    def test_no_comment_on_what_readers_cannot_see(
        self, sam: Client, article: Article, state: str, status: int
    ) -> None:
        hide(article, state)
        answer = post(sam, article)
        assert answer.status_code == status
        assert not Comment.objects.exists()

    def test_pending_article_takes_none_and_says_so(self, sam: Client) -> None:
        answer = post(sam, make_article())
        assert answer.status_code == 422
        assert "takes no comments" in answer.content.decode()

    def test_read_its_address_leads_to_the_article(self, sam: Client, article: Article) -> None:
        answer = sam.get(f"/articles/{article.pk}/comments/")
        assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())
        assert sam.put(f"/articles/{article.pk}/comments/").status_code == 405

    def test_article_headed_comments_can_still_be_read(self, sam: Client) -> None:
        article = make_article(title="Commentaires")
        publish(article, {"Commentaires": "Comments"})
        assert article.get_absolute_url().endswith("/comments/")
        assert "Comments</h1>" in read(sam, article)


class TestNotSent:
    def kept(self, html: str) -> bool:
        return "A text &lt;of&gt; mine." in html and 'value="Rosa"' in html

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"email": "x"}, "This is no e-mail address."),
            ({"notify": "on"}, "Give an address at which to tell you of replies"),
            ({"language": "de"}, "Say whether it is in English or in French."),
            ({"parent": "77"}, "not here any more"),
            ({"text": "A text <of> mine. " + "https://a.example " * 6}, "yours holds 6"),
            ({"text": "A text <of> mine. " * 400}, "may have 5,000 characters"),
        ],
    )
    def test_every_error_keeps_the_text(
        self, rosa: Client, article: Article, fields: dict[str, str], words: str
    ) -> None:
        answer = post(rosa, article, **{"text": "A text <of> mine.", **fields})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert words in html
        assert self.kept(html)
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(1, "That was very quick."), (90_000, "The page was open for more than a day.")],
    )
    def test_form_time_keeps_the_text_and_gives_a_good_form(
        self, rosa: Client, article: Article, seconds: float, words: str
    ) -> None:
        old = token("comment", article.pk, seconds_ago=seconds)
        html = post(rosa, article, text="A text <of> mine.", token=old).content.decode()
        assert words in html
        assert self.kept(html)
        given = re.findall(r'name="token" value="([^"]+)"', html)
        assert (given == [old]) == (seconds == 1)

    def test_error_is_by_its_field_and_in_a_summary_that_takes_the_focus(
        self, rosa: Client, article: Article
    ) -> None:
        html = post(rosa, article, name="").content.decode()
        assert '<p class="error" id="write-name_error">Give a name' in html
        assert 'class="problems" tabindex="-1" autofocus' in html
        assert '<a href="#write-name">Give a name' in html

    @pytest.mark.parametrize(
        ("headers", "forged"),
        [({"Sec-Fetch-Site": "cross-site"}, ""), ({}, ""), (SAME_SITE, "forged")],
    )
    def test_post_that_is_not_ours_is_refused_and_keeps_the_text(
        self, sam: Client, article: Article, headers: dict[str, str], forged: str
    ) -> None:
        sent = {"text": "A text <of> mine.", "name": "Rosa"}
        sent["token"] = forged or token("comment", article.pk)
        answer = sam.post(f"/articles/{article.pk}/comments/", sent, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 403
        assert self.kept(html)
        assert "Your text is kept" in html
        assert not Comment.objects.exists()
        assert not answer.cookies

    def test_token_of_another_article_is_refused(self, sam: Client, article: Article) -> None:
        other = token("comment", translated().pk)
        assert post(sam, article, token=other).status_code == 403

    def test_form_that_came_back_can_be_sent(self, rosa: Client, article: Article) -> None:
        html = post(rosa, article, name="").content.decode()
        given = re.findall(r'name="token" value="([^"]+)"', html)[0]
        assert post(rosa, article, token=given).status_code == 303
