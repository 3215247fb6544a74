"""Facets and days counted by the database."""

from datetime import date

import pytest

from archive.models import Article, Tag, Tagging
from archive.spread import days, facets
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db


def test_facets_count_sources_and_tags_by_kind() -> None:
    for slug in "aab":
        publish(make_article(source=make_source(slug)))
    iran = Tag.objects.create(kind="place", slug="iran", label_en="Iran")
    Tagging.objects.create(article=Article.objects.all()[0], tag=iran, origin="machine")
    found = facets(Article.objects.translated())
    assert found["source"] == [("a", 2), ("b", 1)]
    assert (found["place"], found["person"]) == ([("iran", 1)], [])


def test_days_count_what_bears_a_date() -> None:
    for on in (date(2024, 10, 23), date(2024, 10, 23), date(2024, 11, 2), None):
        publish(make_article(published_on=on))
    assert days(Article.objects.translated()) == {date(2024, 10, 23): 2, date(2024, 11, 2): 1}
