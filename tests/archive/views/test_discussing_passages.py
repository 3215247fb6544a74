"""Comments that are pinned to one sentence."""

import re
from html import unescape

import pytest
from django.test import Client

from archive.models import Article, Comment
from tests.archive.discuss.writing import known, page, post, read, say, translated
from tests.factories import make_source, make_translation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


class TestAboutASentence:
    FRENCH = "Le pont a rouvert mardi."

    def pinned(self, rosa: Client, article: Article) -> Comment:
        """A comment sent with the form that the sentence's page leads to."""
        way = re.findall(r'href="([^"]+about=2[^"]*)"', page(rosa, f"/articles/{article.pk}/s/2/"))
        form = page(rosa, unescape(way[0]))
        hidden = dict(re.findall(r'type="hidden" name="(about|wording)" value="([^"]+)"', form))
        assert hidden == {"about": "2", "wording": "1"}
        assert f"In English: {self.FRENCH}</q>" in form
        assert post(rosa, article, **hidden).status_code == 303
        return Comment.objects.latest("pk")

    def test_comment_is_pinned_to_the_wording_that_was_read(
        self, rosa: Client, article: Article
    ) -> None:
        comment = self.pinned(known(rosa, article), article)
        assert comment.segment == article.segments.get(text=self.FRENCH)
        assert comment.translation == comment.segment.translations.get(n=1)
        shown = read(rosa, article)
        assert 'About the sentence <a href="#s2"><q' in shown
        assert "What readers say of it" in page(rosa, f"/articles/{article.pk}/s/2/")

    def test_earlier_wording_is_shown_once_it_has_changed(
        self, rosa: Client, article: Article
    ) -> None:
        self.pinned(known(rosa, article), article)
        segment = article.segments.get(uid=2)
        make_translation(segment, "The bridge is open.", origin="editor", state="edited")
        publish(article)
        shown = read(rosa, article)
        assert re.search(
            rf"About the earlier wording: <q[^>]*>In English: {self.FRENCH}</q>", shown
        )
        assert '<a href="#s2">The sentence as it stands now</a>' in shown

    def test_what_went_is_said_to_be_gone(self, rosa: Client, article: Article) -> None:
        self.pinned(known(rosa, article), article)
        article.segments.filter(uid=2).update(alive=False)
        publish(article)
        shown = read(rosa, article)
        assert "About a sentence that the article no longer holds: <q" in shown
        assert f'<a href="/articles/{article.pk}/s/2/">Its history</a>' in shown

    def test_what_the_source_keeps_back_is_not_quoted(self, sam: Client, article: Article) -> None:
        segment = article.segments.get(uid=2)
        say(article, segment=segment, translation=segment.translations.get())
        Article.objects.update(source=make_source("kept-back", display="metadata"))
        for query in ("", "?about=2"):
            shown = read(sam, article, query)
            assert self.FRENCH not in shown
            assert "About a sentence that Kept back does not let this archive show." in shown
        answer = post(sam, article, about=2, wording=1)
        assert answer.status_code == 422
        assert self.FRENCH not in answer.content.decode()

    def test_sentence_that_went_meanwhile_is_refused_and_the_text_kept(
        self, rosa: Client, article: Article
    ) -> None:
        answer = post(rosa, article, about=99, wording=1, text="My thought.")
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "The sentence you write about is not here any more." in html
        assert "My thought." in html
        assert 'name="about"' not in html

    def test_refused_comment_keeps_its_sentence(self, rosa: Client, article: Article) -> None:
        html = post(rosa, article, about=2, wording=1, name="").content.decode()
        assert '<input type="hidden" name="about" value="2">' in html
        assert f"In English: {self.FRENCH}</q>" in html

    @pytest.mark.parametrize("about", ["x", "-1", "9" * 5000, "%00", "²", "99"])
    def test_nonsense_to_write_about_is_a_plain_form(
        self, rosa: Client, article: Article, about: str
    ) -> None:
        assert 'name="about"' not in read(rosa, article, f"?about={about}")
