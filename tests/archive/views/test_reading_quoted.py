"""The pages for reading: what was said in French, and what goes with copied words."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.models import Article, Source
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
FRENCH = "« C’est un soulagement », dit une habitante."
ENGLISH = "“A relief,” she says."


def quoted(**fields: object) -> Article:
    article = make_article(**fields)  # type: ignore[arg-type]
    publish(article, {FRENCH: ENGLISH})
    return article


def read(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("view", ["en", "side", "lines", "fr"])
def test_quotation_is_marked_in_both_languages(rosa: Client, view: str) -> None:
    shown = read(rosa, f"{quoted().get_absolute_url()}?view={view}")
    assert shown.count('<q class="translated">“A relief,”</q> she says.') == 1
    assert shown.count('<q class="original">« C’est un soulagement »</q>, dit') == 1
    assert 'data-uid="4"' in shown
    assert "a quotation translated from French" in shown


def test_headline_is_marked_too(rosa: Client) -> None:
    article = make_article(title="« Enfin », dit-elle")
    publish(article, {"« Enfin », dit-elle": "“At last,” she says"})
    shown = read(rosa, article.get_absolute_url())
    assert 'data-uid="1"><q class="translated">“At last,”</q> she says</h1>' in shown
    assert "<title>“At last,” she says · Passerelle</title>" in shown


def test_legend_says_so_where_a_whole_sentence_is_marked(rosa: Client) -> None:
    article = quoted()
    assert "the whole sentence is underlined" not in read(rosa, article.get_absolute_url())
    make_translation(article.segments.get(uid=4), "A relief, she says.", origin="editor")
    publish(article)
    shown = read(rosa, article.get_absolute_url())
    assert '<span class="holds-translated">A relief, she says.</span>' in shown
    assert "the whole sentence is underlined" in shown


def test_article_without_quotations_explains_no_marks(rosa: Client) -> None:
    article = make_article(body=[["Un."]])
    publish(article)
    assert 'class="legend"' not in read(rosa, article.get_absolute_url())


def test_pending_article_marks_the_original_words(rosa: Client) -> None:
    shown = read(rosa, make_article().get_absolute_url())
    assert '<q class="original">« C’est un soulagement »</q>' in shown
    assert "translated from French" not in shown


def test_sentence_page_has_english_french_and_source_to_copy(rosa: Client) -> None:
    article = quoted()
    shown = read(rosa, f"/articles/{article.pk}/s/4/")
    block = shown[shown.index('<blockquote class="ready">') :]
    line = "Files, 23 October 2024. Passerelle, edition 1: "
    places = [block.index(words) for words in (ENGLISH, FRENCH, line)]
    assert places == sorted(places)
    assert f"/articles/{article.pk}/v1/#s4 (machine translation)" in block


def test_pending_sentence_has_nothing_to_copy(rosa: Client) -> None:
    assert "ready" not in read(rosa, f"/articles/{make_article().pk}/s/2/")


def test_sentence_that_left_the_text_has_nothing_to_copy(rosa: Client) -> None:
    article = quoted()
    article.segments.filter(uid=4).update(alive=False)
    publish(article)
    assert "ready" not in read(rosa, f"/articles/{article.pk}/s/4/")


@pytest.mark.parametrize("view", ["en", "side", "lines", "fr"])
def test_what_the_source_keeps_back_is_not_there_to_copy(sam: Client, view: str) -> None:
    source = make_source("courrier", display=Source.Display.METADATA)
    article = quoted(source=source)
    shown = read(sam, f"{article.get_absolute_url()}?view={view}")
    assert "soulagement" not in shown
    assert "relief" not in shown
    assert sam.get(f"/articles/{article.pk}/s/4/").status_code == 404


def test_article_page_stays_within_twelve_queries(
    rosa: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = quoted(body=[["« Un.", "Deux. »"]] * 40).get_absolute_url()
    with django_assert_max_num_queries(12):
        rosa.get(address)


def test_quotation_is_marked_on_the_page_of_its_sentence(rosa: Client) -> None:
    shown = read(rosa, f"/articles/{quoted().pk}/s/4/")
    assert shown.count('<q class="translated">“A relief,”</q> she says.') == 1
    assert shown.count('<q class="original">« C’est un soulagement »</q>, dit') == 1


def test_quotation_is_marked_among_what_is_worth_checking(rosa: Client) -> None:
    checks = [{"code": "number", "words": "A number is missing."}]
    article = make_article()
    publish(article, {FRENCH: {"text": ENGLISH, "checks": checks}})
    shown = read(rosa, article.get_absolute_url()).split('id="checks"')[1]
    assert '<q class="translated">“A relief,”</q> she says.' in shown
    assert '<q class="original">« C’est un soulagement »</q>, dit' in shown
