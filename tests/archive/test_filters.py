"""The one FilterSet: what it reads of a query, and what it leaves of the articles."""

from datetime import date

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter, by_database, facets
from archive.models import Article, Tag, Tagging
from archive.search import parse
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db


def asked(query: str) -> ArticleFilter:
    return ArticleFilter(QueryDict(query), Article.objects.all())


def test_words_and_filters_become_one_query() -> None:
    typed = asked("q=pont tag:a&source=files&tag=b&tag=c&tag=b&after=2024-01-02").typed
    assert (typed.sources, typed.tags) == (("files",), ("a", "b", "c"))
    assert typed.after == date(2024, 1, 2)


def test_narrower_of_two_dates_counts() -> None:
    typed = asked("q=after:2024-05-01&after=2024-03-01&before=2024-09-01").typed
    assert (typed.after, typed.before) == (date(2024, 5, 1), date(2024, 9, 1))


def test_what_is_no_date_is_said() -> None:
    assert asked("before=soon").typed.ignored == ("“soon” is no date: give it as 2024-10-23.",)


@pytest.mark.parametrize("given", ["%00", "a b", "<b>", "é"])
def test_what_can_be_no_tag_is_said_and_left_out(given: str) -> None:
    typed = asked(f"tag=iran&tag={given}").typed
    assert typed.tags == ("iran",)
    assert typed.ignored[0].endswith("is no tag.")


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", "newest"),
        ("q=pont", "relevance"),
        ("q=pont&sort=newest", "newest"),
        ("q=tag:a", "newest"),
    ],
)
def test_order_follows_what_is_asked(query: str, sort: str) -> None:
    assert asked(query).sort == sort


def test_hidden_and_refused_tags_filter_nothing_in() -> None:
    article = make_article()
    publish(article)
    secret = Tag.objects.create(kind="place", slug="secret", label_en="S", status="hidden")
    Tagging.objects.create(article=article, tag=secret, origin="machine")
    assert not by_database(parse("tag:secret")).exists()


def test_facets_count_sources_tags_and_years() -> None:
    for slug in "aab":
        publish(make_article(source=make_source(slug)))
    found = facets(by_database(parse("")))
    assert found == {"source": [("a", 2), ("b", 1)], "tag": [], "year": [("2024", 3)]}
