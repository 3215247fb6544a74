"""What the line does for readers who write: letters, retention, scrubbing."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from archive import ledger
from archive.discuss import scrubbing
from archive.discuss.desk import erase
from archive.models import Comment, Job
from newsroom import line
from tests.archive.discuss.mailing import ROSA, asking, reply_to
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


def due(comment: Comment) -> None:
    with transaction.atomic():
        ledger.enqueue("letters", f"reply:{comment.pk}")


def jobs(kind: str) -> list[tuple[str, str, int]]:
    return list(Job.objects.filter(kind=kind).values_list("key", "state", "failures"))


class TestLetters:
    def test_letter_is_sent_once(self) -> None:
        due(reply_to(asking(translated())))
        for _ in range(2):
            ledger.run_due("letters")
        assert [sent.to for sent in mail.outbox] == [[ROSA]]

    def test_what_there_is_no_letter_for_is_done(self) -> None:
        comment = reply_to(asking(translated()))
        due(comment)
        erase(comment)
        ledger.run_due("letters")
        assert jobs("letters") == [(f"reply:{comment.pk}", "done", 0)]
        assert mail.outbox == []

    def test_failing_letter_is_tried_again_later_and_stops_no_other(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        replies = [reply_to(asking(translated())) for _ in range(3)]
        for reply in replies:
            due(reply)
        send, calls = EmailBackend.send_messages, []

        def first_fails(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
            calls.append(messages)
            if len(calls) == 1:
                raise ConnectionRefusedError(111, ROSA)
            return int(send(self, messages))

        monkeypatch.setattr(EmailBackend, "send_messages", first_fails)
        monkeypatch.setattr(logging.getLogger("archive"), "propagate", True)
        assert ledger.run_due("letters") == 3
        assert sorted(state for _, state, _ in jobs("letters")) == ["done", "done", "queued"]
        (job,) = Job.objects.filter(failures=1)
        assert job.run_after > timezone.now() + timedelta(seconds=10)
        assert job.error == "No mail server took the letter (ConnectionRefusedError)."
        assert job.error in caplog.text
        assert ROSA not in caplog.text
        ledger.bring_forward("letters")
        ledger.run_due("letters")
        assert len(mail.outbox) == 3

    def test_letter_that_cannot_be_written_is_shown_to_operators(self) -> None:
        with transaction.atomic():
            ledger.enqueue("letters", "postcard:1")
        for _ in range(ledger.MOST_FAILURES):
            ledger.bring_forward("letters")
            ledger.run_due("letters")
        assert jobs("letters") == [("postcard:1", "dead", 5)]

    def test_no_transaction_is_open_while_a_letter_is_sent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        due(reply_to(asking(translated())))
        depth = len(connection.savepoint_ids)
        seen: list[int] = []
        monkeypatch.setattr(
            EmailBackend,
            "send_messages",
            lambda *_: seen.append(len(connection.savepoint_ids) - depth),
        )
        ledger.run_due("letters")
        assert seen == [0]


class TestRetention:
    def test_it_is_queued_once_a_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = datetime(2026, 3, 10, 23, 59, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        for _ in range(3):
            line.queue_daily()
            ledger.run_due("retention")
        assert jobs("retention") == [("2026-03-10", "done", 0)]
        now += timedelta(minutes=2)
        line.queue_daily()
        assert jobs("retention")[1:] == [("2026-03-11", "queued", 0)]

    def test_day_that_went_wrong_does_not_stop_the_next(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line.queue_daily()
        Job.objects.update(state="dead", finished_at=timezone.now(), error="x")
        line.queue_daily()
        assert len(jobs("retention")) == 1
        tomorrow = timezone.now() + timedelta(days=1)
        monkeypatch.setattr(timezone, "now", lambda: tomorrow)
        line.queue_daily()
        assert sorted(state for _, state, _ in jobs("retention")) == ["dead", "queued"]

    def test_it_lets_go_what_is_due(self) -> None:
        say(translated(), state="spam", created_at=timezone.now() - timedelta(days=31))
        line.queue_daily()
        ledger.run_due("retention")
        assert not Comment.objects.exists()

    def test_worker_that_stops_hands_it_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        say(translated(), state="spam", created_at=timezone.now() - timedelta(days=31))
        line.queue_daily()
        monkeypatch.setattr(ledger._stop, "is_set", iter([False, True, True]).__next__)
        ledger.run_due("retention")
        assert [(state, failures) for _, state, failures in jobs("retention")] == [("queued", 0)]


def test_erasing_has_the_database_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(scrubbing, "scrub", lambda: done.append(1))
    erase(say(translated()))
    ledger.run_due("scrub")
    assert done == ([1] if connection.vendor == "sqlite" else [])
