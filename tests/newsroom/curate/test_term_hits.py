"""The glossary's terms in French sentences, as the review page marks them."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive.models import Segment
from newsroom.curate.term_hits import TermHit, terms_for
from newsroom.models import Term
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def term(by: User, french: str, english: str, note: str = "") -> Term:
    folded = french.lower()
    return Term.objects.create(french=french, folded=folded, english=english, note=note, by=by)


def sentences(*texts: str) -> list[Segment]:
    article = make_article(title=None, body=[list(texts)])
    return list(article.segments.all())


def test_terms_stand_in_order_with_their_notes(edith: User) -> None:
    term(edith, "pont", "bridge")
    term(edith, "riverain", "resident", "never “riparian”")
    (segment,) = sentences("Les riverains aiment le pont.")
    assert terms_for([segment]) == {
        segment.pk: [
            TermHit(4, 13, "riverain", "resident", "never “riparian”", "noun"),
            TermHit(24, 28, "pont", "bridge", "", "noun"),
        ]
    }


def test_sentence_without_one_is_left_out(edith: User) -> None:
    term(edith, "pont", "bridge")
    assert terms_for(sentences("La rivière monte.")) == {}


def test_a_change_is_seen_at_once(edith: User) -> None:
    segments = sentences("Le pont rouvre.")
    assert terms_for(segments) == {}
    term(edith, "pont", "bridge")
    assert len(terms_for(segments)) == 1


def test_many_sentences_cost_no_more_queries(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    term(edith, "pont", "bridge")
    segments = sentences(*(f"Le pont numéro {n}." for n in range(50)))
    terms_for(segments)
    with django_assert_num_queries(2):
        assert len(terms_for(segments)) == 50
