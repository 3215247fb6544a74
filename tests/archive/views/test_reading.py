"""The pages for reading."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive.models import Article, Segment, Source
from tests.factories import make_article, make_capture, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
NUMBER = [{"code": "number", "words": "The number 14 is missing from the English."}]
MOIS = "Les riverains l’attendaient depuis 14 mois."


def page(client: Client, address: str, status: int = 200) -> str:
    """The page at an address, for whatever address the article moved to."""
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def read(client: Client, article: Article, query: str = "") -> str:
    return page(client, article.get_absolute_url() + query)


def translated(**fields: object) -> Article:
    article = make_article(**fields)  # type: ignore[arg-type]
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


class TestAddress:
    @pytest.mark.parametrize("slug", ["", "wrong/", "le-pont/", "é/"])
    def test_other_slug_moves_to_the_right_one_with_its_query(
        self, rosa: Client, slug: str
    ) -> None:
        article = translated()
        answer = rosa.get(f"/articles/{article.pk}/{slug}?view=side&x=1")
        assert answer.status_code == 301
        assert answer["Location"] == f"/articles/{article.pk}/the-bridge-reopens/?view=side&x=1"

    def test_number_written_otherwise_moves_too(self, rosa: Client) -> None:
        article = translated()
        answer = rosa.get(f"/articles/00{article.pk}/the-bridge-reopens/")
        assert answer["Location"] == article.get_absolute_url()

    @pytest.mark.parametrize(
        "address",
        [
            "/articles/999999/",
            "/articles/99999999999999999999/",
            "/articles/" + "9" * 5000 + "/",
            "/articles/0/",
            "/articles/-1/",
            "/articles/1e3/",
            "/articles/99999999999999999999.json",
            "/articles/99999999999999999999/v1/",
        ],
    )
    def test_no_such_article(self, sam: Client, address: str) -> None:
        assert sam.get(address).status_code == 404

    def test_no_such_edition_or_sentence(self, sam: Client) -> None:
        article = translated()
        for rest in ("v2", "v0", "v99999999999999999999", "s/77", "s/99999999999999999999"):
            assert sam.get(f"/articles/{article.pk}/{rest}/").status_code == 404

    def test_only_reading_is_allowed(self, sam: Client) -> None:
        assert sam.post(translated().get_absolute_url()).status_code == 405


class TestVisibility:
    @pytest.mark.parametrize("state", [Article.State.HIDDEN, Article.State.SCHEDULED])
    @pytest.mark.parametrize("rest", ["/", "/the-bridge-reopens/", "/v1/", "/s/1/", ".json"])
    def test_stranger_cannot_see_what_is_unpublished(
        self, sam: Client, state: str, rest: str
    ) -> None:
        article = translated()
        Article.objects.update(state=state, publish_at=article.created_at)
        answer = sam.get(f"/articles/{article.pk}{rest}")
        assert answer.status_code == 404
        assert "pont" not in answer.content.decode()
        assert "bridge" not in page(sam, "/")

    @pytest.mark.parametrize("rest", ["/", "/the-bridge-reopens/", "/v1/", "/s/1/"])
    def test_withdrawn_article_gives_reason_and_citation(self, sam: Client, rest: str) -> None:
        article = translated()
        Article.objects.update(state="withdrawn", withdrawn_reason="Retracted by the agency.")
        gone = page(sam, f"/articles/{article.pk}{rest}", status=410)
        assert "Retracted by the agency." in gone
        assert "The bridge reopens" in gone
        assert "riverains" not in gone
        assert "bridge" not in page(sam, "/")


class TestArticle:
    def test_english_sentences_are_elements_with_their_uid(self, rosa: Client) -> None:
        shown = read(rosa, translated())
        for uid in (1, 2, 3, 4):
            assert f'id="s{uid}"' in shown
        assert "In English: Le pont a rouvert mardi." in shown

    def test_side_by_side_has_both_halves_of_each(self, rosa: Client) -> None:
        shown = read(rosa, translated(), "?view=side")
        for uid in (1, 2, 3, 4):
            assert f'id="s{uid}"' in shown
            assert f'id="f{uid}"' in shown

    def test_line_by_line_numbers_each_sentence(self, rosa: Client) -> None:
        shown = read(rosa, translated(), "?view=lines")
        assert shown.count('class="line"') == 3
        assert 'href="#s2"' in shown

    def test_french_carries_the_sentence_addresses(self, rosa: Client) -> None:
        shown = read(rosa, translated(), "?view=fr")
        assert 'class="s" id="s2" data-uid="2">Le pont a rouvert mardi.' in shown

    @pytest.mark.parametrize("query", ["", "?view=", "?view=<>", "?view=EN", "?view=../x"])
    def test_unknown_view_is_english(self, rosa: Client, query: str) -> None:
        shown = read(rosa, translated(), query)
        assert 'data-view="en" aria-current="page"' in shown

    def test_kinds_of_paragraph_are_kept(self, rosa: Client) -> None:
        article = make_article(body=[["Un."], ["Deux."], ["Trois."]])
        for number, kind in enumerate(("quote", "list", "caption"), 1):
            article.segments.filter(paragraph=number).update(kind=Segment.Kind(kind))
        publish(article)
        shown = read(rosa, article)
        for markup in ("<blockquote>", "<li>", '<p class="caption">'):
            assert markup in shown

    def test_notice_counts_checked_and_doubtful_sentences(self, rosa: Client) -> None:
        article = make_article()
        publish(article, {MOIS: {"checks": NUMBER}})
        shown = read(rosa, article)
        assert "Machine-translated from French." in shown
        assert "Not yet checked by a person." in shown
        assert "1 of 4 sentences worth checking" in shown
        make_translation(article.segments.get(uid=2), "It reopened.", state="approved")
        publish(article)
        assert "1 of 4 sentences checked by a person." in read(rosa, article)

    @pytest.mark.parametrize("view", ["en", "side", "lines", "fr"])
    def test_flagged_sentence_gives_its_reason_without_pointing(
        self, rosa: Client, view: str
    ) -> None:
        article = make_article()
        publish(article, {MOIS: {"checks": NUMBER}})
        shown = read(rosa, article, f"?view={view}")
        assert '<li id="check-1">' in shown
        assert "The number 14 is missing from the English." in shown
        assert ('href="#check-1"' in shown) == (view != "fr")

    def test_machine_is_named_on_its_own_sentences_only(self, rosa: Client) -> None:
        article = make_article(body=[["Un."], ["Deux."]])
        publish(article)
        make_translation(article.segments.get(text="Un."), "One.", state="edited", origin="editor")
        publish(article)
        shown = read(rosa, article)
        assert 'data-uid="2">One.</span>' in shown
        assert 'data-uid="3" lang="en-t-fr-t0-und">In English: Deux.</span>' in shown
        assert '<html lang="en">' in shown

    def test_french_is_marked_and_kept_from_translators(self, rosa: Client) -> None:
        assert 'lang="fr" translate="no"' in read(rosa, translated(), "?view=side")

    def test_record_names_original_capture_digest_and_engine(self, rosa: Client) -> None:
        article = translated(canonical_url="https://agence.example/pont")
        shown = read(rosa, article)
        assert article.capture is not None
        for words in (
            'href="https://agence.example/pont"',
            article.capture.sha256,
            "1 January 2026, 10:30",
            "toy 1.0 (000000000000)",
            "given by the document",
        ):
            assert words in shown
        assert 'rel="alternate machine-translated-from" hreflang="fr"' in shown

    def test_inferred_date_gives_its_evidence(self, rosa: Client) -> None:
        evidence = {"date_basis": "inferred", "date_evidence": "ce mercredi 23 octobre"}
        shown = read(rosa, translated(capture=evidence))
        assert "inferred from the text" in shown
        assert "ce mercredi 23 octobre" in shown

    def test_unknown_date_is_called_unknown(self, rosa: Client) -> None:
        shown = read(rosa, translated(published_on=None))
        assert 'Unknown. It stands among the <a href="/undated/">' in shown
        assert 'rel="prev"' not in shown

    def test_articles_before_and_after_it_are_at_hand(self, rosa: Client) -> None:
        days = [date(2024, 10, day) for day in (22, 23, 24)]
        early, article, late = (translated(published_on=day) for day in days)
        shown = read(rosa, article)
        assert f'rel="prev" href="{early.get_absolute_url()}"' in shown
        assert f'rel="next" href="{late.get_absolute_url()}"' in shown
        assert "24 October 2024" in shown
        assert 'rel="prev"' not in page(rosa, article.editions.get().get_absolute_url())

    def test_headline_drawn_from_the_text_is_said_to_be(self, rosa: Client) -> None:
        shown = read(rosa, translated(title=None))
        assert "these are its opening words" in shown

    def test_unsafe_original_address_is_no_link(self, rosa: Client) -> None:
        shown = read(rosa, translated(canonical_url="javascript:alert(1)"))
        assert "javascript:" not in shown

    def test_newer_text_is_announced(self, rosa: Client) -> None:
        article = translated()
        make_capture(article, raw="Un autre texte")
        assert "A newer text was received" in read(rosa, article)

    def test_markup_in_a_text_is_shown_not_run(self, rosa: Client) -> None:
        attack = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
        article = make_article(title=attack, body=[[attack]], capture={"byline": attack})
        publish(article, {attack: {"text": attack, "checks": [{"code": "x", "words": attack}]}})
        addresses = [
            f"{article.get_absolute_url()}?view={v}" for v in ("en", "side", "lines", "fr")
        ]
        for address in [*addresses, "/", f"/articles/{article.pk}/s/2/"]:
            shown = page(rosa, address)
            assert "<script>alert" not in shown
            assert "<img" not in shown

    def test_queries_do_not_grow_with_sentences(
        self, rosa: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        short, long = translated(), translated(body=[["Un.", "Deux."]] * 40)
        for address in (short.get_absolute_url(), long.get_absolute_url()):
            for view in ("en", "side", "lines", "fr"):
                with django_assert_num_queries(8):
                    page(rosa, f"{address}?view={view}")


class TestPending:
    def test_french_stands_with_a_plain_sentence(self, rosa: Client) -> None:
        article = make_article()
        shown = read(rosa, article)
        assert "Translation pending." in shown
        assert "Le pont a rouvert mardi." in shown
        assert '<meta name="robots" content="noindex, follow">' in shown
        assert f'data-poll="/articles/{article.pk}.json"' in shown

    def test_wordings_without_an_edition_are_not_shown(self, rosa: Client) -> None:
        article = make_article()
        make_translation(article.segments.get(uid=2), "Half done.")
        assert "Half done." not in read(rosa, article)

    def test_only_what_a_person_checked_may_be_indexed(self, rosa: Client) -> None:
        article = translated()
        assert '<meta name="robots" content="noindex, follow">' in read(rosa, article)
        make_translation(article.segments.get(uid=2), "It reopened.", state="approved")
        publish(article)
        assert 'name="robots"' not in read(rosa, article)

    def test_a_site_may_let_search_engines_list_all(self, rosa: Client, settings: Settings) -> None:
        settings.UNREVIEWED_NOINDEX = False
        assert 'name="robots"' not in read(rosa, translated())
        assert "noindex, follow" in read(rosa, make_article())


class TestDisplay:
    def test_excerpt_ends_with_a_way_to_the_original(self, rosa: Client) -> None:
        source = make_source("revue", display=Source.Display.EXCERPT)
        body = [["Un."], ["Deux."], ["Trois."]]
        article = translated(source=source, body=body, canonical_url="https://r.example/1")
        for view in ("en", "side", "lines", "fr"):
            shown = read(rosa, article, f"?view={view}")
            assert "Deux." in shown
            assert "Trois." not in shown
            assert "Read on in French at the source" in shown

    @pytest.mark.parametrize("is_translated", [True, False])
    def test_metadata_is_headline_date_and_link(self, rosa: Client, is_translated: bool) -> None:  # noqa: FBT001
        source = make_source("courrier", display=Source.Display.METADATA)
        article = make_article(source=source, canonical_url="https://c.example/1")
        if is_translated:
            publish(article)
        shown = read(rosa, article)
        assert "Le pont rouvre" in shown
        assert "riverains" not in shown
        assert "https://c.example/1" in shown

    def test_sentence_kept_back_has_no_page(self, sam: Client) -> None:
        source = make_source("courrier", display=Source.Display.METADATA)
        article = translated(source=source)
        assert sam.get(f"/articles/{article.pk}/s/3/").status_code == 404


class TestEdition:
    def test_each_says_whether_it_is_live(self, rosa: Client) -> None:
        article = translated()
        make_translation(article.segments.get(uid=2), "Reworded.", state="edited", origin="editor")
        publish(article)
        old, live = (page(rosa, f"/articles/{article.pk}/v{n}/") for n in (1, 2))
        assert "no longer the live one" in old
        assert "Reworded." not in old
        assert "noindex" in old
        assert "Edition 2, the live one." in live
        assert "Reworded." in live

    def test_article_lists_its_editions(self, rosa: Client) -> None:
        article = translated()
        assert f'href="/articles/{article.pk}/v1/"' in read(rosa, article)


class TestSentence:
    def test_it_tells_every_wording_that_readers_saw(self, rosa: Client) -> None:
        article = translated()
        make_translation(article.segments.get(uid=2), "Reworded.", state="edited", origin="editor")
        publish(article)
        told = page(rosa, f"/articles/{article.pk}/s/2/")
        for words in ("Reworded.", "In English: Le pont a rouvert mardi.", "Written by an editor"):
            assert words in told

    def test_untranslated_sentence_says_so(self, rosa: Client) -> None:
        article = make_article()
        assert "Translation pending." in page(rosa, f"/articles/{article.pk}/s/2/")
