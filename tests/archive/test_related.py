"""Related articles: of the same things, for readers' eyes, and never in the way of a page."""

import pytest

from archive.models import Article
from archive.reading import read
from archive.related import like
from archive.search import index
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


def article(french: str) -> Article:
    made = make_article(title="Le titre", body=[[french]])
    publish(made)
    return Article.objects.for_lists().get(pk=made.pk)


def titles(one: Article) -> list[int]:
    return [found.pk for found in like(read(one))]


def test_likest_comes_first() -> None:
    one = article("Le funiculaire rouvre sous la neige.")
    near = article("Le funiculaire rouvre malgré la neige.")
    index.build()
    assert titles(one)[0] == near.pk
    assert one.pk not in titles(one)


def test_withdrawn_is_left_out_before_the_index_hears_of_it() -> None:
    one, other = article("Le funiculaire rouvre."), article("Le funiculaire rouvre.")
    index.build()
    assert titles(one) == [other.pk]
    Article.objects.filter(pk=other.pk).update(state="withdrawn", withdrawn_reason="An error.")
    assert titles(one) == []


def test_without_an_index_there_are_none() -> None:
    assert titles(article("Le funiculaire rouvre.")) == []
