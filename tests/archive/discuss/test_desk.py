"""Each step of a comment's way, written whole or not at all."""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.discuss import states
from archive.discuss.desk import Overtaken, decide, erase, submit
from archive.discuss.pipeline import RATE_WINDOW, Refusal
from archive.discuss.states import State
from archive.discuss.writer import digest
from archive.models import Article, AuditEvent, Comment, Decision
from archive.search import outbox
from tests.archive.discuss.writing import WRITER, say, sent, translated

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.product(State.values, State.values))


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


def age_all(by: timedelta) -> None:
    Comment.objects.update(created_at=timezone.now() - by)


class TestSubmit:
    def test_first_comment_waits_with_its_reason(self, article: Article) -> None:
        comment = submit(article, sent())
        assert (comment.state, comment.hold_reason) == ("pending", "first")
        assert comment.published_at is None
        assert way(comment) == [("", "pending", "first")]

    def test_known_writer_is_published_at_once(self, article: Article, touched: list[int]) -> None:
        say(article, "Earlier.", writer=digest(WRITER))
        comment = submit(article, sent())
        assert (comment.state, comment.hold_reason) == ("published", "")
        assert comment.published_at
        assert way(comment) == [("", "published", "")]
        assert touched == [article.pk]

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn"])
    def test_comment_that_readers_do_not_see_makes_nobody_known(
        self, article: Article, state: str
    ) -> None:
        say(article, "Earlier.", writer=digest(WRITER), state=state)
        assert submit(article, sent()).state == "pending"

    def test_nobody_is_known_by_having_no_cookie(self, article: Article) -> None:
        say(article, "Earlier.", writer="")
        assert submit(article, sent(writer="")).state == "pending"

    def test_trap_makes_spam_that_a_person_can_see(self, article: Article) -> None:
        comment = submit(article, sent(trap="Cheap!"))
        assert (comment.state, comment.evidence) == ("spam", "Cheap!")
        assert way(comment) == [("", "spam", "honeypot")]

    def test_refusal_stores_nothing(self, article: Article) -> None:
        with pytest.raises(Refusal):
            submit(article, sent("x"))
        assert not Comment.objects.exists()
        assert not Decision.objects.exists()

    def test_reply_hangs_on_what_it_answers(self, article: Article) -> None:
        parent = say(article)
        assert submit(article, sent("Me too.", parent=parent.pk)).parent == parent

    def test_reply_to_what_readers_do_not_see_is_refused(self, article: Article) -> None:
        strangers = [say(article, state=state).pk for state in ("pending", "spam", "withdrawn")]
        for parent in (*strangers, say(translated()).pk, 999_999, 2**63 - 1):
            with pytest.raises(Refusal, match="not here any more"):
                submit(article, sent(f"To {parent}", parent=parent))

    @pytest.mark.parametrize("state", ["hidden", "scheduled", "withdrawn"])
    def test_article_out_of_sight_takes_none(self, article: Article, state: str) -> None:
        Article.objects.update(state=state, withdrawn_reason="x", publish_at=article.created_at)
        with pytest.raises(Refusal, match="takes no comments"):
            submit(article, sent())

    def test_no_address_of_a_machine_is_kept(self, article: Article) -> None:
        comment = submit(article, sent(network="digest"))
        assert comment.network == "digest"
        names = {field.name for field in Comment._meta.get_fields()}
        assert not names & {"ip", "ip_address", "address", "user_agent"}


class TestTwice:
    def test_same_words_at_the_same_place_are_one(self, article: Article) -> None:
        first = submit(article, sent())
        assert submit(article, sent()) == first
        assert submit(article, sent(writer="another browser next door")) == first
        assert Comment.objects.count() == Decision.objects.count() == 1

    def test_others_words_stay_others(self, article: Article) -> None:
        submit(article, sent())
        other = submit(article, sent(writer="w", network="far"))
        assert (Comment.objects.count(), other.hold_reason) == (2, "first")

    def test_same_words_elsewhere_wait(self, article: Article) -> None:
        say(article, "Earlier.", writer=digest(WRITER))
        submit(article, sent())
        assert submit(translated(), sent()).hold_reason == "repeated"

    def test_same_words_a_day_later_are_new(self, article: Article) -> None:
        submit(article, sent())
        age_all(timedelta(hours=25))
        submit(article, sent())
        assert Comment.objects.count() == 2

    def test_erased_words_may_be_written_again(self, article: Article) -> None:
        erase(submit(article, sent()))
        assert submit(article, sent()).state == "pending"


