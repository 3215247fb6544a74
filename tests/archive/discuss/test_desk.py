"""How a comment comes in: written whole or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.discuss.desk import erase, submit
from archive.discuss.pipeline import RATE_WINDOW, Refusal
from archive.discuss.sealing import unseal
from archive.discuss.writer import digest
from archive.models import Article, Comment, Decision, Job, Standing, WatchWord
from archive.search import outbox
from tests.archive.discuss.writing import WRITER, say, sent, translated

pytestmark = pytest.mark.django_db
# Each says something else, so that none is like another.
SAID = [
    "The river was low all summer.",
    "Nobody asked the people who live there.",
    "My bus takes forty minutes now!",
    "What will it cost in the end?",
    "A fine piece, thank you.",
    "The mayor promised this in spring.",
]


@pytest.fixture
def article() -> Article:
    return translated()


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

    def test_known_writer_is_published_at_once(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        touched: list[int] = []
        monkeypatch.setattr(outbox, "touch", touched.append)
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

    def test_watched_word_waits_with_the_word(self, article: Article) -> None:
        WatchWord.objects.create(text="Casino", folded="casino")
        comment = submit(article, sent("To the casino!"))
        assert (comment.hold_reason, comment.evidence) == ("words", "“casino” in the text")

    def test_refusal_stores_nothing(self, article: Article) -> None:
        with pytest.raises(Refusal):
            submit(article, sent("x"))
        assert not Comment.objects.exists()
        assert not Decision.objects.exists()

    def test_suspended_writer_is_told_and_nothing_is_stored(self, article: Article) -> None:
        until = timezone.now() + timedelta(days=1)
        Standing.objects.create(
            writer=digest(WRITER), kind="suspended", until=until, reason="Insults."
        )
        with pytest.raises(Refusal, match=r"You may not write here until .* The reason: Insults\."):
            submit(article, sent())
        assert not Comment.objects.exists()

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

    def test_closed_article_takes_none(self, article: Article) -> None:
        Article.objects.update(comments_closed=True)
        with pytest.raises(Refusal, match="comments on this article are closed"):
            submit(article, sent())

    def test_address_is_kept_sealed(self, article: Article) -> None:
        comment = submit(article, sent(email="Rosa@a.example", notify=True, language="fr"))
        assert unseal(comment.email_sealed) == "Rosa@a.example"
        assert (comment.notify, comment.language) == (True, "fr")

    def test_no_letter_is_promised_without_an_address(self, article: Article) -> None:
        assert not submit(article, sent(notify=True)).notify

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
        first = submit(article, sent())
        again = submit(translated(), sent())
        evidence = f"The same words as comment {first.pk}"
        assert (again.hold_reason, again.evidence) == ("repeated", evidence)

    def test_same_words_a_day_later_are_new(self, article: Article) -> None:
        submit(article, sent())
        age_all(timedelta(hours=25))
        assert submit(article, sent()).hold_reason == "first"
        assert Comment.objects.count() == 2

    def test_erased_words_may_be_written_again(self, article: Article) -> None:
        erase(submit(article, sent()))
        assert submit(article, sent()).hold_reason == "first"


class TestRate:
    def test_sixth_of_a_writer_waits_ten_minutes(self, article: Article) -> None:
        for n, text in enumerate(SAID[:5]):
            submit(article, sent(text, network=f"network {n}"))
        with pytest.raises(Refusal, match="Wait ten minutes"):
            submit(article, sent(SAID[5], network="another"))
        age_all(RATE_WINDOW)
        submit(article, sent(SAID[5], network="another"))

    def test_erasing_makes_no_room(self, article: Article) -> None:
        for text in SAID[:5]:
            erase(submit(article, sent(text)))
        with pytest.raises(Refusal, match="Wait ten minutes"):
            submit(article, sent(SAID[5]))

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


class TestLetter:
    def reply(self, *, notify: bool, known: bool = True) -> Comment:
        article = translated()
        parent = say(article, "Who crossed it?", email="max@a.example", notify=notify)
        if known:
            say(article, "Earlier.", writer=digest(WRITER))
        return submit(article, sent("I did.", parent=parent.pk))

    def letters(self) -> list[str]:
        return list(Job.objects.filter(kind="letters").values_list("key", flat=True))

    def test_letter_is_due_once_a_reply_is_published(self) -> None:
        reply = self.reply(notify=True)
        assert self.letters() == [f"reply:{reply.pk}"]

    def test_reply_that_waits_is_no_news(self) -> None:
        self.reply(notify=True, known=False)
        assert not self.letters()

    def test_nobody_is_written_to_who_did_not_ask(self) -> None:
        self.reply(notify=False)
        assert not self.letters()
