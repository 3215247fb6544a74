"""What one person wrote is found by a cookie or an address, and goes when they say so."""

import pytest
from django.contrib.auth.models import User

from archive.discuss import own_words, suggestions
from archive.discuss.desk import decide
from archive.discuss.own_words import Owner
from archive.discuss.sealing import digest_of
from archive.models import Article, Comment, Doubt, Report, Standing, Suggestion
from tests.archive.discuss.mailing import ROSA, SAM, suggested
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db
BY_COOKIE, BY_MAIL = Owner(writer="rosa"), Owner(email=digest_of(ROSA))


@pytest.fixture
def article() -> Article:
    return translated()


def everything(article: Article) -> None:
    """Two comments, a suggestion, a report and a doubt of Rosa's, and the same of Sam's."""
    for writer, address in (("rosa", ROSA), ("sam", SAM)):
        mine = say(article, f"Of {writer}.", writer=writer, email=address, network="n")
        mine.revisions.create(body="Earlier.")
        say(article, "Without an address.", writer=writer, parent=mine)
        fields = {"email_digest": digest_of(address), "name": writer, "note": "?"}
        wording = suggested(article, writer=writer, **fields)
        Report.objects.create(comment=mine, writer=writer, reason="other", note="Why.")
        Doubt.objects.create(translation=wording.base, writer=writer)


class TestFound:
    def test_cookie_finds_all_and_address_what_was_sent_with_it(self, article: Article) -> None:
        everything(article)
        found = [
            [
                ask(owner).count()
                for ask in (own_words.comments, own_words.of_suggestions, own_words.reports)
            ]
            for owner in (BY_COOKIE, BY_MAIL, Owner())
        ]
        assert found == [[2, 1, 1], [1, 1, 0], [0, 0, 0]]
        assert [own_words.doubts(owner).count() for owner in (BY_COOKIE, BY_MAIL)] == [1, 0]

    def test_nobody_owns_what_has_no_cookie_or_address(self, article: Article) -> None:
        say(article, writer="")
        assert not own_words.comments(Owner(writer="", email="")).exists()

    def test_standing_is_the_writers(self) -> None:
        made = Standing.objects.create(writer="rosa", kind="held", reason="Links.")
        assert own_words.standing(BY_COOKIE) == made
        assert own_words.standing(BY_MAIL) is None

    def test_address_is_the_one_that_was_last_given(self, article: Article) -> None:
        assert own_words.address(digest_of(ROSA)) == ""
        assert own_words.address("") == ""
        say(article, email=ROSA)
        say(article, email=ROSA.upper())
        assert own_words.address(digest_of(ROSA)) == ROSA.upper()

    def test_address_is_found_by_a_suggestion_alone(self, article: Article) -> None:
        suggested(article)
        assert own_words.address(digest_of(ROSA)) == ROSA


class TestErase:
    def test_all_of_one_writer_goes_and_nothing_of_anothers(self, article: Article) -> None:
        everything(article)
        erased = own_words.erase(BY_COOKIE)
        assert erased == own_words.Erased(2, 1, 1, 1, is_all=True)
        assert set(Comment.objects.filter(writer="rosa").values_list("state", "body", "name")) == {
            ("erased", "", "")
        }
        assert Comment.objects.filter(writer="sam", state="published").count() == 2
        left = Suggestion.objects.values_list("writer", "state", "text", "note", "name")
        assert sorted(left) == [
            ("", "withdrawn", "", "", ""),
            ("sam", "new", "A better one.", "?", "sam"),
        ]
        assert Report.objects.get().writer == Doubt.objects.get().writer == "sam"

    def test_all_with_one_address_goes(self, article: Article) -> None:
        everything(article)
        assert own_words.erase(BY_MAIL) == own_words.Erased(1, 1, 0, 0, is_all=True)
        assert not own_words.comments(BY_MAIL).exists()
        assert own_words.address(digest_of(ROSA)) == ""
        assert own_words.address(digest_of(SAM)) == SAM

    def test_twice_is_once(self, article: Article) -> None:
        everything(article)
        own_words.erase(BY_COOKIE)
        assert own_words.erase(BY_COOKIE) == own_words.Erased(0, 0, 0, 0, is_all=True)

    def test_of_very_much_a_part_goes_at_a_time(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own_words, "AT_ONCE", 2)
        for n in range(3):
            say(article, f"Comment {n}", writer="rosa")
        assert own_words.erase(BY_COOKIE) == own_words.Erased(2, 0, 0, 0, is_all=False)
        assert own_words.erase(BY_COOKIE) == own_words.Erased(1, 0, 0, 0, is_all=True)

    def test_what_others_and_moderators_said_of_it_goes_too(
        self, article: Article, max_: User
    ) -> None:
        comment = say(article, writer="rosa", state="pending")
        decide(comment, "published", by=max_, note="Canary")
        Report.objects.create(comment=comment, writer="sam", reason="other", note="Canary")
        own_words.erase(BY_COOKIE)
        assert Report.objects.get().note == ""
        assert set(comment.decisions.values_list("note", flat=True)) == {""}


class TestSuggestions:
    @pytest.mark.parametrize("state", ["superseded", "withdrawn", "rejected"])
    def test_settled_one_keeps_its_state_and_no_words(self, article: Article, state: str) -> None:
        suggestion = suggested(
            article, state=state, reason="You wrote “A better one.”", evidence="A better one."
        )
        own_words.forget(suggestion)
        suggestion.refresh_from_db()
        assert suggestion.state == state
        assert "better" not in str(vars(suggestion))
        assert suggestion.reason == own_words.GONE

    def test_accepted_wording_stays_without_a_name(self, article: Article, edith: User) -> None:
        suggestion = suggested(article, name="Rosa", writer="rosa")
        suggestions.accept(suggestion, by=edith, expected_base=suggestion.base_id)
        own_words.erase(BY_COOKIE)
        suggestion.refresh_from_db()
        assert (suggestion.state, suggestion.name, suggestion.text) == ("accepted", "", "")
        assert suggestion.translation
        assert suggestion.translation.text == "A better one."
