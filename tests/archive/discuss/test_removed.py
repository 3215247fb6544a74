"""The public count of what the staff removed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss.desk import decide, erase, undo
from archive.discuss.notices import REASONS
from archive.discuss.removed import NOUNS, removed
from archive.models import Article, Comment
from tests.archive.discuss.writing import read, say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def refuse(article: Article, by: User, reason: str = "abuse", **fields: str) -> Comment:
    comment = say(article, state="pending")
    decide(comment, "rejected", by=by, reason=reason, **fields)
    return comment


def test_nothing_removed_is_no_line(article: Article, rosa: Client) -> None:
    say(article)
    say(article, state="pending")
    assert removed(article.pk) is None
    assert "removed" not in read(rosa, article).split('id="comments"')[1]


def test_line_counts_by_reason_the_most_first(article: Article, max_: User) -> None:
    for state in ("pending", "published"):
        decide(say(article, state=state), "spam", by=max_)
    refuse(article, max_)
    refuse(translated(), max_, "unlawful")
    assert str(removed(article.pk)) == "3 removed: 2 spam, 1 attack"


def test_one_taken_back_counts_and_one_put_back_does_not(article: Article, max_: User) -> None:
    back, gone = say(article), say(article)
    for comment in (back, gone):
        decide(comment, "withdrawn", by=max_, reason="off-topic")
    decide(back, "published", by=max_)
    assert str(removed(article.pk)) == "1 removed: 1 off topic"


def test_still_right_when_its_writer_erased_it(article: Article, max_: User) -> None:
    erase(refuse(article, max_, note="“You fool” is no argument."))
    erase(say(article))
    erase(say(article, state="pending"))
    assert str(removed(article.pk)) == "1 removed: 1 attack"


def test_spam_by_rule_alone_is_not_counted(article: Article, max_: User) -> None:
    caught, erased = say(article, state="spam"), say(article, state="spam")
    erase(erased)
    assert removed(article.pk) is None
    decide(caught, "rejected", by=max_, reason="advert")
    assert str(removed(article.pk)) == "1 removed: 1 advertisement"


def test_undone_decision_is_no_word(article: Article, max_: User) -> None:
    comment = say(article)
    taken = decide(comment, "withdrawn", by=max_, reason="abuse")
    undo(taken, by=max_)
    assert removed(article.pk) is None
    comment.refresh_from_db()
    again = decide(comment, "withdrawn", by=max_, reason="private")
    comment.refresh_from_db()
    undo(decide(comment, "published", by=max_), by=max_)
    assert Comment.objects.get().decisions.filter(pk=again.pk).exists()
    assert str(removed(article.pk)) == "1 removed: 1 with private facts"


def test_own_words_of_a_moderator_count_as_other(article: Article, max_: User) -> None:
    for reason in ("", "unreadable", "abuse", "abuse"):
        refuse(article, max_, reason, note="Please stay kind.")
    assert str(removed(article.pk)) == "4 removed: 2 attacks, 1 other, 1 unreadable"


def test_every_reason_has_its_noun() -> None:
    assert NOUNS.keys() == REASONS.keys()


def test_page_says_it_under_the_thread_for_one_query(
    article: Article, rosa: Client, max_: User, django_assert_num_queries: Any
) -> None:
    refuse(article, max_)
    under = read(rosa, article).split('id="comments"')[1]
    assert under.count("1 removed: 1 attack") == 1
    with django_assert_num_queries(1):
        removed(article.pk)
