"""What an erased comment leaves behind: its place."""

import pytest
from django.contrib.auth.models import User

from archive.discuss.desk import Overtaken, decide, edit, erase, submit
from archive.discuss.states import State
from archive.models import Article, AuditEvent, Comment, CommentRevision, Decision, Report
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db
CANARY = "canary bird"


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.mark.parametrize("state", [s for s in State.values if s != "erased"])
def test_words_name_and_address_are_gone(article: Article, state: str) -> None:
    comment = say(article, state=state, email="r@a.example", network="n", evidence="words")
    erase(comment)
    row = Comment.objects.get()
    assert (row.state, row.body, row.name, row.evidence) == ("erased", "", "", "")
    assert (row.network, row.email_sealed, row.email_digest, row.notify) == ("", "", "", False)
    assert list(row.decisions.values_list("before", "after", "reason")) == [
        (state, "erased", "erased")
    ]


def test_no_table_holds_a_word_of_it(article: Article, max_: User) -> None:
    comment = submit(article, sent(CANARY, name=CANARY))
    edit(comment, sent(f"{CANARY} again"))
    comment.reports.create(writer="w", reason="other", note=CANARY)
    decide(comment, "rejected", by=max_, reason="abuse", note=f"You wrote: {CANARY}.")
    erase(comment)
    for model in (Comment, CommentRevision, Report, Decision, AuditEvent):
        assert CANARY not in str(list(model._default_manager.values()))


def test_steps_stay_when_their_words_go(article: Article, max_: User) -> None:
    comment = say(article, state="pending")
    told = decide(comment, "rejected", by=max_, reason="abuse", note="You wrote…")
    erase(comment)
    kept = Decision.objects.get(pk=told.pk)
    assert (kept.by, kept.at, kept.reason, kept.note) == (max_, told.at, "abuse", "")
    assert [step.after for step in comment.decisions.all()] == ["rejected", "erased"]


def test_no_report_waits_on_an_empty_place(article: Article) -> None:
    comment = say(article)
    comment.reports.create(writer="w", reason="other", note="It says…")
    erase(comment)
    assert (Report.objects.get().state, Report.objects.get().note) == ("dismissed", "")


def test_answers_keep_their_place(article: Article) -> None:
    parent = say(article)
    reply = say(article, "Me too.", parent=parent)
    erase(parent)
    assert Comment.objects.get(pk=reply.pk).parent == parent


def test_featured_comment_can_be_erased(article: Article) -> None:
    erase(say(article, featured=True))
    assert not Comment.objects.get().featured


def test_twice_is_once(article: Article) -> None:
    comment = say(article)
    assert erase(comment)
    assert erase(Comment.objects.get()) is None
    assert Decision.objects.count() == 1


def test_writer_wins_over_a_moderator_who_was_first(article: Article, max_: User) -> None:
    seen_by_writer = say(article, state="pending")
    decide(Comment.objects.get(), "published", by=max_)
    erase(seen_by_writer)
    assert Comment.objects.get().state == "erased"


def test_moderator_after_it_is_told(article: Article, max_: User) -> None:
    seen_by_max = say(article, state="pending")
    erase(Comment.objects.get())
    with pytest.raises(Overtaken, match="erased by its writer"):
        decide(seen_by_max, "published", by=max_)
