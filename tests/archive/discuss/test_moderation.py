"""What moderators do beside deciding: choose, close, and undo a batch."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss import moderation, reports
from archive.discuss.desk import Overtaken, decide, is_approved
from archive.discuss.desk import undo as undo_one
from archive.models import Article, AuditEvent, Comment, Decision, Report
from archive.search import outbox
from tests.archive.discuss.writing import read, say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that search was told of."""
    told: list[int] = []
    monkeypatch.setattr(outbox, "touch", told.append)
    return told


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


class TestFeature:
    def test_chosen_comment_stands_first_until_it_is_no_longer_chosen(
        self, article: Article, max_: User, rosa: Client
    ) -> None:
        comment = say(article)
        assert moderation.feature(comment, max_) is not None
        assert "Chosen by the editors" in read(rosa, article)
        assert moderation.unfeature(comment, max_) is not None
        assert "Chosen by the editors" not in read(rosa, article)

    def test_twice_is_once(self, article: Article, max_: User) -> None:
        comment = say(article)
        moderation.feature(comment, max_)
        assert moderation.feature(comment, max_) is None
        assert Decision.objects.count() == AuditEvent.objects.count() == 1
        moderation.unfeature(comment, max_)
        assert moderation.unfeature(comment, max_) is None

    def test_who_chooses_has_read_it(self, article: Article, max_: User) -> None:
        comment = say(article)
        comment.reports.create(writer="a", reason="abuse")
        moderation.feature(comment, max_)
        assert is_approved(comment)
        assert Report.objects.get().state == "dismissed"

    def test_search_and_audit_hear_of_it(
        self, article: Article, max_: User, touched: list[int]
    ) -> None:
        comment = say(article)
        moderation.feature(comment, max_, batch="b1")
        event = AuditEvent.objects.get()
        assert (event.act, event.target) == ("feature comment", f"comment:{comment.pk}")
        assert (event.actor, event.details["batch"]) == (max_, "b1")
        assert touched == [article.pk]

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
    def test_only_what_readers_see_is_chosen(
        self, article: Article, max_: User, state: str
    ) -> None:
        with pytest.raises(Overtaken):
            moderation.feature(say(article, state=state), max_)

    def test_one_that_moved_meanwhile_is_not_chosen(self, article: Article, max_: User) -> None:
        seen = say(article)
        decide(Comment.objects.get(), "withdrawn", by=max_, reason="abuse")
        with pytest.raises(Overtaken, match="it is withdrawn"):
            moderation.feature(seen, max_)
        assert not Comment.objects.get().featured


class TestClose:
    def test_closed_article_says_so_and_opens_again(
        self, article: Article, max_: User, rosa: Client, touched: list[int]
    ) -> None:
        assert moderation.close(article, max_) is True
        assert moderation.close(article, max_) is False
        assert "The comments on this article are closed." in read(rosa, article)
        assert moderation.reopen(article, max_) is True
        assert moderation.reopen(article, max_) is False
        assert "Write a comment" in read(rosa, article)
        acts = list(AuditEvent.objects.order_by("pk").values_list("act", "target"))
        assert [act for act, _ in acts] == ["close comments", "reopen comments"]
        assert touched == [article.pk] * 2


