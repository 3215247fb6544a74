"""Articles: what is published, in which order, at which address."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from archive.models import Article, Capture
from tests.factories import RECEIVED_AT, make_article, make_capture, make_source, publish

pytestmark = pytest.mark.django_db


def test_only_live_articles_are_published() -> None:
    live = make_article()
    make_article(state=Article.State.HIDDEN)
    make_article(state=Article.State.SCHEDULED, publish_at=RECEIVED_AT)
    gone = make_article(state=Article.State.WITHDRAWN, withdrawn_reason="Wrong.")
    assert list(Article.objects.published()) == [live]
    assert list(Article.objects.withdrawn()) == [gone]


def test_translated_leaves_out_what_has_no_edition() -> None:
    make_article()
    whole, hidden = make_article(), make_article(state=Article.State.HIDDEN)
    publish(whole)
    publish(hidden)
    assert list(Article.objects.translated()) == [whole]


def test_untranslated_is_all_that_translated_leaves_out() -> None:
    waiting, hidden = make_article(), make_article(state=Article.State.HIDDEN)
    for article in (make_article(), hidden):
        publish(article)
    assert set(Article.objects.untranslated()) == {waiting, hidden}


@pytest.mark.embedded
def test_few_articles_are_found_by_id_and_in_order_without_sorting() -> None:
    shown = Article.objects.translated()
    assert "USING INTEGER PRIMARY KEY" in shown.filter(pk__in=[1, 2]).explain().split("\n")[0]
    assert "USE TEMP B-TREE" not in shown.newest_first().explain()
    assert "USE TEMP B-TREE" not in shown.filter(source=1).newest_first().explain()


def test_newest_first_is_by_day_then_by_order_of_storing() -> None:
    day = date(2024, 10, 23)
    early, late = make_article(published_on=day), make_article(published_on=day)
    older = make_article(published_on=day - timedelta(days=1))
    assert list(Article.objects.newest_first()) == [late, early, older]


def test_address_bears_the_english_headline_once_there_is_one() -> None:
    article = make_article()
    assert article.get_absolute_url() == f"/articles/{article.pk}/"
    publish(article, {"Le pont rouvre": "The bridge reopens: 14 months on!"})
    address = f"/articles/{article.pk}/the-bridge-reopens-14-months-on/"
    assert article.get_absolute_url() == address


@pytest.mark.parametrize("headline", ["Changes", "Corrections", "S", "V2"])
def test_headline_never_makes_the_address_of_another_page(headline: str) -> None:
    article = make_article(title="Le pont rouvre", body=[["Le pont rouvre."]])
    publish(article, {"Le pont rouvre": headline})
    article.refresh_from_db()
    assert article.get_absolute_url() == f"/articles/{article.pk}/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "published"},
        {"state": "withdrawn", "withdrawn_reason": ""},
        {"state": "scheduled", "publish_at": None},
    ],
)
def test_database_refuses_a_state_without_its_facts(wrong: dict[str, object]) -> None:
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**wrong)


def test_reference_is_unique_within_its_source() -> None:
    make_article(source_ref="a.txt")
    make_article(source_ref="a.txt", source=make_source("agence"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(source_ref="a.txt")


def test_capture_returns_the_bytes_received() -> None:
    capture = make_capture(make_article(), raw="Éte « là »")
    assert capture.original() == "Éte « là »".encode()


def test_capture_date_needs_a_basis() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_capture(
            make_article(), published_on=date(2024, 1, 1), date_basis=Capture.DateBasis.UNKNOWN
        )


def test_date_is_the_editions_else_the_captures() -> None:
    days = date(2024, 10, 23), None, None
    dated, undated, waiting = (make_article(published_on=on) for on in days)
    publish(dated)
    publish(undated)
    assert set(Article.objects.dated()) == {dated}
    assert set(Article.objects.undated()) == {undated, waiting}


def test_what_lies_beyond_an_article_is_older_or_stored_earlier() -> None:
    first, second = make_article(), make_article()
    older = make_article(published_on=date(2020, 1, 1))
    place = second.listed_on, second.pk
    assert list(Article.objects.newest_first().beyond(*place)) == [first, older]
    assert not Article.objects.short_of(*place)
    assert set(Article.objects.short_of(older.listed_on, older.pk)) == {first, second}
