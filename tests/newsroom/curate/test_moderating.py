"""One act on many comments: what will happen, what did, and what was left."""

import pytest
from django.contrib.auth.models import User

from archive.discuss.desk import decide, version
from archive.models import Article, Comment, Decision
from newsroom.curate.moderating import ACTS, Chosen, Outcome, Why, chosen, foreseen, past, perform
from tests.archive.discuss.writing import say, translated
from tests.newsroom.curate.moderated import states

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def as_seen(*comments: Comment) -> list[Chosen]:
    return [Chosen(comment, version(comment)) for comment in comments]


class TestForeseen:
    def test_tells_what_will_be_done_and_does_nothing(self, article: Article) -> None:
        given = as_seen(say(article, state="pending"), say(article), say(article, state="spam"))
        assert foreseen(ACTS["publish"], given).done == {"Published": 2, "Let stand": 1}
        assert foreseen(ACTS["refuse"], given).done == {"Refused": 2, "Taken back": 1}
        assert not Decision.objects.exists()

    def test_tells_what_will_be_left_and_why(self, article: Article, edith: User) -> None:
        spam, erased = say(article, state="spam"), say(article, state="erased")
        moved = as_seen(say(article, state="pending"))
        decide(Comment.objects.get(pk=moved[0].comment.pk), "published", by=edith)
        (moved_since,) = chosen(
            [str(moved[0].comment.pk)], {f"seen-{moved[0].comment.pk}": "pending"}
        )
        told = foreseen(ACTS["spam"], [*as_seen(spam, erased), moved_since])
        assert told.done == {}
        assert told.left == (
            f"Comment {spam.pk} is so already.",
            "A comment that is erased by its writer cannot become spam.",
            f"Comment {moved_since.comment.pk} was decided by someone else: it is published.",
        )

    @pytest.mark.parametrize("name", ACTS)
    @pytest.mark.parametrize("state", Comment.State.values)
    def test_foretells_just_what_comes(
        self, article: Article, max_: User, name: str, state: str
    ) -> None:
        given = as_seen(
            say(article, state=state, featured=name == "unfeature" and state == "published")
        )
        before = foreseen(ACTS[name], given)
        after = perform(ACTS[name], given, Why(max_, reason="abuse"))
        assert (dict(after.done), len(after.left)) == (dict(before.done), len(before.left))
        assert Decision.objects.count() == sum(after.done.values())


class TestPerform:
    def test_one_batch_whoever_is_left(self, article: Article, max_: User) -> None:
        given = as_seen(*(say(article, state=s) for s in ("pending", "rejected", "erased")))
        outcome = perform(ACTS["publish"], given, Why(max_))
        assert outcome.words == ["Published: 2 comments."]
        assert len(outcome.left) == 1
        assert len(set(Decision.objects.values_list("batch", flat=True))) == 1

    def test_refusal_carries_reason_and_note(self, article: Article, max_: User) -> None:
        waits, stands = say(article, state="pending"), say(article)
        why = Why(max_, "abuse", "Please stay kind.")
        perform(ACTS["refuse"], as_seen(waits, stands), why)
        assert states(waits, stands) == ["rejected", "withdrawn"]
        assert set(Decision.objects.values_list("reason", "note")) == {(why.reason, why.note)}

    def test_two_moderators_at_once_one_wins_and_the_other_is_told(
        self, article: Article, max_: User, edith: User
    ) -> None:
        comment = say(article, state="pending")
        by_max, by_edith = as_seen(comment), as_seen(Comment.objects.get(pk=comment.pk))
        perform(ACTS["publish"], by_max, Why(max_))
        left = perform(ACTS["refuse"], by_edith, Why(edith, "abuse")).left
        assert left == (f"Comment {comment.pk} was decided by someone else: it is published.",)
        assert states(comment) == ["published"]

    @pytest.mark.parametrize("name", ["publish", "feature"])
    def test_text_changed_since_the_page_is_not_let_stand_unread(
        self, article: Article, max_: User, name: str
    ) -> None:
        comment = say(article)
        given = [Chosen(comment, "published 2020-01-01T00:00:00+00:00")]
        (words,) = perform(ACTS[name], given, Why(max_)).left
        assert "was changed by its writer in the meantime" in words
        assert not Decision.objects.exists()

    def test_choosing_twice_is_said(self, article: Article, max_: User) -> None:
        comment = say(article)
        assert perform(ACTS["feature"], as_seen(comment), Why(max_)).done == {"Chosen": 1}
        left = perform(ACTS["feature"], as_seen(comment), Why(max_)).left
        assert left == (f"Comment {comment.pk} is so already.",)


def test_form_names_comments_by_number_and_nothing_else(article: Article) -> None:
    one, two = say(article), say(article)
    values = [str(two.pk), "x", "", "-1", "²", "9" * 30, "999", str(one.pk), str(two.pk)]
    found = chosen(values, {f"seen-{one.pk}": "published"})
    assert [(each.comment, each.seen) for each in found] == [(two, None), (one, "published")]


def test_at_most_a_hundred_at_once(article: Article) -> None:
    many = [str(say(article).pk) for _ in range(103)]
    assert len(chosen(many, {})) == 100


def test_writer_reads_the_reason_and_the_note(article: Article, max_: User) -> None:
    refuse, why = ACTS["refuse"], Why(max_, "abuse", "Stay kind.")
    told = refuse.told(Comment.State.PENDING, why)
    assert told == (
        "A moderator decided not to publish your comment. It attacks people. “Stay kind.”"
    )
    assert refuse.told(Comment.State.PUBLISHED, Why(max_)) == "A moderator took your comment back."


def test_past_names_the_comments_and_what_a_key_may_undo(
    article: Article, max_: User, edith: User
) -> None:
    many = as_seen(*(say(article, state="pending") for _ in range(7)))
    perform(ACTS["refuse"], many, Why(max_, "abuse"))
    perform(ACTS["feature"], as_seen(say(article)), Why(edith))
    deeds, last = past(max_)
    assert [deed.words.split(":")[0] for deed in deeds] == ["Chosen", "Refused"]
    assert last is not None
    first = [each.comment.pk for each in many]
    assert last.words == f"Refused: comments {', '.join(map(str, first[:5]))} and 2 more"


def test_outcome_counts_in_words() -> None:
    assert Outcome({"Published": 1, "Refused": 2}, ()).words == [
        "Published: 1 comment.",
        "Refused: 2 comments.",
    ]
