"""Scheduled articles go live by themselves: at their time, once, and with all their English."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import editions, embargoes, ledger
from archive.models import Article, AuditEvent, Job, SearchOutbox
from newsroom.curate import desk
from tests.factories import make_article, make_source, make_translation

pytestmark = pytest.mark.django_db


def scheduled(by: User, *, minutes: int = -1, worded: bool = True) -> Article:
    """An article whose time comes in so many minutes."""
    source = make_source("agence", release="review")
    article = make_article(state="hidden", source=source)
    for segment in article.segments.all()[: None if worded else 1]:
        make_translation(segment)
    soon = timezone.now() + timedelta(hours=1)
    desk.schedule(article.pk, at=soon, by=by, expected=article.version)
    at = timezone.now() + timedelta(minutes=minutes)
    Article.objects.filter(pk=article.pk).update(publish_at=at)
    article.refresh_from_db()
    return article


def test_article_whose_time_has_come_is_published_once(edith: User) -> None:
    article = scheduled(edith)
    assert embargoes.release(article.pk)
    assert not embargoes.release(article.pk)
    assert Article.objects.translated().get() == article
    assert article.editions.count() == 1
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()
    article.refresh_from_db()
    assert article.publish_at is None


def test_audit_says_who_planned_it_and_names_no_actor(edith: User) -> None:
    article = scheduled(edith)
    embargoes.release(article.pk)
    event = AuditEvent.objects.get(act="go live")
    assert event.actor is None
    assert event.details["said"] == "as planned by edith"
    assert (event.details["before"], event.details["edition"]) == ("scheduled", 1)
    assert article.editions.get().by is None


@pytest.mark.parametrize("act", ["not yet", "unschedule", "publish", "another time"])
def test_what_is_no_longer_due_is_left_alone(edith: User, act: str) -> None:
    article = scheduled(edith, minutes=1 if act == "not yet" else -1)
    if act == "another time":
        later = timezone.now() + timedelta(hours=2)
        desk.schedule(article.pk, at=later, by=edith, expected=article.version)
    elif act != "not yet":
        getattr(desk, act)(article.pk, by=edith, expected=article.version)
    article.refresh_from_db()
    before = (article.state, article.version, AuditEvent.objects.count())
    assert not embargoes.release(article.pk)
    article.refresh_from_db()
    assert (article.state, article.version, AuditEvent.objects.count()) == before


def test_article_that_is_gone_is_left_alone() -> None:
    assert not embargoes.release(99_999)


def test_untranslated_one_waits_and_nothing_is_written(edith: User) -> None:
    article = scheduled(edith, worded=False)
    with pytest.raises(editions.Incomplete):
        embargoes.release(article.pk)
    before = article.version
    article.refresh_from_db()
    assert (article.state, article.version) == ("scheduled", before)
    assert not AuditEvent.objects.filter(act="go live").exists()


def test_only_those_whose_time_has_come_are_due(edith: User) -> None:
    first, _ = scheduled(edith), scheduled(edith, minutes=5)
    assert embargoes.unqueued() == [str(first.pk)]


@pytest.mark.parametrize("state", ["queued", "running", "dead"])
def test_one_that_a_job_knows_of_is_not_queued_again(edith: User, state: str) -> None:
    article = scheduled(edith)
    ledger.enqueue(embargoes.RELEASE, str(article.pk))
    if state == "running":
        assert ledger.claim(embargoes.RELEASE, at_most=1)
    Job.objects.filter(state="queued").update(state=state)
    assert embargoes.unqueued() == []


@pytest.mark.parametrize("state", ["done", "dead"])
def test_job_of_an_earlier_time_does_not_count(edith: User, state: str) -> None:
    article = scheduled(edith)
    earlier = timezone.now() - timedelta(days=1)
    Job.objects.create(kind=embargoes.RELEASE, key=str(article.pk), state=state, created_at=earlier)
    assert embargoes.unqueued() == [str(article.pk)]


def test_whoever_scheduled_it_last_planned_it(edith: User, max_: User) -> None:
    article = scheduled(edith)
    soon = timezone.now() + timedelta(hours=1)
    desk.schedule(article.pk, at=soon, by=max_, expected=article.version)
    assert embargoes.planned_by(article.pk) == "max"
    assert embargoes.planned_by(99_999) == ""
