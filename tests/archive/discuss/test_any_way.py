"""Whatever readers and staff do, in whatever order, no comment comes to where it must not.

Hypothesis chooses the acts (MacIver et al., Hypothesis: a new approach to property-based testing,
2019). What each text was approved by is kept here too, apart from the desk that is tested.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import ClassVar

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.discuss import desk, moderation, reports, states
from archive.discuss.pipeline import Refusal
from archive.discuss.states import State
from archive.models import Article, AuditEvent, Comment, Decision, Report
from tests.archive.discuss.writing import say, sent, translated
from tests.archive.models.steps import step

STAYS = {"edited", "dismissed", "featured", "undone"}  # reasons of steps that may lead nowhere
WORDS = st.sampled_from(
    ["I crossed it today.", "It is too dear!", "x", "www.a.b " * 3, "Who knows?"]
)
WRITERS = st.integers(0, 7)
TRAPS = st.sampled_from(["", "", "", "filled"])
MOST, ENOUGH = 12, 5
NUMBERS = st.integers(0, MOST)  # which of the comments or decisions that there are


class Conversation(RuleBasedStateMachine):
    """One article, eight writers of whom half are known, readers who report, and Max."""

    article: ClassVar[Article]
    max: ClassVar[User]

    @initialize()
    def begin(self) -> None:
        """Everything is forgotten again at the end."""
        self.act = transaction.atomic()
        self.act.__enter__()
        self.readers = itertools.count()
        self.approved: dict[int, list[bool]] = {}
        for writer in range(4):
            self.remember(say(self.article, f"Known: {writer}.", writer=f"writer {writer}"))

    def teardown(self) -> None:
        """Roll back."""
        if hasattr(self, "act"):
            transaction.set_rollback(True)
            self.act.__exit__(None, None, None)

    def remember(self, comment: Comment) -> None:
        if comment.pk not in self.approved:
            self.approved[comment.pk] = [False]
            comment.decisions.get_or_create(before="", defaults={"after": comment.state})

    def chosen(self, number: int) -> Comment:
        """One of those whose words are there still, or, for the greatest number, any."""
        every = Comment.objects.order_by("pk")
        living = every if number == MOST else every.exclude(state=State.ERASED) or every
        return living[number % len(living)]

    @rule(writer=WRITERS, text=WORDS, trap=TRAPS, parent=st.none() | NUMBERS)
    def comment(self, writer: int, text: str, trap: str, parent: int | None) -> None:
        answered = None if parent is None else self.chosen(parent).pk
        who = {"writer": f"writer {writer}", "network": f"network {writer}"}
        try:
            self.remember(desk.submit(self.article, sent(text, trap=trap, parent=answered, **who)))
        except Refusal:
            return

    @rule(number=NUMBERS, text=WORDS, trap=TRAPS)
    def edit(self, number: int, text: str, trap: str) -> None:
        comment = self.chosen(number)
        before = (comment.state, comment.body)
        try:
            desk.edit(comment, sent(text, trap=trap, writer=comment.writer))
        except Refusal:
            comment.refresh_from_db()
            assert (comment.state, comment.body) == before
            return
        if comment.body != before[1]:
            self.approved[comment.pk].append(False)

    @rule(number=NUMBERS, readers=st.integers(1, reports.HOLD_AT), trap=TRAPS)
    def report(self, number: int, readers: int, trap: str) -> None:
        """So many readers who reported nothing before, each of them twice."""
        comment = self.chosen(number)
        before, count = comment.state, comment.reports.count()
        for reader in [*islice(self.readers, readers)] * 2:
            who = {"writer": f"reader {reader}", "network": f"reader {reader}"}
            with contextlib.suppress(Refusal):
                reports.report(comment, **who, reason="abuse", trap=trap, age=timedelta(minutes=1))
        new = comment.reports.count() - count
        assert 0 < new <= readers if before == State.PUBLISHED and not trap else new == 0
        if trap or self.approved[comment.pk][-1]:
            assert Comment.objects.get(pk=comment.pk).state == before

    @rule(number=NUMBERS, choice=NUMBERS)
    def decide(self, number: int, choice: int) -> None:
        """Mostly as the staff's page offers; for the greatest number to any state."""
        comment = self.chosen(number)
        before = State(comment.state)
        offered = list(State) if choice == MOST else states.open_to_staff(before)
        if not offered:
            return
        after = offered[choice % len(offered)]
        try:
            desk.decide(comment, after, by=self.max, reason="abuse")
        except states.Impossible:
            assert after not in states.open_to_staff(before)
            assert Comment.objects.get(pk=comment.pk).state == before
            return
        assert after in states.TRANSITIONS[before]
        self.approved[comment.pk].append(after == State.PUBLISHED)

    @rule(number=NUMBERS)
    def dismiss(self, number: int) -> None:
        comment = self.chosen(number)
        try:
            reports.dismiss(comment, self.max)
        except desk.Overtaken:
            assert comment.state != State.PUBLISHED
            return
        self.approved[comment.pk].append(True)

    @precondition(lambda self: Decision.objects.filter(by__isnull=False).exists())
    @rule(number=NUMBERS)
    def undo(self, number: int) -> None:
        decisions = Decision.objects.filter(by__isnull=False).order_by("-pk")
        decision = decisions[number % decisions.count()]
        newest = Decision.objects.filter(comment=decision.comment_id).latest("pk")
        try:
            desk.undo(decision, by=self.max)
        except states.Impossible:
            return
        except desk.Overtaken:
            assert newest != decision
            return
        assert newest == decision
        self.approved[decision.comment_id].pop()

    @precondition(lambda self: len(self.approved) > ENOUGH)
    @rule(number=NUMBERS)
    def erase(self, number: int) -> None:
        comment = self.chosen(number)
        desk.erase(comment)
        assert comment.state == State.ERASED

    @rule(number=NUMBERS)
    def feature(self, number: int) -> None:
        comment = self.chosen(number)
        try:
            decision = moderation.feature(comment, self.max)
        except desk.Overtaken:
            assert comment.state != State.PUBLISHED
            return
        if decision:
            self.approved[comment.pk].append(True)

    @rule(number=NUMBERS, after=st.sampled_from(State))
    def force(self, number: int, after: State) -> None:
        """Past the desk the database says no."""
        comment = self.chosen(number)
        if after == comment.state or after in states.TRANSITIONS[State(comment.state)]:
            return
        with pytest.raises(IntegrityError, match="no such step"), transaction.atomic():
            step("archive_comment", comment.pk, after, body="Forced.")

    @invariant()
    def every_way_is_lawful(self) -> None:
        steps = Decision.objects.order_by("comment", "pk").values_list(
            "comment", "before", "after", "reason"
        )
        now = dict(Comment.objects.values_list("pk", "state"))
        for pk, way in itertools.groupby(steps, key=lambda row: row[0]):
            at = ""
            for _, before, after, reason in way:
                assert before == at
                if before == after:
                    assert reason in STAYS
                elif before:
                    assert after in states.TRANSITIONS[State(before)]
                else:
                    assert after in states.FIRST
                at = after
            assert now[pk] == at

    @invariant()
    def rows_keep_their_promises(self) -> None:
        for row in Comment.objects.all():
            if row.state == State.ERASED:
                assert not any([row.body, row.name, row.evidence, row.email_sealed, row.network])
                assert not row.revisions.exists()
                assert not row.reports.filter(state="open").exists()
                assert not row.reports.exclude(note="").exists()
            else:
                assert row.body
            assert row.published_at or row.state != State.PUBLISHED
            assert not row.featured or row.state == State.PUBLISHED

    @invariant()
    def approved_text_is_not_held_by_reports(self) -> None:
        for pk, words in getattr(self, "approved", {}).items():
            comment = Comment.objects.get(pk=pk)
            assert desk.is_approved(comment) == words[-1]
            by_reports = (comment.state, comment.hold_reason) == ("pending", "reports")
            assert not (by_reports and words[-1])

    @invariant()
    def each_act_of_the_staff_is_in_the_audit(self) -> None:
        assert AuditEvent.objects.count() == Decision.objects.filter(by__isnull=False).count()

    @invariant()
    def settled_comments_have_no_open_reports(self) -> None:
        settled = [State.REJECTED, State.WITHDRAWN]
        assert not Report.objects.filter(state="open", comment__state__in=settled).exists()


def converse(max_: User, examples: int, acts: int) -> None:
    Conversation.article, Conversation.max = translated(), max_
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=examples,
            stateful_step_count=acts,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a shorter way astray would take minutes to find
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_order_of_acts_leads_astray(max_: User) -> None:
    converse(max_, examples=8, acts=30)


@pytest.mark.drill
@pytest.mark.django_db
def test_no_order_of_acts_leads_astray_in_long(
    max_: User, drill_size: Callable[[int, int], int]
) -> None:
    converse(max_, examples=drill_size(1, 150), acts=drill_size(5, 50))
