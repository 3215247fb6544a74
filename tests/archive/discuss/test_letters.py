"""Letters: to whom they go, and to whom they do not."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import letters, mail_links
from archive.discuss.desk import decide, erase
from archive.discuss.letters import compose, deliver
from archive.models import Article, MailLink, Segment
from tests.archive.discuss.mailing import ROSA, SAM, asking, composed, reply_to, suggested
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


class TestReply:
    def test_who_asked_is_told_where_it_stands_and_how_to_end_it(self, article: Article) -> None:
        parent = asking(article)
        reply = reply_to(parent)
        assert deliver(f"reply:{reply.pk}")
        (sent,) = mail.outbox
        assert sent.to == [ROSA]
        assert sent.subject == "A reply to your comment on “The bridge reopens”"
        assert f"http://127.0.0.1:8000/comments/{reply.pk}/\n" in sent.body
        quiet = f"http://127.0.0.1:8000{letters.quiet_address(parent)}"
        assert f"{quiet}\n" in sent.body
        assert sent.extra_headers["List-Unsubscribe"] == f"<{quiet}>"
        assert sent.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_letter_holds_nobodys_words_or_name(self, article: Article) -> None:
        parent = asking(article, body="Canary one", name="Canary two")
        letter = composed(f"reply:{reply_to(parent, name='Canary three').pk}")
        assert "Canary" not in letter.subject + letter.body
        assert "Me too" not in letter.body

    def test_one_click_is_offered_to_mail_programs_where_the_site_is_https(
        self, article: Article, settings: Settings
    ) -> None:
        key = f"reply:{reply_to(asking(article)).pk}"
        assert "List-Unsubscribe-Post" not in composed(key).headers
        settings.SITE_URL = "https://a.example"
        headers = composed(key).headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["List-Unsubscribe"].startswith("<https://a.example/comments/")

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn"])
    def test_reply_that_readers_do_not_see_is_told_to_nobody(
        self, article: Article, state: str
    ) -> None:
        assert compose(f"reply:{reply_to(asking(article), state=state).pk}") is None

    @pytest.mark.parametrize("fields", [{"writer": "rosa"}, {"email": "ROSA@a.example"}])
    def test_own_reply_is_no_news(self, article: Article, fields: dict[str, str]) -> None:
        assert compose(f"reply:{reply_to(asking(article), **fields).pk}") is None

    def test_two_without_a_cookie_are_not_one(self, article: Article) -> None:
        assert compose(f"reply:{reply_to(asking(article, writer=''), writer='').pk}")

    def test_who_did_not_ask_is_left_alone(self, article: Article) -> None:
        assert compose(f"reply:{reply_to(asking(article, notify=False)).pk}") is None
        assert compose(f"reply:{say(article).pk}") is None

    def test_nobody_is_told_of_what_they_erased_or_was_taken_back(
        self, article: Article, max_: Any
    ) -> None:
        first, second = asking(article), asking(article)
        keys = [f"reply:{reply_to(parent).pk}" for parent in (first, second)]
        erase(first)
        decide(second, "withdrawn", by=max_, reason="abuse")
        assert [compose(key) for key in keys] == [None, None]

    @pytest.mark.parametrize("state", ["hidden", "withdrawn"])
    def test_article_out_of_sight_is_not_spoken_of(self, article: Article, state: str) -> None:
        key = f"reply:{reply_to(asking(article)).pk}"
        Article.objects.update(state=state, withdrawn_reason="x")
        assert compose(key) is None

    def test_letters_end_with_one_click(self, article: Article) -> None:
        parent = asking(article)
        letters.quiet(parent.pk)
        assert compose(f"reply:{reply_to(parent).pk}") is None

    def test_token_ends_the_letters_of_its_comment_alone(self, article: Article) -> None:
        parent = asking(article)
        token = letters.quiet_address(parent).rstrip("/").rsplit("/", 1)[1]
        assert letters.may_quiet(parent.pk, token)
        assert not letters.may_quiet(parent.pk + 1, token)
        assert not letters.may_quiet(parent.pk, "é")


class TestOutcome:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("accepted", "An editor accepted your wording: readers see it now."),
            ("accepted_edited", "An editor accepted your wording with changes"),
            ("superseded", "An editor gave the sentence another wording"),
        ],
    )
    def test_writer_is_told(self, article: Article, state: str, words: str) -> None:
        made = Segment.objects.latest("pk").translations.get() if "accept" in state else None
        suggestion = suggested(article, state=state, translation=made)
        letter = composed(f"outcome:{suggestion.pk}")
        assert letter.to == ROSA
        assert words in letter.body
        assert f"/articles/{article.pk}/s/{suggestion.segment.uid}/" in letter.body

    def test_refusal_comes_with_its_reason_on_one_line(self, article: Article) -> None:
        suggestion = suggested(article, state="rejected", reason="It says <less>\n& more.")
        letter = composed(f"outcome:{suggestion.pk}")
        assert "The reason: It says <less> & more.\n" in letter.body

    def test_letter_holds_nothing_that_the_reader_wrote(self, article: Article) -> None:
        suggestion = suggested(
            article, state="rejected", reason="No.", name="Canary", note="Canary"
        )
        letter = composed(f"outcome:{suggestion.pk}")
        assert "Canary" not in letter.body
        assert "A better one." not in letter.body

    @pytest.mark.parametrize("fields", [{}, {"state": "withdrawn"}, {"email_sealed": ""}])
    def test_nothing_is_told_of_nothing(self, article: Article, fields: dict[str, str]) -> None:
        assert compose(f"outcome:{suggested(article, **fields).pk}") is None

    def test_headline_out_of_sight_is_not_named(self, article: Article) -> None:
        suggestion = suggested(article, state="rejected", reason="No.")
        Article.objects.update(state="hidden")
        letter = composed(f"outcome:{suggestion.pk}")
        assert "bridge" not in letter.body
        assert "/articles/" not in letter.body


class TestLink:
    def link_for(self, address: str) -> MailLink:
        mail_links.ask(address)
        return MailLink.objects.latest("pk")

    def test_letter_leads_to_what_was_written(self, article: Article) -> None:
        asking(article)
        link = self.link_for(ROSA)
        letter = composed(f"link:{link.pk}")
        assert f"/comments/by-mail/{mail_links.token(link)}/\n" in letter.body

    def test_suggestion_is_reason_enough(self, article: Article) -> None:
        suggested(article)
        assert compose(f"link:{self.link_for(ROSA).pk}")

    def test_unknown_address_gets_no_letter(self, article: Article) -> None:
        asking(article)
        assert not deliver(f"link:{self.link_for(SAM).pk}")
        assert mail.outbox == []

    def test_letter_goes_to_the_address_that_came_with_the_words(self, article: Article) -> None:
        # Two spellings of one digest may be two mailboxes: it is never the asker who chooses.
        asking(article, email="strasse@a.example")
        letter = composed(f"link:{self.link_for('straße@a.example').pk}")
        assert letter.to == "strasse@a.example"

    def test_link_that_is_over_is_not_sent(self, article: Article) -> None:
        asking(article)
        used, old = self.link_for(ROSA), self.link_for(ROSA)
        mail_links.consume(used)
        long_ago = timezone.now() - timedelta(hours=1)
        MailLink.objects.filter(pk=old.pk).update(
            made_at=long_ago, expires_at=long_ago + mail_links.VALID_FOR
        )
        assert [compose(f"link:{link.pk}") for link in (used, old)] == [None, None]

    def test_letter_to_what_was_erased_is_not_sent(self, article: Article) -> None:
        comment = asking(article)
        link = self.link_for(ROSA)
        erase(comment)
        assert compose(f"link:{link.pk}") is None
