"""Whom to credit with a reader's wording."""

import pytest
from django.contrib.auth.models import User

from archive.crediting import credit
from archive.discuss import recurrences, suggestions
from archive.models import Suggestion, Translation
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.factories import make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(edith: User) -> Suggestion:
    made = suggested(sentence(worded()))
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    return made


def credited() -> list[str]:
    rows = Translation.objects.filter(origin="reader").annotate(credit=credit()).order_by("pk")
    return [row.credit for row in rows]


def test_name_of_the_suggestion_is_credited(accepted: Suggestion) -> None:
    assert credited() == ["Rosa"]


def test_wording_given_to_the_same_french_is_credited_too(
    accepted: Suggestion, edith: User
) -> None:
    worded()
    (place,), _ = recurrences.elsewhere(accepted)
    recurrences.give(accepted, [(place.segment.pk, place.wording.pk)], by=edith)
    assert credited() == ["Rosa", "Rosa"]


def test_erased_name_is_credited_nowhere(accepted: Suggestion, edith: User) -> None:
    other = suggested(sentence(worded()), name="Sam")
    suggestions.accept(other, by=edith, expected_base=other.base_id)
    Suggestion.objects.filter(pk=accepted.pk).update(name="")
    assert credited() == ["", "Sam"]


def test_waiting_suggestion_is_credited_nowhere(accepted: Suggestion) -> None:
    Suggestion.objects.filter(pk=accepted.pk).update(name="")
    suggested(accepted.segment, accepted.text, name="Sam")
    assert credited() == [""]


def test_other_wordings_of_the_sentence_are_nobodys(accepted: Suggestion) -> None:
    make_translation(accepted.segment, "Another.", origin="editor", state="edited")
    make_translation(accepted.segment, "A third.", origin="reader", state="approved")
    rows = Translation.objects.filter(segment=accepted.segment).annotate(credit=credit())
    assert [row.credit for row in rows.order_by("n")] == ["", "Rosa", "", ""]
