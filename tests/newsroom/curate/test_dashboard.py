"""The dashboard's figures."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Article, AuditEvent, Job
from newsroom.curate import dashboard
from newsroom.curate.dashboard import Reviewed, retry
from newsroom.curate.desk import Conflict
from tests.archive.discuss.mending import sentence, worded
from tests.factories import make_article, make_source, make_translation, publish
from tests.newsroom.curate.followed import make_feed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)


def came(at: datetime, slug: str = "files") -> Article:
    article = make_article(source=make_source(slug))
    Article.objects.filter(pk=article.pk).update(created_at=at)
    return article


def dead(key: str = "1", **fields: object) -> Job:
    fields.setdefault("kind", "translate")
    return Job.objects.create(key=key, state="dead", error="No ink.", failures=5, **fields)


class TestInflow:
    def test_every_day_of_30_has_its_bar(self) -> None:
        found = dashboard.inflow(NOW)
        assert (len(found.chart.bars), found.total) == (30, 0)
        assert (found.chart.since, found.chart.until) == ("16 June 2026", "15 July 2026")

    def test_articles_count_on_the_day_on_which_they_came(self) -> None:
        came(NOW)
        came(NOW - timedelta(hours=1))
        came(NOW - timedelta(days=29))
        came(NOW - timedelta(days=31))
        found = dashboard.inflow(NOW)
        assert [bar.count for bar in found.chart.bars] == [1, *[0] * 28, 2]
        assert found.total == 3

    def test_day_is_that_of_paris(self) -> None:
        came(datetime(2026, 7, 14, 22, 30, tzinfo=UTC))
        assert dashboard.inflow(NOW).chart.bars[-1].count == 1

    def test_what_is_not_nothing_is_seen(self) -> None:
        for _ in range(3):
            came(NOW)
        came(NOW - timedelta(days=2))
        assert all(bar.height > 0 for bar in dashboard.inflow(NOW).chart.filled)


class TestSources:
    def test_source_with_the_most_of_late_comes_first(self) -> None:
        came(NOW - timedelta(days=100), "old")
        came(NOW, "wire")
        last = NOW - timedelta(minutes=5)
        came(last, "wire")
        make_source("empty")
        told = [(each.source.slug, each.recent, each.last_at) for each in told_now()]
        assert told == [("wire", 2, last), ("old", 0, NOW - timedelta(days=100))]

    def test_source_with_a_failing_feed_comes_first_and_says_why(self) -> None:
        came(NOW, "wire")
        failing = came(NOW - timedelta(days=100), "old").source
        make_feed(failing, failures=2, problem="It answered 404.")
        first = told_now()[0]
        assert (first.source, first.health.failing) == (failing, 1)
        assert first.health.problem == "It answered 404."

    def test_no_more_are_told_than_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dashboard, "MOST_SOURCES", 1)
        came(NOW, "wire")
        came(NOW, "files")
        assert len(told_now()) == 1

    def test_queries_do_not_grow(self) -> None:
        make_feed(came(NOW).source)
        with CaptureQueriesContext(connection) as few:
            told_now()
        for n in range(3):
            make_feed(came(NOW, f"source-{n}").source, f"https://valmer.example/{n}")
        with CaptureQueriesContext(connection) as many:
            told_now()
        assert len(many) == len(few) == 7


def told_now() -> list[dashboard.SourceTold]:
    return dashboard.sources_told(NOW)


class TestReviewed:
    @pytest.fixture
    def in_part(self) -> Article:
        found = worded()
        make_translation(sentence(found), "By hand.", origin="editor", state="edited")
        publish(found)
        return found

    def test_sentences_by_machine_and_by_persons(self, in_part: Article) -> None:
        found = dashboard.sentences()
        assert (found.total, found.fully, found.machine) == (4, 1, 3)

    def test_sentence_that_two_worded_counts_once(self, in_part: Article) -> None:
        make_translation(sentence(in_part), "Again.", origin="editor", state="edited")
        assert dashboard.sentences().fully == 1

    def test_articles_wholly_in_part_and_not_at_all(self, in_part: Article) -> None:
        worded()
        whole = worded()
        for segment in whole.segments.alive():
            make_translation(segment, "By hand.", origin="editor", state="approved")
        publish(whole)
        found = dashboard.articles()
        assert (found.total, found.fully, found.partly, found.machine) == (3, 1, 1, 1)

    def test_hidden_article_does_not_count(self) -> None:
        worded(state="hidden")
        assert dashboard.articles().total == 0

    def test_shares_fill_the_bar(self) -> None:
        assert Reviewed(7, 2, 3).widths == (285, 429, 286)
        assert sum(Reviewed(7, 2, 3).widths) == 1000

    def test_empty_archive_has_an_empty_bar(self) -> None:
        assert Reviewed(0, 0).widths == (0, 0, 1000)


class TestJobs:
    def test_backlog_is_the_oldest_article_without_english(self) -> None:
        Job.objects.create(kind="translate", key="1", state="done")
        oldest = Job.objects.create(kind="translate", key="2", created_at=NOW)
        Job.objects.create(kind="translate", key="3")
        Job.objects.create(kind="tag", key="2", created_at=NOW - timedelta(days=1))
        found = dashboard.backlog()
        assert (found.untranslated, found.untranslated_count) == (oldest, 2)
        assert found.due is not None

    def test_nothing_lags_in_an_empty_ledger(self) -> None:
        assert dashboard.backlog() == dashboard.Backlog(None, 0, None)

    def test_kinds_by_state_with_the_oldest_due(self) -> None:
        now = timezone.now()
        due = now - timedelta(minutes=5)
        Job.objects.create(kind="tag", key="1", run_after=due)
        Job.objects.create(kind="tag", key="2", run_after=now + timedelta(hours=1))
        dead("3", kind="tag")
        Job.objects.create(kind="seek", key="1", state="done")
        assert dashboard.kinds(now) == [
            dashboard.Kind("seek", (0, 0, 1, 0), None),
            dashboard.Kind("tag", (2, 0, 0, 1), due),
        ]

    def test_article_of_a_job_is_told_by_its_kind(self) -> None:
        keys = [("translate", "7"), ("tag", "7"), ("letters", "7"), ("translate", "x")]
        found = [dashboard.article_of(Job(kind=kind, key=key)) for kind, key in keys]
        assert found == [7, 7, None, None]

    def test_no_more_dead_ones_than_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dashboard, "MOST_DEAD", 2)
        jobs = [dead(key) for key in "123"]
        assert dashboard.dead() == jobs[:0:-1]


class TestRetry:
    def test_dead_job_is_queued_and_the_act_noted(self, edith: User) -> None:
        job = dead("7")
        assert retry([job.pk], by=edith) == 1
        assert Job.objects.get().state == "queued"
        event = AuditEvent.objects.get()
        assert (event.act, event.target, event.actor) == ("retry job", f"job:{job.pk}", edith)
        assert event.details == {"kind": "translate", "key": "7"}

    def test_second_click_finds_it_dead_no_more(self, edith: User) -> None:
        job = dead()
        retry([job.pk], by=edith)
        with pytest.raises(Conflict):
            retry([job.pk], by=edith)
        assert (Job.objects.count(), AuditEvent.objects.count()) == (1, 1)

    def test_only_the_dead_ones_that_were_shown_are_queued(self, edith: User) -> None:
        shown, later = dead("1"), dead("2")
        running = Job.objects.create(kind="tag", key="1", state="done")
        assert retry([shown.pk, running.pk, 999], by=edith) == 1
        later.refresh_from_db()
        assert later.state == "dead"
