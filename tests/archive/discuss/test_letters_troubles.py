"""Letters: what hostile words and failing mail servers can do, and what they cannot."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import letters
from archive.discuss.letters import Undelivered, compose, deliver
from archive.discuss.sealing import seal
from archive.models import Article, Comment
from tests.archive.discuss.mailing import ROSA, SAM, asking, reply_to
from tests.archive.discuss.writing import translated
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db
EVIL = "The bridge\r\nBcc: sam@a.example\n\nBuy!"


@pytest.fixture
def article() -> Article:
    return translated()


class TestHeaders:
    def test_headline_cannot_write_headers(self) -> None:
        article = make_article()
        publish(article, {"Le pont rouvre": EVIL})
        deliver(f"reply:{reply_to(asking(article)).pk}")
        message = mail.outbox[0].message()
        assert message["Bcc"] is None
        assert mail.outbox[0].recipients() == [ROSA]
        assert "\n" not in mail.outbox[0].subject
        assert "The bridge Bcc: sam@a.example Buy!" in mail.outbox[0].subject

    @pytest.mark.parametrize(
        "address", [f"{ROSA}\nBcc: {SAM}", f"{ROSA}, {SAM}", f"{ROSA}\r\n\r\nBuy!", "rosa", ""]
    )
    def test_address_cannot_write_headers_or_name_two(self, article: Article, address: str) -> None:
        comment = asking(article)
        Comment.objects.filter(pk=comment.pk).update(email_sealed=seal(address) or "x")
        assert compose(f"reply:{reply_to(comment).pk}") is None


class TestTroubles:
    @pytest.fixture
    def failing(self, monkeypatch: pytest.MonkeyPatch, article: Article) -> Any:
        """Try to send a letter to a mail server that answers with the error."""

        def attempt(error: Exception) -> Undelivered:
            def refuse(self: EmailBackend, messages: list[EmailMessage]) -> int:
                raise error

            monkeypatch.setattr(EmailBackend, "send_messages", refuse)
            with pytest.raises(Undelivered) as raised:
                deliver(f"reply:{reply_to(asking(article)).pk}")
            assert raised.value.__suppress_context__
            return raised.value

        return attempt

    @pytest.mark.parametrize(
        "error",
        [
            smtplib.SMTPRecipientsRefused({ROSA: (451, f"{ROSA} is greylisted".encode())}),
            smtplib.SMTPDataError(554, f"<{ROSA}> no".encode()),
            smtplib.SMTPSenderRefused(550, b"no", ROSA),
            smtplib.SMTPServerDisconnected(ROSA),
            ConnectionRefusedError(111, ROSA),
            TimeoutError(ROSA),
        ],
    )
    def test_time_can_cure_it_and_no_address_is_told(self, failing: Any, error: Exception) -> None:
        undelivered = failing(error)
        assert not undelivered.permanent
        assert ROSA not in str(undelivered)

    def test_receiver_that_is_none_is_not_tried_again(self, failing: Any) -> None:
        error = smtplib.SMTPRecipientsRefused({ROSA: (550, f"no {ROSA}".encode())})
        undelivered = failing(error)
        assert undelivered.permanent
        assert str(undelivered) == "The mail server refused whom the letter is for (550)."

    def test_address_that_no_mail_can_carry_is_not_tried_again(self, failing: Any) -> None:
        undelivered = failing(ValueError(f"Invalid address {ROSA}"))
        assert undelivered.permanent
        assert ROSA not in str(undelivered)


class TestFiles:
    def test_letters_as_files_go_when_they_are_old_and_others_stay(
        self, settings: Settings, tmp_path: Any
    ) -> None:
        settings.EMAIL_FILE_PATH = str(tmp_path)
        for name in ("20260101-120000-140.log", "notes.log", "20260101-120000-140.txt"):
            (tmp_path / name).write_text(ROSA)
        assert letters.files(timezone.now() - timedelta(hours=1)) == []
        assert letters.drop_files(timezone.now() + timedelta(seconds=5)) == 1
        assert sorted(path.suffix for path in tmp_path.iterdir()) == [".log", ".txt"]

    def test_without_files_there_are_none(self, settings: Settings) -> None:
        settings.EMAIL_FILE_PATH = None
        assert letters.drop_files(timezone.now()) == 0
