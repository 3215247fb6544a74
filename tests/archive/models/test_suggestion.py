"""What the database promises of readers' wordings and of their doubts."""

import itertools
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from archive.models import Doubt, Suggestion, Translation
from tests.archive.models.steps import state_of, step
from tests.factories import make_article, make_segment, make_translation

pytestmark = pytest.mark.django_db
State = Suggestion.State
ACCEPTED = {"accepted", "accepted_edited"}
LAWFUL = {
    ("new", "accepted"),
    ("new", "accepted_edited"),
    ("new", "rejected"),
    ("new", "superseded"),
    ("new", "withdrawn"),
    ("rejected", "new"),
    *((state, state) for state in State.values),
}
PAIRS = list(itertools.product(State.values, State.values))


@pytest.fixture
def base() -> Translation:
    return make_translation(make_segment(make_article()))


def suggest(base: Translation, **fields: Any) -> Suggestion:
    plain = {"segment": base.segment, "base": base, "text": "The bridge is open again."}
    if fields.get("state") in ACCEPTED:
        fields.setdefault("translation", make_translation(base.segment, origin="reader"))
    return Suggestion.objects.create(**{**plain, **fields})


def asked_for_by(state: str, base: Translation) -> dict[str, object]:
    """What a row in that state must have besides."""
    if state in ACCEPTED:
        return {"translation_id": make_translation(base.segment, origin="reader").pk}
    return {"translation_id": None, "reason": "Not what it says."}


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if p in LAWFUL])
def test_database_takes_each_lawful_step(base: Translation, before: str, after: str) -> None:
    made = suggest(base, state=before, reason="Not what it says.")
    step("archive_suggestion", made.pk, after, **asked_for_by(after, base))
    assert state_of("archive_suggestion", made.pk) == after


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if p not in LAWFUL])
def test_database_refuses_any_other_step(base: Translation, before: str, after: str) -> None:
    made = suggest(base, state=before, reason="Not what it says.")
    asked = asked_for_by(after, base)
    with pytest.raises(IntegrityError, match="no such step"), transaction.atomic():
        step("archive_suggestion", made.pk, after, **asked)
    assert state_of("archive_suggestion", made.pk) == before


def test_migration_says_the_same() -> None:
    kept = import_module("archive.migrations.0015_conversation_kept").STEPS["archive_suggestion"]
    pairs = {(before, after) for before, to in kept.items() for after in to}
    assert pairs == {(before, after) for before, after in LAWFUL if before != after}


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"state": "lost"}, "suggestion_state_known"),
        ({"state": "accepted", "translation": None}, "suggestion_accepted_has_wording"),
        ({"state": "rejected"}, "suggestion_rejected_has_reason"),
        ({"text": ""}, "suggestion_new_has_text"),
    ],
)
def test_what_makes_no_sense_is_refused(
    base: Translation, fields: dict[str, Any], broken: str
) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        suggest(base, **fields)


def test_only_an_accepted_one_has_a_wording_and_none_shares_it(base: Translation) -> None:
    worded = make_translation(base.segment, origin="reader")
    with pytest.raises(IntegrityError, match="accepted_has_wording"), transaction.atomic():
        suggest(base, translation=worded)
    suggest(base, state="accepted", translation=worded)
    with pytest.raises(IntegrityError), transaction.atomic():
        suggest(base, state="accepted", translation=worded)


def test_what_looks_like_spam_waits_last(base: Translation) -> None:
    spam = suggest(base, hold_reason="honeypot")
    good = suggest(base)
    suggest(base, state="withdrawn")
    assert list(Suggestion.objects.waiting()) == [good, spam]


def test_reader_doubts_a_wording_once(base: Translation) -> None:
    Doubt.objects.create(translation=base, writer="w")
    with pytest.raises(IntegrityError), transaction.atomic():
        Doubt.objects.create(translation=base, writer="w")
    with pytest.raises(IntegrityError, match="doubt_has_writer"), transaction.atomic():
        Doubt.objects.create(translation=base, writer="")
