"""One step, and whose word on a text is the last."""

import pytest
from django.contrib.auth.models import User

from archive.discuss.desk import decide, edit, submit, undo
from archive.discuss.states import Impossible, State
from archive.discuss.steps import Overtaken, Why, is_approved, move
from archive.models import Comment, Decision
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return submit(translated(), sent())


class TestMove:
    def test_step_is_written_with_its_decision(self, max_: User) -> None:
        waiting = say(translated(), state="pending")
        move(waiting, State.PUBLISHED, Why(max_, "fine", "Well said.", "b1"))
        decision = Decision.objects.get()
        assert (decision.before, decision.after, decision.by) == ("pending", "published", max_)
        assert (decision.reason, decision.note, decision.batch) == ("fine", "Well said.", "b1")
        assert Comment.objects.get().published_at

    def test_comment_that_moved_meanwhile_is_left_alone(self, comment: Comment) -> None:
        Comment.objects.update(state="rejected")
        with pytest.raises(Overtaken, match="was decided by someone else: it is rejected"):
            move(comment, State.PUBLISHED, Why())
        assert Decision.objects.count() == 1

    def test_step_that_is_no_step_is_not_taken(self, comment: Comment) -> None:
        with pytest.raises(Impossible):
            move(comment, State.WITHDRAWN, Why())


class TestApproved:
    def test_rules_approve_nothing(self, comment: Comment) -> None:
        comment.decisions.create(before="pending", after="published")
        assert not is_approved(comment)

    def test_staff_approves_by_publishing(self, comment: Comment, max_: User) -> None:
        decide(comment, "published", by=max_)
        assert is_approved(comment)

    def test_later_word_of_a_rule_does_not_take_it_off(self, comment: Comment, max_: User) -> None:
        decide(comment, "published", by=max_)
        comment.decisions.create(before="published", after="pending", reason="links")
        assert is_approved(comment)

    def test_later_word_of_the_staff_does(self, comment: Comment, max_: User) -> None:
        decide(comment, "published", by=max_)
        decide(comment, "pending", by=max_)
        assert not is_approved(comment)

    def test_another_text_is_not_approved(self, comment: Comment, max_: User) -> None:
        decide(comment, "published", by=max_)
        edit(comment, sent("Another text."))
        assert not is_approved(comment)

    def test_undoing_leaves_what_was_before(self, comment: Comment, max_: User) -> None:
        first = decide(comment, "published", by=max_)
        undo(decide(comment, "withdrawn", by=max_, reason="abuse"), by=max_)
        assert is_approved(comment)
        comment.refresh_from_db()
        undo(decide(comment, "pending", by=max_), by=max_)
        assert is_approved(comment)
        assert first.after == "published"

    def test_approval_that_is_undone_is_none(self, comment: Comment, max_: User) -> None:
        undo(decide(comment, "published", by=max_), by=max_)
        assert not is_approved(comment)

    def test_undoing_a_refusal_approves_nothing(self, max_: User) -> None:
        published = say(translated())
        undo(decide(published, "withdrawn", by=max_, reason="abuse"), by=max_)
        assert Comment.objects.get().state == "published"
        assert not is_approved(published)
