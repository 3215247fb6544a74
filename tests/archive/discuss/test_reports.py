"""What readers report, and when it takes a comment off the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.discuss import reports
from archive.discuss.desk import Overtaken, decide, edit, submit
from archive.discuss.pipeline import Refusal
from archive.models import Article, AuditEvent, Comment, Decision, Report, Standing
from archive.search import outbox
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def comment(article: Article) -> Comment:
    return say(article)


def report(comment: Comment, writer: str = "a", **fields: Any) -> Report:
    plain = {"network": "n", "reason": "abuse", "age": timedelta(minutes=1)}
    return reports.report(comment, writer=writer, **{**plain, **fields})


def refused(comment: Comment, writer: str = "a", **fields: Any) -> str:
    with pytest.raises(Refusal) as caught:
        report(comment, writer, **fields)
    return caught.value.words


class TestReport:
    def test_report_is_kept_with_its_reason(self, comment: Comment) -> None:
        made = report(comment, reason="private", note="That is my street.")
        row = Report.objects.get()
        assert made == row
        assert (row.reason, row.note, row.state) == ("private", "That is my street.", "open")

    @pytest.mark.parametrize("reason", Report.Reason.values)
    def test_each_reason_is_taken(self, comment: Comment, reason: str) -> None:
        assert report(comment, reason=reason).reason == reason

    @pytest.mark.parametrize("reason", ["", "dull"])
    def test_other_reasons_are_not(self, comment: Comment, reason: str) -> None:
        words = "Say what is wrong with the comment: choose one of the reasons."
        assert refused(comment, reason=reason) == words

    def test_long_note_is_refused_with_its_length(self, comment: Comment) -> None:
        report(comment, note="x" * 500)
        words = "The note may have 500 characters; yours has 501. Shorten it a little."
        assert refused(comment, "b", note="x" * 501) == words

    def test_reader_reports_once(self, comment: Comment) -> None:
        first = report(comment)
        assert report(comment, reason="spam") == first
        assert [r.reason for r in Report.objects.all()] == ["abuse"]

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
    def test_what_readers_do_not_see_is_not_reported(self, article: Article, state: str) -> None:
        words = "This comment is not on the page any more, so there is nothing left to report."
        assert refused(say(article, state=state)) == words

    def test_filled_trap_counts_for_nothing(self, comment: Comment) -> None:
        for writer in "abcd":
            assert report(comment, writer, trap="x").pk is None
        assert not Report.objects.exists()
        assert Comment.objects.get().state == "published"

    def test_rate_and_form_time_hold_here_too(self, article: Article) -> None:
        comments = [say(article, f"Comment {n}") for n in range(11)]
        assert refused(comments[0], age=timedelta(seconds=1)).startswith("That was very quick.")
        for one in comments[:10]:
            report(one)
        words = "Many reports came from you or from near you. Wait ten minutes and send it again."
        assert refused(comments[10]) == words

    def test_banned_writer_is_told_why(self, comment: Comment) -> None:
        Standing.objects.create(writer="a", kind="banned", reason="False reports.")
        assert refused(comment) == "You may not write here any more. The reason: False reports."


class TestThree:
    def test_three_readers_take_it_off_the_page(
        self, comment: Comment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        touched: list[int] = []
        monkeypatch.setattr(outbox, "touch", touched.append)
        for writer, reason in (("a", "abuse"), ("b", "spam")):
            report(comment, writer, reason=reason)
        assert Comment.objects.get().state == "published"
        report(comment, "c", network="elsewhere")
        held = Comment.objects.get()
        assert (held.state, held.hold_reason, comment.state) == ("pending", "reports", "pending")
        told = "3 readers on 2 networks: It attacks people (2), It advertises (1)"
        assert held.evidence == told
        step = held.decisions.get()
        assert (step.before, step.after, step.reason) == ("published", "pending", "reports")
        assert step.by is None
        assert touched == [comment.article_id]

    def test_same_reader_three_times_is_one(self, comment: Comment) -> None:
        for _ in range(3):
            report(comment)
        assert Comment.objects.get().state == "published"

    def test_reader_whose_all_waits_is_not_heard_by_the_rule(self, comment: Comment) -> None:
        Standing.objects.create(writer="a", kind="held", reason="False reports.")
        for writer in "abc":
            report(comment, writer)
        assert Comment.objects.get().state == "published"
        assert Report.objects.filter(state="open").count() == 3

    def test_text_that_the_staff_approved_stays(self, article: Article, max_: User) -> None:
        comment = say(article, state="pending")
        decide(comment, "published", by=max_)
        for writer in "abcd":
            report(comment, writer)
        assert Comment.objects.get().state == "published"
        assert Report.objects.filter(state="open").count() == 4

    def test_text_changed_since_does_not(self, article: Article, max_: User) -> None:
        say(article, "Earlier.", writer="w")
        comment = submit(article, sent("A harmless comment.", writer="w"))
        decide(comment, "pending", by=max_)
        decide(comment, "published", by=max_)
        edit(comment, sent("Something else.", writer="w"))
        for writer in "abc":
            report(comment, writer)
        assert Comment.objects.get(pk=comment.pk).state == "pending"

    def test_reports_that_were_dismissed_do_not_count(self, comment: Comment) -> None:
        for writer in "ab":
            report(comment, writer)
        Report.objects.update(state="dismissed")
        report(comment, "c")
        assert Comment.objects.get().state == "published"


class TestDismiss:
    def test_comment_stays_and_its_text_is_approved(self, comment: Comment, max_: User) -> None:
        report(comment)
        assert reports.dismiss(comment, by=max_) == 1
        for writer in "bcd":
            report(comment, writer)
        assert Comment.objects.get().state == "published"
        assert list(Report.objects.values_list("state", flat=True)) == ["dismissed", *["open"] * 3]

    def test_it_is_an_act_of_the_staff(self, comment: Comment, max_: User) -> None:
        made = report(comment, note="Secret words")
        reports.dismiss(comment, by=max_, batch="b1")
        event, decision = AuditEvent.objects.get(), Decision.objects.get()
        assert (event.act, event.actor) == ("dismiss reports", max_)
        assert event.details["reports"] == [made.pk]
        assert "Secret" not in str(event.details)
        assert (decision.before, decision.after, decision.batch) == ("published", "published", "b1")

    def test_comment_that_moved_meanwhile_is_left_alone(self, comment: Comment, max_: User) -> None:
        report(comment)
        Comment.objects.update(state="pending", published_at=timezone.now())
        with pytest.raises(Overtaken):
            reports.dismiss(comment, by=max_)
        assert Report.objects.get().state == "open"
