"""What the database promises of comments and of decisions on them."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.models import Comment, Decision
from tests.factories import make_article, make_segment, make_translation

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("kept", [{"body": "x"}, {"name": "Rosa"}, {"email": "r@example.org"}])
def test_erased_comment_keeps_no_word(kept: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(**{"body": "", "state": "erased", **kept})


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
