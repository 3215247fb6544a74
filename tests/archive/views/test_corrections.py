"""The pages of corrections, and what other pages say of them."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.corrections import log
from archive.models import Article
from newsroom.curate import desk
from tests.archive.correcting import correct, reword, rewritten, shown, shown_anew
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return shown()


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    page = re.sub(r"\s+", " ", answer.getvalue().decode())
    return page.replace(" </", "</")


def own(article: Article, rest: str = "") -> str:
    return f"/articles/{article.pk}/corrections/{rest}"


def withdraw(article: Article, by: User) -> None:
    article.refresh_from_db()
    desk.withdraw(article.pk, reason="It was wrong.", by=by, expected=article.version)


class TestSite:
    def test_empty_log_says_so(self, rosa: Client) -> None:
        assert "Nothing has been corrected or withdrawn yet." in text(rosa, "/corrections/")

    def test_tells_both_headlines_the_note_and_where_to_look(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith, note="It opens <tomorrow>.")
        page, pk = text(rosa, "/corrections/"), log()[0].pk
        link = f'<a href="{article.get_absolute_url()}" lang="en-t-fr-t0-und">The bridge</a>'
        assert link in page, "its headline is a machine's still"
        assert '<p class="in-french" lang="fr" translate="no">Le pont</p>' in page
        assert "It opens &lt;tomorrow&gt;." in page
        assert f'href="{own(article)}?upto={pk}#c{pk}"' in page
        assert "edith" not in page

    def test_withdrawn_article_is_a_number_and_a_reason(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        withdraw(article, edith)
        page = text(rosa, "/corrections/")
        assert f'<a href="/articles/{article.pk}/">Article {article.pk}</a>' in page
        assert "<q>It was wrong.</q>" in page
        assert "The bridge" not in page
        assert "Le pont" not in page

    def test_thirty_to_a_page(self, rosa: Client, article: Article, edith: User) -> None:
        for n in range(32):
            correct(article, {2: f"The bridge opens {n}."}, edith)
        first = text(rosa, "/corrections/")
        assert first.count('<li class="entry"') == 30
        (older,) = re.findall(r'rel="next" href="(\?before=\d+)"', first)
        second = text(rosa, f"/corrections/{older}")
        assert second.count('<li class="entry"') == 2
        assert 'content="noindex, follow"' in second
        assert 'rel="next"' not in second

    @pytest.mark.parametrize("before", ["x", "-1", "1" * 30, "²", "1%00"])
    def test_nonsense_is_the_first_page(
        self, rosa: Client, article: Article, edith: User, before: str
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        assert "The bridge" in text(rosa, f"/corrections/?before={before}")

    def test_before_the_first_there_is_nothing(self, rosa: Client) -> None:
        assert "There is nothing older than this." in text(rosa, "/corrections/?before=1")

    def test_is_led_to_from_every_page(self, rosa: Client) -> None:
        assert '<a href="/corrections/">Corrections</a>' in text(rosa, "/about/")
        assert "/corrections/</loc>" in text(rosa, "/sitemap-pages.xml")


class TestFeed:
    def test_is_named_by_the_page_and_answers_as_atom(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        assert 'href="/corrections/feed.atom"' in text(rosa, "/corrections/")
        answer = rosa.get("/corrections/feed.atom")
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert b"Corrected: \xe2\x80\x9cThe bridge\xe2\x80\x9d" in answer.content

    def test_is_not_sent_again(self, rosa: Client, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        etag = rosa.get("/corrections/feed.atom")["ETag"]
        again = {"If-None-Match": etag}
        assert rosa.get("/corrections/feed.atom", headers=again).status_code == 304
        withdraw(article, edith)
        assert rosa.get("/corrections/feed.atom", headers=again).status_code == 200


class TestOneArticle:
    def test_shows_each_sentence_before_and_since(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith, note="It opens tomorrow.")
        page = text(rosa, own(article))
        assert "It opens tomorrow." in page
        assert "The bridge <del>reopens.</del>" in page
        assert "The bridge <ins>opens again.</ins>" in page
        assert '<p class="french" lang="fr" translate="no">Le pont rouvre demain.</p>' in page
        assert f'<a href="/articles/{article.pk}/v1/">edition 1</a>' in page

    def test_tells_facts_in_both_languages(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        given = {"given_title_fr": "Un pont", "given_byline": "Une Autre"}
        Article.objects.filter(pk=article.pk).update(**given)
        shown_anew(article, edith)
        page = text(rosa, own(article))
        headline = "<del>Le pont</del> <ins>Un pont</ins>"
        assert f'<dd lang="fr" translate="no">{headline}</dd>' in page
        assert '<span lang="en">none before</span> <ins>Une Autre</ins>' in page

    def test_says_that_the_source_and_the_machine_did_the_rest(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        reword(article, {3: "The quay shuts."}, origin="machine", engine="toy 2.0 (1)")
        rewritten(article, "Le pont rouvre demain.", "Le pont rouvre lundi.")
        correct(article, {1: "A bridge"}, edith)
        page = text(rosa, own(article))
        assert "2 other sentences differ" in page
        assert "The quay" not in page

    def test_cuts_what_the_source_keeps_back(self, rosa: Client, edith: User) -> None:
        article = shown(source=make_source("courrier", display="metadata"))
        correct(article, {2: "The bridge opens again."}, edith)
        page = text(rosa, own(article))
        assert "opens again" not in page
        assert "rouvre demain" not in page
        assert "One sentence that changed lies in the part" in page

    def test_return_to_an_earlier_edition_shows_all_that_went_back(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        rewritten(article, "Le pont rouvre demain.", "Le pont rouvre lundi.")
        shown_anew(article)
        desk.point_to(article.pk, 1, by=edith, expected=article.version)
        page = text(rosa, own(article))
        assert "Edition 1 stands again in place of edition 2." in page
        assert "Le pont rouvre <del>lundi.</del>" in page

    def test_ten_to_a_page(self, rosa: Client, article: Article, edith: User) -> None:
        for n in range(12):
            correct(article, {2: f"The bridge opens {n}."}, edith)
        first = text(rosa, own(article))
        assert first.count('<section class="row" id="c') == 10
        (older,) = re.findall(r'rel="next" href="(\?upto=\d+)"', first)
        assert text(rosa, own(article, older)).count('<section class="row" id="c') == 2

    def test_article_without_any_says_so(self, rosa: Client, article: Article) -> None:
        assert "Nobody has corrected this article." in text(rosa, own(article))
        pending = make_article()
        assert "Nobody has corrected this article." in text(rosa, own(pending))

    @pytest.mark.parametrize(
        ("state", "status"), [("hidden", 404), ("scheduled", 404), ("withdrawn", 410)]
    )
    def test_is_nothing_for_readers_who_may_not_see_it(
        self, sam: Client, article: Article, edith: User, state: str, status: int
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        fields = {"state": state, "publish_at": "2030-01-01T00:00Z", "withdrawn_reason": "No."}
        Article.objects.filter(pk=article.pk).update(**fields)
        assert "opens again" not in text(sam, own(article), status)

    def test_asks_as_often_however_much_was_corrected(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        counts = []
        for more in (2, 9):
            for n in range(more):
                correct(article, {2: f"The bridge opens {n}."}, edith)
            with CaptureQueriesContext(connection) as captured:
                text(rosa, own(article))
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 8


class TestTheArticlesPage:
    def test_says_when_it_was_corrected(self, rosa: Client, article: Article, edith: User) -> None:
        address = article.get_absolute_url()
        assert "<strong>Corrected</strong>" not in text(rosa, address)
        correct(article, {2: "The bridge opens again."}, edith)
        page = text(rosa, address)
        assert re.search(r"<strong>Corrected</strong> on \d+ \w+ \d{4}: <a href=", page)
        assert f'<a href="{own(article)}">what changed</a>' in page

    def test_old_edition_says_nothing_of_what_came_after(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        assert "<strong>Corrected</strong>" not in text(rosa, f"/articles/{article.pk}/v1/")

    def test_says_that_an_earlier_edition_stands_again(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        desk.point_to(article.pk, 1, by=edith, expected=article.version)
        page = text(rosa, article.get_absolute_url())
        assert "<strong>An earlier edition stands again</strong> since" in page
        assert "The bridge reopens." in page

    def test_later_edition_keeps_its_address_and_says_it_was_taken_back(
        self, rosa: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        desk.point_to(article.pk, 1, by=edith, expected=article.version)
        page = text(rosa, f"/articles/{article.pk}/v2/")
        assert "<strong>Edition 2, taken back.</strong>" in page
        assert "edition 1 stands again" in page
        assert "opens again" in page
        assert "the live one" in text(rosa, f"/articles/{article.pk}/v1/")


class TestTheNotice:
    def test_of_a_withdrawn_article_says_when_and_what_was_cited(
        self, sam: Client, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        withdraw(article, edith)
        assert article.edition is not None
        page = text(sam, f"/articles/{article.pk}/", 410)
        assert re.search(r"An editor took it back on <time [^>]*>\d+ \w+ \d{4}</time>", page)
        assert "The last was edition 2 of <time" in page
        assert article.edition.digest in page
        assert "“The bridge” (<span" in page
        assert "opens again" not in page

    def test_of_one_never_translated_names_no_edition(self, sam: Client, edith: User) -> None:
        article = make_article()
        withdraw(article, edith)
        assert "cited an edition" not in text(sam, f"/articles/{article.pk}/", 410)
