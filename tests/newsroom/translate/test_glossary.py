"""The glossary as it stands: read once, and again when it changed."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive.models import Segment
from archive.names import Rendering, forms_of
from newsroom.curate import glossary as desk
from newsroom.curate.terms import Facts
from newsroom.translate import glossary
from tests.factories import make_article
from tests.newsroom.curate.worded import GREVE, OTHER, STRIKE, add, change, term

pytestmark = pytest.mark.django_db


def found(french: str = GREVE) -> list[str]:
    return [use.english for use in glossary.terms_in(french)]


def test_terms_are_found_as_soon_as_they_are_there(edith: User) -> None:
    assert found() == []
    term(edith)
    assert found() == ["strike"]


def test_each_change_is_seen(edith: User) -> None:
    row = term(edith)
    change(row, edith, Facts("grève", "stoppage"))
    assert found() == ["stoppage"]
    row.refresh_from_db()
    batch = change(row, edith, None)
    assert found() == []
    desk.undo(batch.pk, edith)
    assert found() == ["stoppage"]


def test_change_taken_back_is_no_earlier_state(edith: User) -> None:
    """Another term was changed meanwhile: number of terms and latest time must still differ."""
    one, two = term(edith), term(edith, Facts("pont", "bridge"))
    first = change(one, edith, Facts("grève", "stoppage"))
    assert found() == ["stoppage"]
    change(two, edith, Facts("pont", "crossing"))
    found()
    desk.undo(first.pk, edith)
    assert found() == ["strike"]
    assert found(OTHER) == ["crossing"]


def test_terms_are_read_once(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    term(edith)
    found()
    with django_assert_num_queries(1):
        glossary.current()


def test_sentences_get_their_terms_beside_their_names(edith: User) -> None:
    add(edith, STRIKE, Facts("Valmont", "Vallmount", (), "name"))
    article = make_article(title=None, body=[[GREVE, OTHER]])
    segment = Segment.objects.get(text=GREVE)
    start = GREVE.index("Valmont")
    name = Rendering("Valmont", "Valmont", start, start + 7, forms_of(["Valmont"]))
    known = glossary.with_terms([article.pk], {segment.pk: (name,)})
    assert {pk: [each.english for each in held] for pk, held in known.items()} == {
        segment.pk: ["Valmont", "strike"]
    }


def test_without_terms_no_sentence_is_read(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    glossary.current()
    with django_assert_num_queries(1):
        assert glossary.with_terms([1, 2], {}) == {}
