"""What the database promises of comments, of decisions on them, and of reports."""

import itertools
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.discuss import states
from archive.models import Comment, Decision, Report
from tests.archive.models.steps import state_of, step
from tests.factories import make_article, make_segment, make_translation

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.product(Comment.State.values, Comment.State.values))
EMPTY = {"body": "", "name": "", "network": "", "evidence": ""}


def make_comment(**fields: object) -> Comment:
    return Comment.objects.create(article=make_article(), **{"body": "Bien dit.", **fields})


def test_readers_see_published_words_alone() -> None:
    shown = make_comment(state="published", published_at=timezone.now())
    make_comment()
    gone = make_comment(state="withdrawn")
    assert list(Comment.objects.published()) == [shown]
    assert set(Comment.objects.in_threads()) == {shown, gone}


def test_unknown_state_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(state="lost")


def test_published_comment_has_its_time() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(state="published")


@pytest.mark.parametrize(
    "kept",
    [
        {"body": "x"},
        {"name": "Rosa"},
        {"network": "n"},
        {"evidence": "x"},
        {"email_sealed": "x", "email_digest": "x"},
    ],
)
def test_erased_comment_keeps_no_word(kept: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="comment_erased_is_empty"), transaction.atomic():
        make_comment(**{"body": "", "state": "erased", **kept})


def lawful(before: str, after: str) -> bool:
    return before == after or after in states.TRANSITIONS[Comment.State(before)]


def at(state: str) -> Comment:
    words = "" if state == "erased" else "Bien dit."
    return make_comment(state=state, body=words, published_at=timezone.now())


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if lawful(*p)])
def test_database_takes_each_lawful_step(before: str, after: str) -> None:
    comment = at(before)
    step("archive_comment", comment.pk, after, **(EMPTY if after == "erased" else {}))
    assert state_of("archive_comment", comment.pk) == after


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if not lawful(*p)])
def test_database_refuses_any_other_step(before: str, after: str) -> None:
    comment = at(before)
    with pytest.raises(IntegrityError, match="no such step"), transaction.atomic():
        step("archive_comment", comment.pk, after, body="Bien dit.")
    assert state_of("archive_comment", comment.pk) == before


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"featured": True}, "comment_featured_is_published"),
        ({"language": "de"}, "comment_language_known"),
        ({"notify": True}, "comment_notify_has_email"),
        ({"email_sealed": "x"}, "comment_email_sealed_and_digested"),
        ({"email_digest": "x"}, "comment_email_sealed_and_digested"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], broken: str) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        make_comment(**fields)


def test_only_an_erased_comment_is_empty() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(body="")


def test_wording_is_named_with_its_sentence() -> None:
    segment = make_segment(make_article())
    wording = make_translation(segment)
    make_comment(segment=segment, translation=wording)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(translation=wording)


def test_database_refuses_to_change_a_decision() -> None:
    Decision.objects.create(comment=make_comment(), after="pending")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Decision.objects.update(after="published")


def make_report(comment: Comment, **fields: Any) -> Report:
    return Report.objects.create(comment=comment, **{"writer": "w", "reason": "spam", **fields})


def test_reader_reports_a_comment_once() -> None:
    comment = make_comment()
    make_report(comment)
    make_report(comment, writer="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report(comment)


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"writer": ""}, "report_has_writer"),
        ({"reason": "dull"}, "report_reason_known"),
        ({"state": "lost"}, "report_state_known"),
    ],
)
def test_report_is_whole(fields: dict[str, str], broken: str) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        make_report(make_comment(), **fields)
