"""Which comments wait in which queue, and which comes first."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.discuss import moderation, reports
from archive.discuss.desk import decide, edit, is_approved, submit, undo
from archive.models import Article, Comment
from newsroom.curate.comment_queues import Wanted, counts, of_writer, page
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def shown(queue: str, **asked: Any) -> list[int]:
    wanted = Wanted(queue, **asked)
    return [row.comment.pk for row in page(wanted, None, counts(wanted)[queue])]


def ago(comment: Comment, days: int) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=days))
    return comment


def test_each_queue_holds_its_own_the_longest_waiting_first(article: Article) -> None:
    made = {state: [say(article, state=state) for _ in range(2)] for state in Comment.State.values}
    for pair in made.values():
        ago(pair[1], 3)
    assert shown("pending") == [c.pk for c in made["pending"][::-1]]
    assert shown("spam") == [c.pk for c in made["spam"][::-1]]
    assert shown("unreviewed") == [c.pk for c in made["published"][::-1]]
    assert shown("reported") == []


def test_reported_are_those_with_open_reports_the_first_reported_first(article: Article) -> None:
    late, early, held, settled, gone = (say(article) for _ in range(5))
    for n, comment in enumerate((early, held, late, settled, gone)):
        at = timezone.now() + timedelta(minutes=n)
        for writer in "ab":
            comment.reports.create(writer=writer, reason="abuse", at=at)
    Comment.objects.filter(pk=held.pk).update(state="pending")
    Comment.objects.filter(pk=gone.pk).update(state="spam")
    settled.reports.update(state="dismissed")
    assert shown("reported") == [early.pk, held.pk, late.pk]


class TestUnreviewed:
    """The queue says of all what `is_approved` says of each."""

    def agrees(self) -> set[int]:
        found = set(shown("unreviewed"))
        published = Comment.objects.published()
        assert found == {c.pk for c in published if not is_approved(c)}
        return found

    def test_published_by_rule_and_not_read(self, article: Article, max_: User) -> None:
        read, unread = say(article, state="pending"), say(article)
        decide(read, "published", by=max_)
        assert self.agrees() == {unread.pk}

    def test_let_stand_or_chosen_is_read_until_undone(self, article: Article, max_: User) -> None:
        one, two = say(article), say(article)
        reports.dismiss(one, max_, batch="b")
        moderation.feature(two, max_, batch="b")
        assert self.agrees() == set()
        moderation.undo("b", max_)
        assert self.agrees() == {one.pk, two.pk}

    def test_taking_back_that_was_undone_is_no_reading(self, article: Article, max_: User) -> None:
        comment = say(article)
        undo(decide(comment, "withdrawn", by=max_, reason="abuse"), by=max_)
        assert self.agrees() == {comment.pk}
        comment.refresh_from_db()
        decide(comment, "withdrawn", by=max_, reason="abuse")
        decide(comment, "published", by=max_)
        assert self.agrees() == set()

    def test_edited_text_is_unread_again(self, article: Article, max_: User) -> None:
        say(article, writer="w")
        comment = submit(article, sent("First words.", writer="w", network=""))
        reports.dismiss(comment, max_)
        edit(comment, sent("Other words.", writer="w", network=""))
        assert Comment.objects.get(pk=comment.pk).state == "published"
        assert comment.pk in self.agrees()
        reports.dismiss(comment, max_)
        assert comment.pk not in self.agrees()


def test_queues_can_be_narrowed_to_an_article(article: Article) -> None:
    mine = say(article, state="pending")
    say(translated(), state="pending")
    assert shown("pending", article=article.pk) == [mine.pk]
    assert counts(Wanted(article=article.pk))["pending"] == 1


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, Wanted()),
        ({"queue": "spam", "article": "7"}, Wanted("spam", 7)),
        ({"queue": "zap", "article": "-1"}, Wanted()),
        ({"article": "²"}, Wanted()),
        ({"article": "9" * 30, "chosen": "all"}, Wanted(all_chosen=True)),
    ],
)
def test_what_is_none_of_the_choices_is_the_first(asked: dict[str, str], wanted: Wanted) -> None:
    assert Wanted.of(asked) == wanted


def test_of_a_writer_what_waits_comes_first_then_the_newest(article: Article) -> None:
    old, new = ago(say(article, writer="w"), 2), say(article, writer="w")
    waits = ago(say(article, writer="w", state="pending"), 5)
    say(article, writer="v")
    assert list(of_writer("w")) == [waits, new, old]


def test_pages_hold_fifty(article: Article) -> None:
    for _ in range(51):
        say(article, state="pending")
    wanted = Wanted()
    assert len(page(wanted, "1", 51)) == 50
    assert len(page(wanted, "2", 51)) == len(page(wanted, "999", 51)) == 1
