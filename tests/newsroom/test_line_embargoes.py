"""The line: articles whose time has come, from the sweep to readers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import ledger
from archive.models import Article, AuditEvent, Job
from newsroom import line, tasks
from newsroom.curate import desk
from tests.factories import make_article, make_translation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(edith: User) -> Article:
    """A scheduled article whose time has come, with its English."""
    article = make_article(state="hidden")
    for segment in article.segments.all():
        make_translation(segment)
    return planned(article, edith)


def planned(article: Article, by: User) -> Article:
    at = timezone.now() + timedelta(hours=1)
    desk.schedule(article.pk, at=at, by=by, expected=article.version)
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())
    article.refresh_from_db()
    return article


def state(article: Article) -> str:
    article.refresh_from_db()
    return article.state


def test_sweep_queues_it_and_a_worker_publishes_it(due: Article) -> None:
    tasks.sweep()
    assert Job.objects.get(kind="release").key == str(due.pk)
    assert ledger.run_due(line.RELEASE) == 1
    assert state(due) == "live"
    assert due.editions.count() == 1
    assert Job.objects.get(kind="release").state == "done"


def test_twice_is_once(due: Article) -> None:
    for _ in range(3):
        line.queue_embargoes()
        ledger.run_due(line.RELEASE)
    assert due.editions.count() == 1
    assert AuditEvent.objects.filter(act="go live").count() == 1


def test_sweep_leaves_a_waiting_job_to_its_own_time(edith: User) -> None:
    article = planned(make_article(state="hidden"), edith)
    line.queue_embargoes()
    ledger.run_due(line.RELEASE)
    job = Job.objects.get(kind="release")
    assert (job.state, job.failures) == ("queued", 0)
    assert "sentences have no English wording yet" in job.error
    line.queue_embargoes()
    assert Job.objects.get(kind="release").run_after == job.run_after
    assert state(article) == "scheduled"


def test_it_goes_live_as_soon_as_its_english_is_there(edith: User) -> None:
    article = planned(make_article(state="hidden"), edith)
    line.queue_embargoes()
    ledger.run_due(line.RELEASE)
    for segment in article.segments.all():
        make_translation(segment)
    ledger.bring_forward(line.RELEASE)
    ledger.run_due(line.RELEASE)
    assert state(article) == "live"


def test_one_without_english_stops_no_other(due: Article, edith: User) -> None:
    waiting = planned(make_article(state="hidden"), edith)
    line.queue_embargoes()
    assert ledger.run_due(line.RELEASE) == 2
    assert (state(due), state(waiting)) == ("live", "scheduled")


def test_nothing_due_queues_nothing() -> None:
    line.queue_embargoes()
    assert not Job.objects.exists()
