"""Translation memory: what people accepted is used again, and nothing else."""

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary
from newsroom.translate.memory import remembered
from tests.newsroom.translate.rows import article, wording

pytestmark = pytest.mark.django_db

FRENCH = "Personne n'a été blessé."


def test_accepted_wording_answers_for_the_same_french() -> None:
    (old,), (new,) = article(FRENCH), article(FRENCH, ref="b")
    accepted = wording(old, "Nobody was hurt.", state="approved")
    assert remembered([new]) == {new.pk: accepted}


def test_other_french_is_not_answered() -> None:
    (old,), (new,) = article(FRENCH), article("Personne n'a été vu.", ref="b")
    wording(old, "Nobody was hurt.")
    assert remembered([new]) == {}


@pytest.mark.parametrize("state", ["machine", "rejected"])
def test_what_nobody_accepted_is_not_remembered(state: str) -> None:
    (old,), (new,) = article(FRENCH), article(FRENCH, ref="b")
    wording(old, "No one was blessed.", state=state, origin="machine", engine="toy 1")
    assert remembered([new]) == {}


def test_newest_accepted_wording_wins() -> None:
    (old,), (older,), (new,) = (article(FRENCH, ref=ref) for ref in "abc")
    wording(older, "Nobody got hurt.", state="approved")
    newest = wording(old, "Nobody was hurt.")
    assert remembered([new]) == {new.pk: newest}


def test_wording_rejected_here_is_not_offered_here_again() -> None:
    (old,), (new,), (other,) = (article(FRENCH, ref=ref) for ref in "abc")
    accepted = wording(old, "Nobody was hurt.")
    wording(new, "Nobody was hurt.", state="rejected", origin="memory", engine="memory 1")
    assert remembered([new, other]) == {other.pk: accepted}


def test_memory_takes_as_many_queries_for_many_sentences(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for old in article(*(f"Phrase {n}." for n in range(5))):
        wording(old, "A sentence.")
    new = article(*(f"Phrase {n}." for n in range(40)), ref="b")
    with django_assert_num_queries(2):
        assert len(remembered(new)) == 5


def test_wording_that_calls_a_name_as_before_is_not_offered() -> None:
    french = "Kiev est calme."
    (old,), (new,) = article(french), article(french, ref="b")
    accepted = wording(old, "Kiev is calm.")
    kyiv = Rendering("Kiev", "Kyiv", 0, 4, forms_of(["Kyiv"]), forms_of(["Kiev"]))
    assert remembered([new], {new.pk: [kyiv]}) == {}
    assert remembered([new]) == {new.pk: accepted}


def test_wording_that_breaks_a_term_is_not_offered() -> None:
    french = "La grève continue."
    (old,), (new,) = article(french), article(french, ref="b")
    accepted = wording(old, "The walkout goes on.")
    strike = Expression("grève", "strike", ("walkout",))
    assert remembered([new], {new.pk: Glossary([strike]).uses(french)}) == {}
    walkout = Expression("grève", "walkout")
    assert remembered([new], {new.pk: Glossary([walkout]).uses(french)}) == {new.pk: accepted}
