"""What is gathered of a writer, of their network and of the place they write to."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import circumstances
from archive.discuss.desk import decide, erase, undo
from archive.discuss.pipeline import Earlier, Kind, Sent, Submission, Treatment, Watched
from archive.models import Article, Comment, Report, Standing, Suggestion, WatchWord
from tests.archive.discuss.writing import say, sent, translated
from tests.factories import make_segment, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def gathered(article: Article, given: Sent) -> Submission:
    place = circumstances.place(article.pk, given)
    assert place
    return circumstances.of_comment(place, given, circumstances.recent(given))


def mine(text: str = "Hello there.", **fields: Any) -> Sent:
    return sent(text, **{"writer": "me", "network": "here", **fields})


class TestClosed:
    def test_article_is_open_for_ever_unless_told_otherwise(self, article: Article) -> None:
        article.created_at -= timedelta(days=5000)
        assert circumstances.why_closed(article) == ""

    def test_staff_closes_one(self, article: Article) -> None:
        article.comments_closed = True
        assert circumstances.why_closed(article) == "The comments on this article are closed."

    def test_age_closes_all(self, article: Article, settings: Settings) -> None:
        settings.COMMENTS_CLOSE_AFTER_DAYS = 30
        article.created_at = timezone.now() - timedelta(days=29, hours=23)
        assert circumstances.why_closed(article) == ""
        article.created_at -= timedelta(hours=2)
        assert circumstances.why_closed(article) == (
            "Comments on an article close after 30 days. This one has been here for longer."
        )

    def test_it_is_asked_of_the_article_as_it_is_now(self, article: Article) -> None:
        Article.objects.update(comments_closed=True)
        assert gathered(article, mine()).closed == "The comments on this article are closed."


class TestPlace:
    def test_unseen_article_is_no_place(self, article: Article) -> None:
        Article.objects.update(state="hidden")
        assert circumstances.place(article.pk, mine()) is None

    def test_parent_is_there_as_long_as_readers_see_it(self, article: Article) -> None:
        parent = say(article)
        assert not gathered(article, mine(parent=parent.pk)).is_parent_gone
        erase(parent)
        assert gathered(article, mine(parent=parent.pk)).is_parent_gone
        assert not gathered(article, mine()).is_parent_gone

    def test_parent_may_want_a_letter(self, article: Article) -> None:
        parent = say(article, email="max@a.example", notify=True)
        place = circumstances.place(article.pk, mine(parent=parent.pk))
        assert place
        assert place.parent_wants_letter

    def test_sentence_is_one_of_this_article(self, article: Article) -> None:
        segment = article.segments.alive()[1]
        for pk, uid in ((segment.pk, segment.uid), (make_segment(translated()).pk, None)):
            place = circumstances.place(article.pk, mine(segment=pk))
            assert place
            assert place.uid == uid


class TestRates:
    def test_writer_and_network_are_counted_apart(self, article: Article) -> None:
        say(article, "One.", writer="me", network="here")
        say(article, "Two.", writer="me", network="there")
        say(article, "Three.", writer="other", network="here")
        say(article, "Four.", writer="other", network="there")
        submission = gathered(article, mine())
        assert (submission.by_writer, submission.by_network) == (2, 2)

    def test_ten_minutes_count(self, article: Article) -> None:
        now = timezone.now()
        for minutes in (9, 11):
            say(article, writer="me", created_at=now - timedelta(minutes=minutes))
        assert gathered(article, mine()).by_writer == 1

    def test_nobody_without_cookie_or_network_is_counted(self, article: Article) -> None:
        say(article, writer="", network="")
        submission = gathered(article, mine(writer="", network=""))
        assert (submission.by_writer, submission.by_network, submission.earlier) == (0, 0, ())

    def test_edits_suggestions_and_reports_are_counted_apart(self, article: Article) -> None:
        comment = say(article, writer="me", network="here")
        comment.revisions.create(body="Earlier.")
        Report.objects.create(comment=comment, writer="me", network="here", reason="spam")
        segment = make_segment(article)
        base = make_translation(segment)
        for _ in range(2):
            Suggestion.objects.create(segment=segment, base=base, text="x", writer="me")
        place = circumstances.place(article.pk, mine())
        assert place
        edit = circumstances.of_edit(place, comment, mine())
        suggestion, report = circumstances.of_suggestion(mine()), circumstances.of_report(mine())
        assert (edit.kind, edit.by_writer, edit.by_network) == (Kind.EDIT, 1, 1)
        assert (suggestion.kind, suggestion.by_writer) == (Kind.SUGGESTION, 2)
        assert (report.kind, report.by_writer, report.by_network) == (Kind.REPORT, 1, 1)


class TestEarlier:
    def test_words_of_a_day_are_found_by_writer_or_network(self, article: Article) -> None:
        now = timezone.now()
        say(article, "Too old.", writer="me", created_at=now - timedelta(hours=25))
        say(article, "Of others.", writer="other", network="there")
        near = say(article, "Near.", writer="other", network="here")
        own = say(article, "Own.", writer="me", network="there", state="spam")
        erase(say(article, "Gone.", writer="me"))
        found = gathered(article, mine()).earlier
        assert found == (Earlier(own.pk, "Own."), Earlier(near.pk, "Near."))

    def test_same_words_are_found_among_any_number(self, article: Article) -> None:
        first = say(article, "Just this.", writer="me")
        Comment.objects.bulk_create(
            Comment(article=article, body=f"Comment {n}", writer="me") for n in range(60)
        )
        found = gathered(article, mine("Just this.")).earlier
        assert len(found) == circumstances.LOOKED_AT
        assert found[0].id == first.pk


class TestStanding:
    def stand(self, **fields: Any) -> None:
        Standing.objects.create(**{"writer": "me", "reason": "Insults.", **fields})

    def test_standing_goes_with_everything_that_is_sent(self, article: Article) -> None:
        self.stand(kind="banned")
        treatment = Treatment("banned", "Insults.")
        assert gathered(article, mine()).treatment == treatment
        assert circumstances.of_suggestion(mine()).treatment == treatment
        assert circumstances.of_report(mine()).treatment == treatment
        assert gathered(article, mine(writer="other")).treatment is None

    def test_suspension_ends(self, article: Article) -> None:
        until = timezone.now() + timedelta(hours=1)
        self.stand(kind="suspended", until=until)
        assert gathered(article, mine()).treatment == Treatment("suspended", "Insults.", until)
        Standing.objects.update(until=timezone.now())
        assert gathered(article, mine()).treatment is None


def test_watch_words_come_with_their_acts(article: Article) -> None:
    WatchWord.objects.create(text="Casino", folded="casino")
    WatchWord.objects.create(text="Vermine", folded="vermine", act="reject")
    watched = (Watched("casino"), Watched("vermine", is_refused=True))
    assert gathered(article, mine()).watched == watched
    assert circumstances.of_suggestion(mine()).watched == watched


class TestDecided:
    def counts(self, article: Article, given: Sent) -> tuple[int, int]:
        submission = gathered(article, given)
        return submission.refused, submission.decided

    def decided(self, article: Article, *states: str, by: User, **fields: Any) -> None:
        for state in states:
            comment = say(article, state="pending", **{"writer": "me", **fields})
            decide(comment, state, by=by, reason="abuse")

    def test_last_ten_decided_count(self, article: Article, max_: User) -> None:
        self.decided(article, *["rejected"] * 4, *["published"] * 3, *["spam"] * 7, by=max_)
        assert self.counts(article, mine()) == (7, 10)

    def test_network_counts_as_the_writer_does(self, article: Article, max_: User) -> None:
        self.decided(article, "rejected", "spam", by=max_, writer="other", network="here")
        assert self.counts(article, mine()) == (2, 2)
        assert self.counts(article, mine(network="there")) == (0, 0)

    def test_what_only_rules_decided_does_not_count(self, article: Article) -> None:
        spam = say(article, writer="me", state="spam")
        spam.decisions.create(after="spam", reason="honeypot")
        assert self.counts(article, mine()) == (0, 0)

    def test_last_word_on_each_counts(self, article: Article, max_: User) -> None:
        comment = say(article, writer="me", state="pending")
        decision = decide(comment, "rejected", by=max_, reason="abuse")
        assert self.counts(article, mine()) == (1, 1)
        undo(decision, by=max_)
        assert self.counts(article, mine()) == (0, 0)

    def test_erasing_what_was_refused_makes_nobody_better(
        self, article: Article, max_: User
    ) -> None:
        self.decided(article, "rejected", by=max_)
        erase(Comment.objects.get())
        assert self.counts(article, mine()) == (1, 1)

    def test_suggestions_have_a_count_of_their_own(self, article: Article, max_: User) -> None:
        segment = make_segment(article)
        base = make_translation(segment)
        fields = {"segment": segment, "base": base, "text": "x", "writer": "me", "reason": "No."}
        for state in ("rejected", "superseded", "new"):
            by = None if state == "new" else max_
            Suggestion.objects.create(**fields, state=state, decided_by=by)
        found = circumstances.of_suggestion(mine(), given="The wording.")
        assert (found.refused, found.decided, found.given) == (1, 1, "The wording.")