class TestUndo:
    def test_batch_is_taken_back_together(self, article: Article, max_: User) -> None:
        for _ in range(3):
            decide(say(article, state="pending"), "rejected", by=max_, reason="abuse", batch="b")
        assert moderation.undo("b", max_) == moderation.Undone(3)
        assert states() == ["pending"] * 3
        assert AuditEvent.objects.filter(act="undo decision on comment").count() == 3

    def test_twice_is_once(self, article: Article, max_: User) -> None:
        decide(say(article, state="pending"), "published", by=max_, batch="b")
        moderation.undo("b", max_)
        assert moderation.undo("b", max_) == moderation.Undone(0)
        assert moderation.undo("", max_) == moderation.undo("nothing", max_) == moderation.Undone(0)

    def test_what_moved_since_is_left_and_told(
        self, article: Article, max_: User, edith: User
    ) -> None:
        one, two = say(article, state="pending"), say(article, state="pending")
        for comment in (one, two):
            decide(comment, "published", by=max_, batch="b")
        decide(one, "withdrawn", by=edith, reason="abuse")
        undone = moderation.undo("b", max_)
        assert undone.count == 1
        assert undone.refused == (
            f"Comment {one.pk} was decided by someone else: it is withdrawn by staff.",
        )
        assert states() == ["withdrawn", "pending"]

    def test_what_was_let_stand_since_is_left_and_told(
        self, article: Article, max_: User, edith: User
    ) -> None:
        comment = say(article, state="pending")
        decide(comment, "published", by=max_, batch="b")
        reports.dismiss(comment, edith)
        told = f"Comment {comment.pk} was decided on again since: it stays as it is."
        assert moderation.undo("b", max_) == moderation.Undone(0, (told,))
        assert states() == ["published"]

    def test_no_way_back_is_told(self, article: Article, max_: User) -> None:
        comment = say(article, state="rejected")
        decide(comment, "published", by=max_, batch="b")
        (words,) = moderation.undo("b", max_).refused
        assert words.startswith(f"Comment {comment.pk} stays: A comment that is published cannot")
        assert states() == ["published"]

    def test_choice_and_dismissal_are_undone_with_their_reports(
        self, article: Article, max_: User, touched: list[int]
    ) -> None:
        chosen, dropped, let_be = say(article), say(article, featured=True), say(article)
        for comment in (chosen, let_be):
            comment.reports.create(writer="a", reason="abuse")
        moderation.feature(chosen, max_, batch="b")
        moderation.unfeature(dropped, max_, batch="b")
        reports.dismiss(let_be, max_, batch="b")
        touched.clear()
        assert moderation.undo("b", max_).count == 3
        featured = dict(Comment.objects.values_list("pk", "featured"))
        assert featured == {chosen.pk: False, dropped.pk: True, let_be.pk: False}
        assert set(Report.objects.values_list("state", flat=True)) == {"open"}
        assert not is_approved(chosen)
        assert touched == [article.pk] * 2


class TestPast:
    def test_newest_batch_comes_first_with_who_and_when(
        self, article: Article, max_: User, edith: User
    ) -> None:
        made = [say(article, state="pending") for _ in range(3)]
        for comment in made[:2]:
            decide(comment, "published", by=max_, batch="b1")
        decide(made[2], "rejected", by=edith, reason="abuse", batch="b2")
        new, old = moderation.past()
        assert (new.batch, new.by, new.after) == ("b2", "edith", "rejected")
        assert (old.batch, old.comments) == ("b1", (made[0].pk, made[1].pk))
        assert (old.undone, new.undone) == (False, False)

    def test_undoing_marks_a_batch_and_is_none_itself(self, article: Article, max_: User) -> None:
        one, two = say(article, state="pending"), say(article, state="pending")
        decisions = [decide(c, "published", by=max_, batch="b") for c in (one, two)]
        undo_one(decisions[0], by=max_, batch="u")
        assert [(past.batch, past.undone) for past in moderation.past()] == [("b", False)]
        moderation.undo("b", max_)
        assert [(past.batch, past.undone) for past in moderation.past()] == [("b", True)]

    def test_rules_and_acts_without_a_batch_are_none(self, article: Article, max_: User) -> None:
        say(article, state="pending").decisions.create(before="", after="pending")
        decide(say(article, state="pending"), "published", by=max_)
        assert moderation.past() == []

    def test_so_many_and_no_more_from_one_query(
        self, article: Article, max_: User, django_assert_num_queries: Any
    ) -> None:
        for n in range(5):
            decide(say(article, state="pending"), "published", by=max_, batch=f"b{n}")
        with django_assert_num_queries(1):
            assert [past.batch for past in moderation.past(3)] == ["b4", "b3", "b2"]
