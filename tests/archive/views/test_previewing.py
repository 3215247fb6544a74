"""The preview: the page as it would be read, for whoever holds the link, and for no one else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import previewing
from archive.models import Article, DayViews, Edition
from tests.factories import make_article, make_segment, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def hidden() -> Article:
    """A hidden article, wholly worded and never published."""
    article = make_article(state="hidden")
    for segment in article.segments.all():
        make_translation(segment)
    return article


def text_of(page: str) -> str:
    """What stands between the headline and the record."""
    found = re.search(r"<div class=\"text\" data-text>(.*?)<aside", page, re.S)
    assert found
    return found[1]


def test_hidden_article_is_read_by_the_link_alone(rosa: Client, hidden: Article) -> None:
    page = rosa.get(previewing.address(hidden.pk))
    assert page.status_code == 200
    assert f"In English: {FRENCH}" in page.text
    assert "<strong>Preview.</strong>" in page.text
    assert "Readers see nothing of it" in page.text
    assert rosa.get(f"/articles/{hidden.pk}/").status_code == 404
    assert not Edition.objects.exists()


def test_withdrawn_article_is_read_by_the_link_alone(rosa: Client) -> None:
    article = make_article(state="withdrawn", withdrawn_reason="No.")
    publish(article)
    assert rosa.get(previewing.address(article.pk)).status_code == 200
    assert rosa.get(article.get_absolute_url()).status_code == 410


def test_it_shows_just_what_readers_will_see(rosa: Client, hidden: Article) -> None:
    before = text_of(rosa.get(previewing.address(hidden.pk)).text)
    Article.objects.update(state="live")
    publish(hidden)
    after = text_of(rosa.get(hidden.get_absolute_url()).text)
    without_forms = re.sub(r"<noscript>.*?</noscript>", "", after, flags=re.S)
    assert before.split() == without_forms.split()


def test_it_shows_wordings_that_readers_do_not_see_yet(rosa: Client) -> None:
    article = make_article()
    publish(article)
    make_translation(article.segments.get(text=FRENCH), "Open!", origin="editor", state="edited")
    page = rosa.get(previewing.address(article.pk)).text
    assert "Open!" in page
    assert "another edition" in page
    assert "Open!" not in rosa.get(article.get_absolute_url()).text


def test_what_is_live_already_is_the_edition_itself(rosa: Client) -> None:
    article = make_article()
    publish(article)
    page = rosa.get(previewing.address(article.pk)).text
    assert "Readers see the same." in page
    assert f"/articles/{article.pk}/v1/" in page


def test_what_the_source_keeps_back_stays_back(rosa: Client) -> None:
    article = make_article(source=make_source("courrier", display="metadata"), state="hidden")
    for segment in article.segments.all():
        make_translation(segment)
    assert FRENCH not in rosa.get(previewing.address(article.pk)).text


def test_sentence_without_english_is_said(rosa: Client, hidden: Article) -> None:
    make_segment(hidden, "Encore une.")
    page = rosa.get(previewing.address(hidden.pk)).text
    assert "no English yet" in page
    assert "Encore une." in page


def test_nobody_keeps_or_finds_it_and_no_form_is_on_it(rosa: Client, hidden: Article) -> None:
    page = rosa.get(previewing.address(hidden.pk))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex, follow"' in page.text
    assert 'method="post"' not in page.text
    assert not page.cookies


def test_it_counts_as_no_reading(rosa: Client) -> None:
    article = make_article()
    publish(article)
    rosa.get(previewing.address(article.pk), HTTP_USER_AGENT="Mozilla/5.0")
    assert not DayViews.objects.exists()


def test_link_that_is_over_says_so(
    rosa: Client, hidden: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = previewing.address(hidden.pk)
    monkeypatch.setattr(previewing, "VALID_FOR", timedelta(seconds=-1))
    page = rosa.get(address)
    assert page.status_code == 410
    assert "This preview is over" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["1", "1:abc:def", "x" * 400, "%00"])
def test_forged_link_is_not_found(sam: Client, hidden: Article, token: str) -> None:
    assert sam.get(f"/preview/{token}/").status_code == 404


def test_it_takes_no_more_queries_than_the_page(
    rosa: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (2, 60):
        article = make_article(state="hidden", body=[[f"Phrase {n}." for n in range(size)]])
        for segment in article.segments.all():
            make_translation(segment)
        address = previewing.address(article.pk)
        with django_assert_max_num_queries(12):
            rosa.get(address)
