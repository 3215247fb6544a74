"""Sentences, and the wording that stands for each."""

import pytest
from django.db import IntegrityError, transaction

from archive.models import Segment
from tests.factories import make_article, make_segment, make_translation

pytestmark = pytest.mark.django_db


def current(segment: Segment) -> int | None:
    pk: int | None = Segment.objects.with_current().get(pk=segment.pk).current_id
    return pk


@pytest.fixture
def segment() -> Segment:
    """A sentence without English."""
    return make_article(title=None, body=[["Bonjour."]]).segments.get()


def test_untranslated_sentence_has_no_current_wording(segment: Segment) -> None:
    assert current(segment) is None
    assert list(Segment.objects.all().unworded()) == [segment]


def test_newest_machine_wording_stands(segment: Segment) -> None:
    make_translation(segment, "Good day.")
    newest = make_translation(segment, "Hello.")
    assert current(segment) == newest.pk
    assert not Segment.objects.all().unworded().exists()


def test_machine_never_displaces_a_person(segment: Segment) -> None:
    by_edith = make_translation(segment, "Hello.", origin="editor", state="edited")
    make_translation(segment, "Good day.")
    assert current(segment) == by_edith.pk


def test_newest_of_persons_stands(segment: Segment) -> None:
    make_translation(segment, "Hello.", origin="editor", state="edited")
    approved = make_translation(segment, "Good day.", state="approved")
    assert current(segment) == approved.pk


def test_rejected_wording_never_stands(segment: Segment) -> None:
    machine = make_translation(segment, "Good day.")
    make_translation(segment, "Bad day.", origin="reader", state="rejected")
    assert current(segment) == machine.pk


def test_alive_sentences_stand_in_order() -> None:
    article = make_article(title=None, body=[["Un.", "Deux.", "Trois."]])
    article.segments.filter(text="Deux.").update(alive=False)
    article.segments.filter(text="Un.").update(position=9)
    assert [s.text for s in article.segments.alive()] == ["Trois.", "Un."]


def test_uid_is_unique_within_its_article(segment: Segment) -> None:
    segment.article.next_uid = segment.uid
    with pytest.raises(IntegrityError), transaction.atomic():
        make_segment(segment.article, "Encore.")


def test_machine_wording_is_stored_once(segment: Segment) -> None:
    make_translation(segment, "Hello.", input_sha256="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_translation(segment, "Hello again.", input_sha256="a" * 64)


def test_machine_wording_names_its_engine(segment: Segment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_translation(segment, "Hello.", engine="")
