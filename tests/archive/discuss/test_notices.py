"""What writers are told: the exact sentences."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive.discuss.desk import decide, edit, erase, submit, undo
from archive.discuss.notices import DECIDED, HELD, REASONS, tell
from archive.discuss.pipeline import rules
from archive.discuss.states import State
from archive.models import Article, Comment
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db
WAITS = {
    "first": "as every writer’s first one does.",
    "links": "because it holds several links.",
    "words": "because of a word in it that moderators look at first.",
    "repeated": "because the same words, or nearly the same, were sent before.",
    "refusals": "because most of what came from you or from near you had to be refused.",
    "honeypot": "because a field was filled in that people do not see.",
    "standing": "who looks at all that you write before readers do. The reason: Insults.",
    "reports": "because several readers reported it.",
    "again": "who wants to look at it again.",
}


@pytest.fixture
def article() -> Article:
    return translated()


def told(comment: Comment) -> str:
    (one,) = tell([comment])
    return one.words


@pytest.mark.parametrize("reason", HELD)
def test_every_hold_is_told_in_plain_words(article: Article, reason: str) -> None:
    comment = say(article, state="pending", hold_reason=reason, evidence="Insults.")
    assert told(comment) == f"Your comment waits for a moderator, {WAITS[reason]}"


def test_evidence_is_for_the_staff_alone(article: Article) -> None:
    for reason in set(HELD) - {"standing"}:
        comment = say(article, state="pending", hold_reason=reason, evidence="canary")
        assert "canary" not in told(comment)


def test_every_rule_that_holds_has_words_for_it() -> None:
    codes = [c for c in _strings(rules.__file__) if c in HELD]
    assert set(codes) == set(HELD) - {"reports", "again"}


def _strings(path: str) -> list[str]:
    """The first arguments of each Hold in a module."""
    import ast
    from pathlib import Path

    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
    named = (n for n in calls if getattr(n.func, "id", "") == "Hold")
    return [str(n.args[0].value) for n in named if isinstance(n.args[0], ast.Constant)]


def test_what_a_rule_takes_for_spam_waits_for_a_person(article: Article) -> None:
    comment = submit(article, sent(trap="x"))
    assert told(comment) == f"Your comment waits for a moderator, {WAITS['honeypot']}"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("pending", "published", "Your comment is published."),
        (
            "pending",
            "rejected",
            "A moderator decided not to publish your comment. It attacks people.",
        ),
        (
            "pending",
            "spam",
            "A moderator took your comment for an advertisement. It attacks people.",
        ),
        ("published", "withdrawn", "A moderator took your comment back. It attacks people."),
    ],
)
def test_moderators_decision_is_told_with_its_reason(
    article: Article, max_: User, before: str, after: str, words: str
) -> None:
    comment = say(article, state=before)
    decide(comment, after, by=max_, reason="" if after == "published" else "abuse")
    assert told(comment) == words


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_a_sentence(article: Article, max_: User, reason: str) -> None:
    comment = say(article, state="pending")
    decide(comment, "rejected", by=max_, reason=reason)
    assert told(comment) == f"{DECIDED[State.REJECTED]} {REASONS[reason]}"
    assert REASONS[reason].endswith(".")


def test_reason_without_words_is_left_out(article: Article, max_: User) -> None:
    comment = submit(article, sent())
    decide(comment, "rejected", by=max_, reason="x17")
    assert told(comment) == "A moderator decided not to publish your comment."


def test_writer_is_told_of_erasing(article: Article) -> None:
    comment = say(article)
    erase(comment)
    assert told(comment) == "You erased this comment."


def test_codes_fit_their_columns() -> None:
    assert all(len(code) <= 40 for code in (*HELD, *REASONS))


def test_note_is_handed_on_and_hidden_articles_are_not(
    max_: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comments = [say(translated(), state="pending") for _ in range(5)]
    decide(comments[0], "rejected", by=max_, reason="abuse", note="Please stay kind.")
    Article.objects.filter(pk=comments[1].article_id).update(state="hidden")
    with django_assert_num_queries(2):
        news = tell(comments)
    assert news[0].note == "Please stay kind."
    assert [one.article is None for one in news] == [False, True, False, False, False]


def test_reason_is_told_still_when_a_step_after_it_is_undone(article: Article, max_: User) -> None:
    comment = say(article, state="pending")
    decide(comment, "rejected", by=max_, reason="abuse", note="Please stay kind.")
    undo(decide(comment, "spam", by=max_), by=max_)
    (news,) = tell(Comment.objects.all())
    assert news.words.endswith("It attacks people.")
    assert news.note == "Please stay kind."


def test_note_is_told_still_after_an_edit(article: Article, max_: User) -> None:
    comment = submit(article, sent())
    decide(comment, "published", by=max_, note="Well said.")
    say(article, "Earlier.", writer=comment.writer)
    edit(comment, sent("I crossed it at noon."))
    assert [one.note for one in tell([comment])] == ["Well said."]
