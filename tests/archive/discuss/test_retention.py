"""What is kept for a time only goes when the time is over, and not a day before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import mail_links, notices, retention, writer
from archive.discuss.desk import decide, erase
from archive.discuss.thread import thread
from archive.models import (
    Article,
    AuditEvent,
    Comment,
    DayViews,
    Decision,
    MailLink,
    NetworkKey,
    Report,
    SearchOutbox,
    Suggestion,
)
from archive.reading import read
from tests.archive.discuss.mailing import suggested
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The time, which stands still until a test moves it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, real = NOON, timezone.now
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        for model in apps.get_app_config("archive").get_models():
            for field in model._meta.fields:
                if field.default is real:
                    monkeypatch.setitem(vars(field), "_get_default", lambda: self.now)

    def pass_(self, **by: float) -> None:
        self.now += timedelta(**by)


def gone(**counts: int) -> dict[str, int]:
    """What a run let go, of all that it looks for."""
    named = {name.replace("_", " "): n for name, n in counts.items()}
    return dict.fromkeys(retention.due(), 0) | named


class TestNetworks:
    def test_key_is_destroyed_within_seven_days_even_if_a_day_is_missed(self, clock: Clock) -> None:
        clock.now = datetime(2026, 3, 10, 0, 0, 1, tzinfo=UTC)
        writer.network("203.0.113.7")
        made = clock.now
        for _ in range(5):
            clock.pass_(days=1)
            retention.run()
            assert NetworkKey.objects.exists()
        clock.pass_(hours=47)  # the clockwork stood still meanwhile
        retention.run()
        assert not NetworkKey.objects.exists()
        assert clock.now - made < timedelta(days=7)

    def test_digests_go_with_their_key_and_todays_stay(
        self, article: Article, clock: Clock
    ) -> None:
        comment = say(article, network=writer.network("203.0.113.7"))
        Report.objects.create(comment=comment, writer="w", reason="other", network="n")
        suggested(article, network="n")
        clock.pass_(days=6)
        today = say(article, network=writer.network("203.0.113.7"))
        assert retention.run() == gone(
            network_keys=1, networks_of_comments=1, networks_of_reports=1, networks_of_suggestions=1
        )
        rows: list[Any] = [Comment.objects.get(pk=comment.pk), *Report.objects.all()]
        assert [row.network for row in (*rows, *Suggestion.objects.all())] == ["", "", ""]
        assert Comment.objects.get(pk=today.pk).network == writer.network("203.0.113.7") != ""

    def test_every_column_of_networks_is_looked_after(self) -> None:
        holding = {
            model.__name__.lower()
            for model in apps.get_app_config("archive").get_models()
            if "network" in {field.name for field in model._meta.fields}
        }
        assert holding == {name for name, _, _ in retention.NETWORKS}


class TestComments:
    def test_spam_goes_after_thirty_days(self, article: Article, clock: Clock) -> None:
        say(article, state="spam")
        clock.pass_(days=29, hours=23)
        assert retention.run() == gone()
        clock.pass_(hours=2)
        assert retention.run() == gone(comments_taken_for_spam=1)
        assert not Comment.objects.exists()

    def test_time_counts_from_the_decision(
        self, article: Article, max_: User, clock: Clock
    ) -> None:
        comment = say(article)
        clock.pass_(days=100)
        decide(comment, "spam", by=max_, reason="advert")
        clock.pass_(days=29)
        assert retention.run() == gone()
        clock.pass_(days=2)
        assert retention.run() == gone(comments_taken_for_spam=1)

    def test_refused_one_goes_after_ninety_days_and_its_decision_stays_to_be_counted(
        self, article: Article, max_: User, clock: Clock
    ) -> None:
        comment = say(article, "Canary", state="pending", name="Canary", email="canary@a.example")
        decide(comment, "rejected", by=max_, reason="abuse", note="Canary")
        clock.pass_(days=89)
        assert retention.run() == gone()
        clock.pass_(days=2)
        assert retention.run() == gone(refused_comments=1)
        comment.refresh_from_db()
        assert (comment.state, comment.body, comment.name) == ("erased", "", "")
        assert "anary" not in str([vars(row) for row in (comment, *Decision.objects.all())])
        steps = list(Decision.objects.values_list("after", "reason", "by"))
        assert steps == [("rejected", "abuse", max_.pk), ("erased", "let go", None)]
        assert AuditEvent.objects.count() == 1

    def test_whom_it_hit_is_not_told_that_they_erased_it(
        self, article: Article, max_: User, clock: Clock
    ) -> None:
        comment = say(article)
        reply = say(article, "Yes.", parent=comment)
        decide(comment, "spam", by=max_, reason="advert")
        clock.pass_(days=31)
        retention.run()
        (told,) = notices.tell([Comment.objects.get(pk=comment.pk)])
        assert told.words == notices.OVER
        shown = {node.comment.pk: node.gone for node in thread(read(article)).nodes}
        assert shown == {comment.pk: "A moderator took this comment back.", reply.pk: ""}

    def test_answers_of_one_go_before_it(self, article: Article, clock: Clock) -> None:
        parent = say(article, state="spam")
        say(article, "And me.", parent=parent, state="spam")
        clock.pass_(days=31)
        retention.run()
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("state", ["pending", "published", "withdrawn"])
    def test_others_stay(self, article: Article, clock: Clock, state: str) -> None:
        say(article, state=state)
        clock.pass_(days=400)
        assert retention.run() == gone()
        assert Comment.objects.get().body

    def test_search_hears_of_it(self, article: Article, clock: Clock) -> None:
        say(article, state="spam")
        SearchOutbox.objects.all().delete()
        clock.pass_(days=31)
        retention.run()
        assert SearchOutbox.objects.get().article_id == article.pk


class TestOthers:
    @pytest.mark.parametrize("state", ["rejected", "superseded", "withdrawn"])
    def test_suggestion_not_taken_goes_after_ninety_days(
        self, article: Article, clock: Clock, state: str
    ) -> None:
        suggested(article, state=state, reason="No.", decided_at=NOON + timedelta(days=5))
        clock.pass_(days=94)
        assert retention.run() == gone()
        clock.pass_(days=2)
        assert retention.run() == gone(suggestions_not_taken=1)
        assert not Suggestion.objects.exists()

    def test_suggestion_like_spam_goes_after_thirty_days(
        self, article: Article, clock: Clock
    ) -> None:
        suggested(article, hold_reason="honeypot")
        waiting = suggested(article, hold_reason="links")
        clock.pass_(days=31)
        assert retention.run() == gone(suggestions_like_spam=1)
        assert Suggestion.objects.get() == waiting

    def test_links_go_after_a_day(self, clock: Clock) -> None:
        mail_links.ask("rosa@a.example")
        clock.pass_(hours=23)
        assert retention.run() == gone()
        clock.pass_(hours=2)
        assert retention.run() == gone(mail_links=1)
        assert not MailLink.objects.exists()

    def test_notes_of_settled_reports_go_after_ninety_days(
        self, article: Article, clock: Clock
    ) -> None:
        comment = say(article)
        for state in ("open", "upheld", "dismissed"):
            fields = {"reason": "other", "note": "Why.", "state": state}
            Report.objects.create(comment=comment, writer=state, **fields)
        clock.pass_(days=91)
        assert retention.run() == gone(notes_of_reports=2)
        assert set(Report.objects.values_list("state", "note")) == {
            ("open", "Why."),
            ("upheld", ""),
            ("dismissed", ""),
        }

    def test_letters_as_files_go_after_a_day(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
    ) -> None:
        settings.EMAIL_FILE_PATH = str(tmp_path)
        (tmp_path / "20260101-120000-140.log").write_text("To: rosa@a.example")
        clock.now = datetime.now(UTC) + timedelta(hours=25)
        assert retention.due() == gone(letters_kept_as_files=1)
        assert retention.run() == gone(letters_kept_as_files=1)
        assert list(tmp_path.iterdir()) == []

    def test_counts_of_openings_stay(self, article: Article, clock: Clock) -> None:
        DayViews.objects.create(article=article, day=NOON.date(), count=3)
        clock.pass_(days=4000)
        assert retention.run() == gone()
        assert DayViews.objects.get().count == 3


class TestSteps:
    def test_twice_is_once(self, article: Article, clock: Clock) -> None:
        say(article, state="spam")
        mail_links.ask("rosa@a.example")
        clock.pass_(days=31)
        assert retention.due() == retention.run() == gone(comments_taken_for_spam=1, mail_links=1)
        assert retention.run() == gone()

    def test_very_much_goes_in_small_steps(
        self, article: Article, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retention, "STEP", 2)
        for n in range(5):
            say(article, f"Buy {n}", state="spam")
        clock.pass_(days=31)
        left: list[int] = []
        retention.run(between=lambda: left.append(Comment.objects.count()))
        assert left == [3, 1, 0]

    def test_what_a_moderator_takes_up_meanwhile_is_spared(
        self, article: Article, clock: Clock, max_: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(retention, "STEP", 1)
        first, _ = say(article, state="spam"), say(article, "Buy", state="spam")
        clock.pass_(days=31)
        published = False

        def publish() -> None:
            nonlocal published
            if not published:
                decide(first, "published", by=max_)
                published = True

        retention.run(between=publish)
        assert list(Comment.objects.values_list("pk", "state")) == [(first.pk, "published")]

    def test_erased_by_its_writer_is_let_be(self, article: Article, clock: Clock) -> None:
        erase(say(article, state="rejected"))
        clock.pass_(days=400)
        assert retention.run() == gone()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "nothing"),
        ({"network_keys": 1}, "1 network key"),
        ({"network_keys": 2, "mail_links": 1}, "2 network keys and 1 mail link"),
        (
            {"network_keys": 1, "refused_comments": 1200, "mail_links": 3},
            "1 network key, 1,200 refused comments and 3 mail links",
        ),
    ],
)
def test_it_is_said_in_words(counts: dict[str, int], words: str) -> None:
    assert retention.sentence(gone(**counts)) == words
