"""What the editors' page of suggestions shows."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.discuss import suggestions
from archive.models import Segment
from newsroom.curate import suggestion_queue
from tests.archive.discuss.mending import BETTER, MACHINE, sentence, standing, suggested, worded
from tests.factories import make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


def test_oldest_comes_first_and_suspected_spam_last(segment: Segment) -> None:
    spam = suggested(segment, "Spam.", hold_reason="honeypot")
    held = suggested(segment, "Held.", hold_reason="links")
    plain = [suggested(segment, f"Better {n}.") for n in range(2)]
    shown = [row.suggestion for row in suggestion_queue.waiting(None)]
    assert shown == [*plain, held, spam]


def test_counts_are_of_what_waits_and_of_what_was_decided(segment: Segment, edith: User) -> None:
    made = [suggested(segment, f"Better {n}.") for n in range(4)]
    suggested(sentence(segment.article, "Le pont rouvre"), "Spam.", hold_reason="honeypot")
    suggestions.reject(made[0], by=edith, reason="No.")
    suggestions.withdraw(made[1])
    suggestions.accept(made[2], by=edith, expected_base=made[2].base_id)
    assert suggestion_queue.counts() == {"waiting": 1, "spam": 1, "accepted": 1, "rejected": 1}
    assert len(suggestion_queue.decided(None)) == 3


def test_row_compares_with_what_stands_now(segment: Segment) -> None:
    made = suggested(segment)
    assert not suggestion_queue.row(made).moved
    make_translation(segment, "Residents waited.", state="edited", origin="editor")
    row = suggestion_queue.row(made)
    assert row.moved
    assert row.standing == standing(segment)
    assert " ".join(piece.text for piece in row.was) == "Residents waited."


def test_decided_row_compares_with_what_the_reader_saw(segment: Segment, edith: User) -> None:
    made = suggested(segment)
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    row = suggestion_queue.row(made)
    assert " ".join(piece.text for piece in row.was) == MACHINE
    assert " ".join(piece.text for piece in row.would_be) == BETTER


def test_offer_names_the_other_places(segment: Segment, edith: User) -> None:
    made = suggested(segment)
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    assert suggestion_queue.offer(made) is None
    other = worded()
    offer = suggestion_queue.offer(made)
    assert offer is not None
    assert [place.segment.article for place in offer.places] == [other]


def test_queries_do_not_grow_with_suggestions(segment: Segment) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for row in suggestion_queue.waiting(None):
                assert row.article.source.name
        return len(asked)

    suggested(segment)
    few = queries()
    for n in range(12):
        suggested(sentence(worded()), f"Better {n}.")
    assert queries() == few <= 4
