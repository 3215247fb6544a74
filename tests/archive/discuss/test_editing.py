"""What a writer changes within ten minutes, and what becomes of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.discuss.desk import decide, edit, erase, is_approved, submit
from archive.discuss.pipeline import Refusal
from archive.discuss.writer import digest
from archive.models import Article, Comment, CommentRevision, Standing
from archive.search import outbox
from tests.archive.discuss.writing import WRITER, say, sent, translated

pytestmark = pytest.mark.django_db
LINKS = "https://a.example/ https://b.example/ https://c.example/"


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def published(article: Article) -> Comment:
    """A known writer's newest comment."""
    say(article, "Earlier.", writer=digest(WRITER))
    return submit(article, sent("I crosed it today."))


def way(comment: Comment) -> list[tuple[str, str, str]]:
    return list(comment.decisions.values_list("before", "after", "reason"))


class TestEdit:
    def test_new_text_stands_and_the_old_one_is_kept(self, published: Comment) -> None:
        edit(published, sent("I crossed it today."))
        row = Comment.objects.get(pk=published.pk)
        assert (row.state, row.body) == ("published", "I crossed it today.")
        assert row.edited_at
        assert row.published_at == published.published_at
        assert [r.body for r in row.revisions.all()] == ["I crosed it today."]
        assert way(row)[1:] == [("published", "published", "edited")]

    def test_search_is_told(self, published: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
        touched: list[int] = []
        monkeypatch.setattr(outbox, "touch", touched.append)
        edit(published, sent("I crossed it today."))
        assert touched == [published.article_id]

    def test_same_text_is_no_edit(self, published: Comment) -> None:
        edit(published, sent("I crosed it today."))
        assert not CommentRevision.objects.exists()
        assert Comment.objects.get(pk=published.pk).edited_at is None

    def test_same_text_may_be_said_to_be_french(self, published: Comment) -> None:
        edit(published, sent("I crosed it today.", language="fr"))
        row = Comment.objects.get(pk=published.pk)
        assert (row.language, row.edited_at) == ("fr", None)

    def test_name_and_address_stay(self, published: Comment) -> None:
        edit(published, sent("I crossed it.", name="Another", network="far", email="x@a.example"))
        row = Comment.objects.get(pk=published.pk)
        assert (row.name, row.network, row.email_sealed) == ("Rosa", "n", "")

    def test_ten_minutes_are_the_limit(self, published: Comment) -> None:
        Comment.objects.update(created_at=timezone.now() - timedelta(minutes=9, seconds=50))
        edit(published, sent("In time."))
        Comment.objects.update(created_at=timezone.now() - timedelta(minutes=10, seconds=1))
        words = "A comment can be changed for ten minutes after it was sent, and these are over."
        with pytest.raises(Refusal) as caught:
            edit(published, sent("Too late."))
        assert (caught.value.reason, caught.value.words) == ("late", words)
        assert Comment.objects.get(pk=published.pk).body == "In time."

    @pytest.mark.parametrize("state", ["rejected", "spam", "withdrawn", "erased"])
    def test_what_was_decided_on_cannot_be_changed(self, article: Article, state: str) -> None:
        comment = say(article, state=state)
        words = "This comment is neither on the page nor waiting, so it cannot be changed."
        with pytest.raises(Refusal, match=words):
            edit(comment, sent("Another."))
        assert not CommentRevision.objects.exists()

    def test_nobody_featured_the_new_text(self, published: Comment) -> None:
        Comment.objects.update(featured=True)
        edit(published, sent("Something else."))
        assert not Comment.objects.get(pk=published.pk).featured

    def test_article_out_of_sight_takes_no_edit(self, published: Comment) -> None:
        Article.objects.update(state="hidden")
        with pytest.raises(Refusal, match="takes no comments"):
            edit(published, sent("Another."))

    def test_answer_may_be_changed_though_what_it_answers_went(
        self, article: Article, published: Comment
    ) -> None:
        reply = submit(article, sent("Me to.", parent=published.pk))
        erase(published)
        assert edit(reply, sent("Me too.", parent=published.pk)).body == "Me too."


class TestSameRules:
    def test_refusal_changes_nothing(self, published: Comment) -> None:
        with pytest.raises(Refusal, match="at least two characters"):
            edit(published, sent("x"))
        row = Comment.objects.get(pk=published.pk)
        assert (row.body, row.edited_at) == ("I crosed it today.", None)
        assert not CommentRevision.objects.exists()

    def test_held_text_waits_with_its_evidence(self, published: Comment) -> None:
        edit(published, sent(LINKS))
        row = Comment.objects.get(pk=published.pk)
        assert (row.state, row.hold_reason) == ("pending", "links")
        assert row.evidence == f"3 links: {LINKS}"
        assert way(row)[1:] == [
            ("published", "published", "edited"),
            ("published", "pending", "links"),
        ]

    def test_trap_makes_spam_of_it(self, published: Comment) -> None:
        assert edit(published, sent("Cheap!", trap="x")).state == "spam"

    def test_text_that_was_mended_is_published(self, article: Article) -> None:
        say(article, "Earlier.", writer=digest(WRITER))
        comment = submit(article, sent(LINKS))
        assert comment.state == "pending"
        edit(comment, sent("I crossed it today."))
        row = Comment.objects.get(pk=comment.pk)
        assert (row.state, row.hold_reason, row.evidence) == ("published", "", "")
        assert row.published_at

    def test_comment_is_not_held_for_repeating_itself(self, published: Comment) -> None:
        edit(published, sent("I crosed it today!"))
        assert published.state == "published"

    def test_banned_writer_may_erase_but_not_change(self, published: Comment) -> None:
        Standing.objects.create(writer=published.writer, kind="banned", reason="Threats.")
        with pytest.raises(Refusal, match="You may not write here any more"):
            edit(published, sent("Another."))
        assert erase(published)

    def test_eleventh_edit_waits_ten_minutes(self, published: Comment) -> None:
        for n in range(10):
            edit(published, sent(f"I crossed it {n} times."))
        with pytest.raises(Refusal, match="Many edits came from you or from near you"):
            edit(published, sent("I crossed it often."))


class TestHeldByPeople:
    @pytest.mark.parametrize("reason", ["again", "reports"])
    def test_writer_does_not_get_out_what_people_held(
        self, published: Comment, reason: str
    ) -> None:
        Comment.objects.filter(pk=published.pk).update(
            state="pending", hold_reason=reason, evidence="why"
        )
        edit(published, sent("Something harmless."))
        row = Comment.objects.get(pk=published.pk)
        assert (row.state, row.hold_reason, row.evidence) == ("pending", reason, "why")
        assert row.body == "Something harmless."


class TestApproval:
    def test_edit_ends_it(self, article: Article, max_: User) -> None:
        comment = submit(article, sent("A harmless first comment."))
        decide(comment, "published", by=max_)
        assert is_approved(comment)
        edit(comment, sent("Something else altogether."))
        assert not is_approved(comment)

    def test_new_writer_does_not_pass_by_the_comment_that_was_approved(
        self, article: Article, max_: User
    ) -> None:
        comment = submit(article, sent("A harmless first comment."))
        decide(comment, "published", by=max_)
        edit(comment, sent("Something else altogether."))
        assert (comment.state, comment.hold_reason) == ("pending", "first")
