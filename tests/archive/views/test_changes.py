"""The page of what an article's source changed, and the lines that lead there."""

from datetime import timedelta

import pytest
from django.test import Client

from archive.changes import PER_PAGE
from archive.models import Article, Source
from tests.archive.test_whereabouts import LATER, at
from tests.factories import EDITED_AT, make_article, make_source, make_translation, publish, rewrite

pytestmark = pytest.mark.django_db
TUESDAY, MONDAY = "Le pont a rouvert mardi soir.", "Le pont a rouvert lundi soir."
RIVER = "La Garonne reste haute."
ENGLISH = {TUESDAY: "It reopened on Tuesday.", MONDAY: "It reopened on Monday."}


def changed(source: Source | None = None) -> Article:
    article = make_article(body=[[TUESDAY], [RIVER]], source=source)
    publish(article, ENGLISH)
    rewrite(article, {TUESDAY: MONDAY}, ENGLISH)
    return article


def page(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def changes(client: Client, article: Article, query: str = "") -> str:
    return page(client, f"/articles/{article.pk}/changes/{query}")


class TestPage:
    def test_it_says_what_changed_when_and_between_which_editions(self, rosa: Client) -> None:
        article = changed()
        shown = changes(rosa, article)
        assert "1 sentence changed." in shown
        assert "3 November 2026" in shown
        for n in (1, 2):
            assert f'href="/articles/{article.pk}/v{n}/"' in shown

    def test_words_taken_out_and_put_in_are_marked_in_both_languages(self, rosa: Client) -> None:
        shown = changes(rosa, changed())
        for marked in ("<del>mardi</del>", "<ins>lundi</ins>"):
            assert marked in shown
        for marked in ("<del>Tuesday.</del>", "<ins>Monday.</ins>"):
            assert marked in shown

    def test_before_and_now_are_said_in_words(self, rosa: Client) -> None:
        shown = changes(rosa, changed())
        assert shown.count('<span class="stage">Before</span>') == 2
        assert shown.count('<span class="stage">Now</span>') == 2

    def test_each_language_is_named(self, rosa: Client) -> None:
        article = changed()
        shown = changes(rosa, article)
        assert '<span lang="fr" translate="no">Le pont a rouvert <del>mardi</del> soir.' in shown
        assert '<span lang="en-t-fr-t0-und">It reopened on <del>Tuesday.</del>' in shown

    def test_english_that_a_person_checked_is_plain(self, rosa: Client) -> None:
        article = make_article(body=[[TUESDAY], [RIVER]])
        publish(article, {TUESDAY: {"text": "It reopened on Tuesday.", "state": "approved"}})
        rewrite(article, {TUESDAY: MONDAY}, ENGLISH)
        shown = changes(rosa, article)
        assert "<span>It reopened on <del>Tuesday.</del>" in shown

    def test_search_engines_are_asked_to_leave_it_out(self, rosa: Client) -> None:
        assert '<meta name="robots" content="noindex, follow">' in changes(rosa, changed())

    def test_sentence_put_in_or_taken_out_is_named(self, rosa: Client) -> None:
        article = make_article(body=[[TUESDAY], [RIVER]])
        publish(article)
        rewrite(article, {RIVER: "", "": "Un bac relie les rives."})
        shown = changes(rosa, article)
        assert "1 sentence added, 1 removed." in shown
        assert f"<del>{RIVER}</del>" in shown
        assert "<ins>Un bac relie les rives.</ins>" in shown

    def test_byline_is_compared(self, rosa: Client) -> None:
        article = make_article()
        publish(article)
        rewrite(article, byline="Jeanne Roux")
        assert "none before, now <ins>Jeanne Roux</ins>" in changes(rosa, article)

    def test_many_changes_are_told_page_by_page(self, rosa: Client) -> None:
        article = changed()
        for n in range(PER_PAGE):
            rewrite(article, {"": f"Ajout {n}."}, received_at=EDITED_AT + timedelta(days=n + 1))
        first = changes(rosa, article)
        assert first.count('<section class="row" id="v') == PER_PAGE
        assert 'rel="next" href="?upto=2"' in first
        last = changes(rosa, article, "?upto=2")
        assert last.count('<section class="row" id="v') == 1
        assert "The latest changes" in last

    @pytest.mark.parametrize("upto", ["x", "", "²", "9" * 30, "99"])
    def test_whatever_is_asked_for_is_answered(self, rosa: Client, upto: str) -> None:
        assert "1 sentence changed." in changes(rosa, changed(), f"?upto={upto}")


class TestNoPage:
    def test_article_that_never_changed_has_none(self, sam: Client) -> None:
        article = make_article()
        assert sam.get(f"/articles/{article.pk}/changes/").status_code == 404
        publish(article)
        make_translation(article.segments.all()[1], "Other.", origin="editor", state="edited")
        publish(article)
        assert sam.get(f"/articles/{article.pk}/changes/").status_code == 404

    def test_nothing_lies_before_the_first_change(self, sam: Client) -> None:
        article = changed()
        assert sam.get(f"/articles/{article.pk}/changes/?upto=1").status_code == 404

    @pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
    def test_article_that_readers_do_not_see_has_none(
        self, sam: Client, state: str, status: int
    ) -> None:
        article = changed()
        Article.objects.update(state=state, withdrawn_reason="Wrong.")
        shown = page(sam, f"/articles/{article.pk}/changes/", status=status)
        assert "lundi" not in shown
        assert "mardi" not in shown


class TestDisplay:
    @pytest.mark.parametrize("display", ["excerpt", "metadata"])
    def test_what_a_source_withholds_is_counted_and_not_shown(
        self, rosa: Client, display: str
    ) -> None:
        secret = "Un secret attend au fond du fleuve."
        article = make_article(
            body=[[TUESDAY], [RIVER], [secret]], source=make_source("revue", display=display)
        )
        publish(article, ENGLISH)
        rewrite(article, {secret: "Un secret dort au fond du fleuve.", TUESDAY: MONDAY}, ENGLISH)
        shown = changes(rosa, article)
        assert "2 sentences changed." in shown
        assert "secret" not in shown
        assert ("lundi" in shown) is (display == "excerpt")
        withheld = "One change lies" if display == "excerpt" else "2 changes lie"
        assert f"{withheld} in the part of the text that Revue does not let this archive" in shown


class TestArticle:
    def test_article_says_that_its_source_changed_it(self, rosa: Client) -> None:
        article = changed()
        shown = page(rosa, article.get_absolute_url())
        assert "<strong>Changed by the source</strong>, seen on 3 November 2026" in shown
        assert f'href="/articles/{article.pk}/changes/"' in shown

    def test_article_changed_often_names_the_last_time(self, rosa: Client) -> None:
        article = changed()
        rewrite(article, {"": "Ajout."}, received_at=EDITED_AT + timedelta(days=6))
        shown = page(rosa, article.get_absolute_url())
        assert "</strong> 2 times, last seen on 9 November 2026" in shown

    def test_edition_tells_of_it_in_the_record_alone(self, rosa: Client) -> None:
        article = changed()
        shown = page(rosa, f"/articles/{article.pk}/v1/")
        assert "Changed by the source" not in shown
        assert f'href="/articles/{article.pk}/changes/?upto=2#v2"' in shown

    def test_article_that_stayed_as_it_was_says_nothing(self, rosa: Client) -> None:
        article = make_article()
        publish(article)
        assert "/changes/" not in page(rosa, article.get_absolute_url())

    def test_page_that_is_still_there_is_told(self, rosa: Client) -> None:
        article = make_article(canonical_url="https://gazette.example/pont")
        assert "last looked at" not in page(rosa, article.get_absolute_url())
        at(article)
        assert "Still there when last looked at, on" in page(rosa, article.get_absolute_url())

    def test_page_that_is_gone_is_told_and_the_copy_stays(self, rosa: Client) -> None:
        article = changed()
        at(article, state="gone", gone_at=LATER)
        shown = page(rosa, article.get_absolute_url())
        assert "Gone from its source since" in shown
        assert "8 January 2026" in shown
        assert "lundi" in shown
