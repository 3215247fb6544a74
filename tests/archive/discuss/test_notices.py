"""What writers are told."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive.discuss.desk import decide, submit
from archive.discuss.notices import HELD, REASONS, notice, tell
from archive.discuss.pipeline import Refusal
from archive.models import Article, Comment
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db


def told(comment: Comment) -> str:
    return notice(comment, comment.decisions.last())


def test_first_time_writer_is_told_in_plain_words() -> None:
    comment = submit(translated(), sent())
    assert told(comment) == (
        "Your comment waits for a moderator, as every writer’s first one does."
    )


def test_what_a_rule_takes_for_spam_waits_for_a_person() -> None:
    comment = submit(translated(), sent(trap="x"))
    assert told(comment).startswith("Your comment waits for a moderator, because a field")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("published", "is published."),
        ("rejected", "decided not to publish your comment. It attacks people."),
        ("spam", "took your comment for an advertisement. It attacks people."),
    ],
)
def test_moderators_decision_is_told_with_its_reason(max_: User, after: str, words: str) -> None:
    comment = submit(translated(), sent())
    decide(comment, after, by=max_, reason="" if after == "published" else "abuse")
    assert words in told(comment)


def test_reason_without_words_is_left_out(max_: User) -> None:
    comment = submit(translated(), sent())
    decide(comment, "rejected", by=max_, reason="x17")
    assert told(comment) == "A moderator decided not to publish your comment."


def test_codes_fit_their_columns() -> None:
    assert all(len(code) <= 40 for code in (*HELD, *REASONS))


def test_note_is_handed_on_and_hidden_articles_are_not(
    max_: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comments = [say(translated(), state="pending") for _ in range(5)]
    decide(comments[0], "rejected", by=max_, note="Please stay kind.")
    Article.objects.filter(pk=comments[1].article_id).update(state="hidden")
    with django_assert_num_queries(2):
        news = tell(comments)
    assert news[0].note == "Please stay kind."
    assert [one.article is None for one in news] == [False, True, False, False, False]


def test_refusals_are_sentences() -> None:
    with pytest.raises(Refusal) as caught:
        submit(translated(), sent(""))
    assert caught.value.words == "Write your comment here."