class TestRate:
    def test_sixth_of_a_writer_waits_ten_minutes(self, article: Article) -> None:
        for n in range(5):
            submit(article, sent(f"Comment {n}", network=f"network {n}"))
        with pytest.raises(Refusal, match="Wait ten minutes"):
            submit(article, sent("One more", network="another"))
        age_all(RATE_WINDOW)
        submit(article, sent("One more", network="another"))

    def test_twenty_first_of_a_network_waits(self, article: Article) -> None:
        for n in range(20):
            submit(article, sent(f"Comment {n}", writer=f"writer {n}"))
        with pytest.raises(Refusal, match="Wait ten minutes"):
            submit(article, sent("One more", writer="another"))
        submit(article, sent("One more", writer="another", network="far"))

    def test_unknown_networks_are_not_one_network(self, article: Article) -> None:
        for n in range(25):
            submit(article, sent(f"Comment {n}", writer=f"writer {n}", network=""))
        assert Comment.objects.count() == 25


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
                decide(comment, after, by=max_)
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

    def test_audit_names_the_act_but_holds_no_words(self, article: Article, max_: User) -> None:
        comment = say(article, "Secret words", state="pending")
        decide(comment, "rejected", by=max_, reason="abuse", note="Please stay kind.")
        event = AuditEvent.objects.get()
        assert (event.act, event.target) == ("reject comment", f"comment:{comment.pk}")
        assert event.details == {
            "before": "pending",
            "after": "rejected",
            "reason": "abuse",
            "note_length": 17,
        }

    def test_rule_leaves_no_editorial_act(self, article: Article) -> None:
        decide(say(article, state="pending"), "spam", by=None, reason="rule")
        assert not AuditEvent.objects.exists()

    def test_publishing_tells_search_and_keeps_the_first_time(
        self, article: Article, max_: User, touched: list[int]
    ) -> None:
        comment = say(article)
        first = comment.published_at
        decide(comment, "withdrawn", by=max_)
        decide(comment, "published", by=max_)
        assert Comment.objects.get().published_at == first
        assert touched == [article.pk] * 2

    def test_looked_at_again_says_so(self, article: Article, max_: User) -> None:
        comment = say(article)
        decide(comment, "pending", by=max_)
        assert Comment.objects.get().hold_reason == "again"


class TestErase:
    @pytest.mark.parametrize("state", [s for s in State.values if s != "erased"])
    def test_words_name_and_address_are_gone(self, article: Article, state: str) -> None:
        comment = say(article, state=state, email="r@a.example", network="n", evidence="words")
        erase(comment)
        row = Comment.objects.get()
        assert (row.state, row.body, row.name, row.email) == ("erased", "", "", "")
        assert (row.network, row.evidence) == ("", "")
        assert way(row) == [(state, "erased", "erased")]

    def test_twice_is_once(self, article: Article) -> None:
        comment = say(article)
        assert erase(comment)
        assert erase(Comment.objects.get()) is None
        assert Decision.objects.count() == 1

    def test_writer_wins_over_a_moderator_who_was_first(self, article: Article, max_: User) -> None:
        seen_by_writer = say(article, state="pending")
        decide(Comment.objects.get(), "published", by=max_)
        erase(seen_by_writer)
        assert Comment.objects.get().state == "erased"

    def test_moderator_after_it_is_told(self, article: Article, max_: User) -> None:
        seen_by_max = say(article, state="pending")
        erase(Comment.objects.get())
        with pytest.raises(Overtaken, match="erased by its writer"):
            decide(seen_by_max, "published", by=max_)
