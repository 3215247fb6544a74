"""What moderators do with a comment, and how it is undone."""

import itertools

import pytest
from django.contrib.auth.models import User

from archive.discuss import states
from archive.discuss.desk import (
    Overtaken,
    Unexplained,
    decide,
    edit,
    erase,
    submit,
    undo,
    version,
)
from archive.discuss.states import State
from archive.models import Article, AuditEvent, Comment, Decision, Job, Report
from archive.search import outbox
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.product(State.values, State.values))
DECISIONS = [(b, a) for b, a in PAIRS if State(a) in states.open_to_staff(b)]


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that search was told of."""
    told: list[int] = []
    monkeypatch.setattr(outbox, "touch", told.append)
    return told


def way(comment: Comment) -> list[tuple[str, str, str]]:
    return list(comment.decisions.values_list("before", "after", "reason"))


def accuse(comment: Comment, count: int = 2) -> None:
    for n in range(count):
        comment.reports.create(writer=f"reader {n}", reason="abuse")


def reports() -> list[str]:
    return list(Report.objects.values_list("state", flat=True))


class TestDecide:
    @pytest.mark.parametrize(("before", "after"), PAIRS)
    def test_every_pair_goes_by_the_table(
        self, article: Article, max_: User, before: str, after: str
    ) -> None:
        comment = say(article, state=before)
        if State(after) in states.open_to_staff(before):
            decide(comment, after, by=max_, reason="because")
            assert way(comment) == [(before, after, "because")]
        else:
            with pytest.raises(states.Impossible):
                decide(comment, after, by=max_, reason="because")
            after = before
        assert Comment.objects.get().state == comment.state == after
        assert AuditEvent.objects.count() == Decision.objects.count()

    def test_two_moderators_at_once_one_wins_and_the_other_is_told(
        self, article: Article, max_: User, edith: User
    ) -> None:
        seen_by_max = say(article, state="pending")
        seen_by_edith = Comment.objects.get()
        decide(seen_by_max, "published", by=max_)
        with pytest.raises(Overtaken, match="it is published"):
            decide(seen_by_edith, "rejected", by=edith, reason="abuse")
        assert Comment.objects.get().state == "published"
        assert AuditEvent.objects.get().actor == max_
        assert Decision.objects.get().after == "published"

    def test_text_changed_meanwhile_is_not_decided_on_unread(
        self, article: Article, max_: User
    ) -> None:
        writing = submit(article, sent("Something harmless."))
        loaded, seen = Comment.objects.get(), version(writing)
        edit(writing, sent("Something else."))
        words = "was changed by its writer in the meantime: read it again"
        with pytest.raises(Overtaken, match=words):
            decide(loaded, "published", by=max_)
        with pytest.raises(Overtaken, match=words):
            decide(Comment.objects.get(), "published", by=max_, seen=seen)
        decide(writing, "published", by=max_, seen=version(writing))

    def test_page_that_is_out_of_date_is_told_how_the_comment_stands(
        self, article: Article, max_: User, edith: User
    ) -> None:
        comment = say(article, state="pending")
        seen = version(comment)
        decide(comment, "published", by=max_)
        with pytest.raises(Overtaken, match="decided by someone else: it is published"):
            decide(Comment.objects.get(), "spam", by=edith, seen=seen)

    @pytest.mark.parametrize(
        ("before", "after"), [("pending", "rejected"), ("published", "withdrawn")]
    )
    def test_no_refusal_without_a_reason_for_its_writer(
        self, article: Article, max_: User, before: str, after: str
    ) -> None:
        comment = say(article, state=before)
        with pytest.raises(Unexplained, match="Give a reason"):
            decide(comment, after, by=max_)
        assert Comment.objects.get().state == before
        decide(comment, after, by=max_, note="Please stay kind.")

    def test_audit_names_the_act_but_holds_no_words(self, article: Article, max_: User) -> None:
        comment = say(article, "Secret words", state="pending")
        decision = decide(
            comment, "rejected", by=max_, reason="abuse", note="Please stay kind.", batch="b1"
        )
        event = AuditEvent.objects.get()
        assert (event.act, event.target) == ("reject comment", f"comment:{comment.pk}")
        assert event.details == {
            "before": "pending",
            "after": "rejected",
            "reason": "abuse",
            "note_length": 17,
            "decision": decision.pk,
            "batch": "b1",
        }

    def test_batch_joins_what_was_done_in_one_act(self, article: Article, max_: User) -> None:
        for comment in (say(article, state="pending"), say(article, "Another.", state="spam")):
            decide(comment, "published", by=max_, batch="b1")
        assert Decision.objects.filter(batch="b1").count() == 2

    def test_publishing_tells_search_and_keeps_the_first_time(
        self, article: Article, max_: User, touched: list[int]
    ) -> None:
        comment = say(article)
        first = comment.published_at
        decide(comment, "withdrawn", by=max_, reason="abuse")
        decide(comment, "published", by=max_)
        assert Comment.objects.get().published_at == first
        assert touched == [article.pk] * 2

    def test_first_publication_of_a_reply_makes_a_letter_due_once(
        self, article: Article, max_: User
    ) -> None:
        parent = say(article, email="rosa@a.example", notify=True)
        comment = say(article, "I did.", parent=parent, state="pending")
        for after in ("published", "pending", "published"):
            decide(comment, after, by=max_)
        assert [job.key for job in Job.objects.filter(kind="letters")] == [f"reply:{comment.pk}"]

    def test_looked_at_again_says_so(self, article: Article, max_: User) -> None:
        comment = say(article, hold_reason="links", evidence="3 links")
        decide(comment, "pending", by=max_)
        held = Comment.objects.get()
        assert (held.hold_reason, held.evidence) == ("again", "")

    def test_nothing_is_featured_that_readers_do_not_see(
        self, article: Article, max_: User
    ) -> None:
        comment = say(article, featured=True)
        decide(comment, "pending", by=max_)
        assert not Comment.objects.get().featured

    @pytest.mark.parametrize(
        ("before", "after", "settled"),
        [
            ("pending", "published", "dismissed"),
            ("published", "withdrawn", "upheld"),
            ("published", "spam", "upheld"),
            ("published", "pending", "open"),
        ],
    )
    def test_decision_settles_the_reports(
        self, article: Article, max_: User, before: str, after: str, settled: str
    ) -> None:
        comment = say(article, state=before)
        accuse(comment)
        decide(comment, after, by=max_, reason="abuse")
        assert reports() == [settled] * 2


class TestUndo:
    @pytest.mark.parametrize(("before", "after"), DECISIONS)
    def test_every_decision_with_a_step_back_is_undone(
        self, article: Article, max_: User, before: str, after: str
    ) -> None:
        comment = say(article, state=before)
        decision = decide(comment, after, by=max_, reason="abuse")
        if State(before) in states.TRANSITIONS[State(after)]:
            undo(decision, by=max_, batch="b2")
            assert way(comment)[1] == (after, before, "undone")
            assert Comment.objects.get().state == before
        else:
            with pytest.raises(states.Impossible):
                undo(decision, by=max_)

    def test_hold_and_its_evidence_are_back(self, article: Article, max_: User) -> None:
        comment = say(article, state="pending", hold_reason="links", evidence="3 links")
        undo(decide(comment, "published", by=max_), by=max_)
        held = Comment.objects.get()
        assert (held.state, held.hold_reason, held.evidence) == ("pending", "links", "3 links")

    def test_just_the_reports_settled_with_it_are_open_again(
        self, article: Article, max_: User
    ) -> None:
        comment = say(article)
        comment.reports.create(writer="long ago", reason="spam", state="dismissed")
        accuse(comment)
        undo(decide(comment, "withdrawn", by=max_, reason="abuse"), by=max_)
        assert reports() == ["dismissed", "open", "open"]

    def test_what_was_reported_meanwhile_goes_off_the_page_with_it(
        self, article: Article, max_: User
    ) -> None:
        comment = say(article, state="withdrawn")
        put_back = decide(comment, "published", by=max_)
        accuse(comment)
        undo(put_back, by=max_)
        assert reports() == ["upheld"] * 2

    def test_featured_comment_is_featured_again(self, article: Article, max_: User) -> None:
        comment = say(article, featured=True)
        undo(decide(comment, "withdrawn", by=max_, reason="abuse"), by=max_)
        assert Comment.objects.get().featured

    def test_decision_that_was_built_upon_stays(self, article: Article, max_: User) -> None:
        comment = say(article, state="pending")
        decision = decide(comment, "published", by=max_)
        erase(comment)
        with pytest.raises(Overtaken, match="erased by its writer"):
            undo(decision, by=max_)

    def test_it_is_undone_once(self, article: Article, max_: User) -> None:
        comment = say(article, state="pending")
        decision = decide(comment, "published", by=max_)
        undone = undo(decision, by=max_)
        with pytest.raises(Overtaken):
            undo(decision, by=max_)
        with pytest.raises(states.Impossible):
            undo(undone, by=max_)

    def test_rules_word_is_no_moderators(self, article: Article, max_: User) -> None:
        comment = say(article, state="pending")
        rule = comment.decisions.create(before="published", after="pending", reason="reports")
        with pytest.raises(states.Impossible):
            undo(rule, by=max_)

    def test_it_is_in_the_audit(self, article: Article, max_: User, edith: User) -> None:
        decision = decide(say(article, state="pending"), "published", by=max_)
        undo(decision, by=edith, batch="b2")
        event = AuditEvent.objects.latest("pk")
        assert (event.act, event.actor) == ("undo decision on comment", edith)
        assert (event.details["undone"], event.details["batch"]) == (decision.pk, "b2")
