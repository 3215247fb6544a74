"""The one FilterSet: what it reads of a query, and what it leaves of the articles."""

from datetime import date

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter, by_database
from archive.models import Article, Tag, Tagging
from archive.search import parse
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def asked(query: str) -> ArticleFilter:
    return ArticleFilter(QueryDict(query), Article.objects.all())


def test_words_and_filters_become_one_query() -> None:
    typed = asked("q=pont tag:a&source=files&tag=b&tag=c&tag=b&after=2024-01-02").typed
    assert (typed.sources, typed.tags) == (("files",), ("a", "b", "c"))
    assert typed.after == date(2024, 1, 2)


def test_odd_character_leaves_the_other_words() -> None:
    typed = asked("q=pont%00gu%C3%A9").typed
    assert [term.text for (term,) in typed.groups] == ["pont", "gué"]
    assert typed.ignored == ()


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
    assert asked(query).order == sort


@pytest.mark.parametrize("query", ["tag=old", "q=tag:old", "tag=old&tag=new", "tag=new"])
def test_merged_tag_leads_to_what_it_is_part_of(query: str) -> None:
    new = Tag.objects.create(slug="new", label_en="New", kind="place")
    amid = Tag.objects.create(slug="amid", label_en="Amid", kind="place", merged_into=new)
    Tag.objects.create(slug="old", label_en="Old", kind="place", merged_into=amid)
    article = make_article()
    publish(article)
    Tagging.objects.create(article=article, tag=new, origin="machine")
    found = asked(query).typed
    assert found.tags == ("new",)
    assert by_database(found).get() == article
    assert asked("not_tag=old&q=-tag:amid").typed.not_tags == ("new",)


def test_hidden_and_refused_tags_filter_nothing_in() -> None:
    article = make_article()
    publish(article)
    secret = Tag.objects.create(kind="place", slug="secret", label_en="S", status="hidden")
    Tagging.objects.create(article=article, tag=secret, origin="machine")
    assert not by_database(parse("tag:secret")).exists()


def test_repeated_names_are_read_whole() -> None:
    typed = asked("source=a&source=b&not_source=c&tag=x&not_tag=y&not_tag=z").typed
    assert (typed.sources, typed.not_sources) == (("a", "b"), ("c",))
    assert (typed.tags, typed.not_tags) == (("x",), ("y", "z"))


@pytest.mark.parametrize("given", ["lang=de", "level=best", "undated=x", "sort=id", "discussed=2"])
def test_what_a_filter_does_not_know_is_said(given: str) -> None:
    name, _, value = given.partition("=")
    assert asked(f"q=pont&{given}").typed.ignored == (f"“{value}” is nothing that “{name}” knows.",)


def test_language_without_words_is_said() -> None:
    said = "A language was chosen, but no words to look for in it."
    assert asked("lang=fr").typed.ignored == (said,)
    assert asked("q=lang:fr tag:x").typed.ignored == (said,)


def test_article_without_a_date_meets_no_day() -> None:
    publish(make_article(published_on=None))
    assert not by_database(parse("after:2000")).exists()
    assert not by_database(parse("before:2100")).exists()
    assert by_database(asked("undated=1").typed).count() == 1
