"""Addresses, facets and chips of a search."""

from datetime import date

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.models import Article, Tag
from archive.refining import Address, chips, facets, histogram, in_span, labels, unknown
from archive.search import Results
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db


def asked(query: str) -> ArticleFilter:
    return ArticleFilter(QueryDict(query), Article.objects.none())


def test_changed_address_begins_at_the_first_page() -> None:
    address = Address(QueryDict("q=pont&page=3&cursor=x&after=&tag=a&tag=b"))
    assert address.put(lang="fr") == "?q=pont&tag=a&tag=b&lang=fr"
    assert address.put(q="") == "?tag=a&tag=b"
    assert address.add("tag", "b") == "?q=pont&tag=a&tag=b"
    assert address.add("tag", "é&") == "?q=pont&tag=a&tag=b&tag=%C3%A9%26"
    assert address.drop("tag", "a") == "?q=pont&tag=b"


def test_facets_hold_what_would_narrow_the_results() -> None:
    make_article(source=make_source("a", name="The A"))
    results = Results((), 5, {"source": [("a", 4), ("b", 1)], "place": [("iran", 5)]})
    (sources,) = facets(results, labels(results, asked("")), Address(QueryDict("q=x")))
    first, second = sources.choices
    assert (first.label, first.number, second.label) == ("The A", 4, "b")
    assert (first.address, first.without) == ("?q=x&source=a", "?q=x&not_source=a")


def test_names_beyond_the_first_are_kept_for_later() -> None:
    results = Results((), 99, {"person": [(f"p{n}", 90 - n) for n in range(40)]})
    (people,) = facets(results, {}, Address(QueryDict("")))
    assert (len(people.choices), len(people.more)) == (6, 24)
    assert people.choices[0].without == "?not_tag=p0"


def test_merged_tag_goes_by_the_name_of_its_heir_and_can_be_taken_off() -> None:
    new = Tag.objects.create(slug="new", label_en="New", kind="place")
    Tag.objects.create(slug="old", label_en="Old", kind="place", merged_into=new)
    article = make_article()
    publish(article)
    article.taggings.create(tag=new, origin="machine")
    form = asked("tag=old")
    called = labels(Results((), 1, {}), form)
    (chip,) = chips(form, called, Address(form.data))
    assert (chip.label, chip.address, unknown(form, called)) == ("Tag: New", "?", [])


def test_each_filter_in_force_has_its_chip() -> None:
    query = "source=a&not_tag=iran&after=2024-10-01&before=2024-10-31&lang=fr&level=fully"
    form = asked(f"{query}&exact=1&discussed=1&undated=1")
    shown = chips(form, {("source", "a"): "The A", ("tag", "iran"): "Iran"}, Address(form.data))
    assert [chip.label for chip in shown] == [
        "Source: The A",
        "Tag: not Iran",
        "October 2024",
        "Words in French",
        "Words exactly as written",
        "Fully reviewed",
        "With comments",
        "Undated",
    ]
    assert "not_tag" not in shown[1].address
    assert "after" not in shown[2].address


@pytest.mark.parametrize(
    ("query", "label"),
    [("after=2024-10-02", "From 2 October 2024"), ("before=2024-10-02", "Until")],
)
def test_one_end_of_a_run_of_days_has_its_chip(query: str, label: str) -> None:
    (chip,) = chips(asked(query), {}, Address(QueryDict(query)))
    assert chip.label.startswith(label)
    assert chip.address == "?"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 1, 2), date(2024, 1, 2), "2 January 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 1, 1), date(2024, 1, 30), "1 January 2024 to 30 January 2024"),
    ],
)
def test_run_of_days_in_words(first: date, last: date, words: str) -> None:
    assert in_span(first, last) == words


def test_histogram_leads_to_its_days() -> None:
    results = Results((), 2, {}, {date(2024, 1, 5): 1, date(2024, 1, 6): 1})
    chart = histogram(results, Address(QueryDict("q=x&before=2030-01-01")))
    assert chart
    assert chart.bars[0].address == "?q=x&after=2024-01-05&before=2024-01-05"


def test_unknown_names_are_said_and_known_ones_not() -> None:
    article = make_article()
    publish(article)
    for slug in ("iran", "refused"):
        tag = Tag.objects.create(kind="place", slug=slug, label_en=slug)
        refused = slug == "refused"
        article.taggings.create(tag=tag, origin="editor", refused=refused)
    form = asked("tag=iran&tag=refused&not_source=x")
    assert unknown(form, labels(Results(), form)) == [
        "There is no source “x” here.",
        "There is no tag “refused” here.",
    ]
