"""Embargoes: articles that go live by themselves, at a time that an editor set."""

from __future__ import annotations

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from archive import audit, editions
from archive.models import Article, AuditEvent, Job
from archive.models.article import ArticleQuerySet
from archive.search import outbox

RELEASE = "release"  # the kind of job whose key is an article's number
SCHEDULE = "schedule"
MOST_DUE = 1000  # articles that one sweep queues


def over() -> ArticleQuerySet:
    """Scheduled articles whose time has come."""
    return Article.objects.filter(state=Article.State.SCHEDULED, publish_at__lte=timezone.now())


def unqueued() -> list[str]:
    """The keys of those for which no job waits or runs, and none died since their time came."""
    jobs = Job.objects.filter(kind=RELEASE, key=OuterRef("key"))
    known = jobs.filter(
        Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])
        | Q(state=Job.State.DEAD, created_at__gte=OuterRef("publish_at"))
    )
    due = over().alias(key=Cast("pk", CharField())).filter(~Exists(known))
    ids = due.order_by("publish_at", "pk").values_list("pk", flat=True)
    return [str(pk) for pk in ids[:MOST_DUE]]


@transaction.atomic
def release(article_id: int) -> bool:
    """Show readers the article, if its time has come and it is scheduled still; else False.

    Raises editions.Incomplete while a sentence has no English: it waits, and nothing is written.
    """
    article = over().select_for_update().filter(pk=article_id).first()
    if article is None or article.publish_at is None:
        return False
    live = {"state": Article.State.LIVE, "publish_at": None, "version": F("version") + 1}
    Article.objects.filter(pk=article_id).update(**live)
    edition = editions.publish(article_id)
    audit.record(
        "go live",
        f"article:{article_id}",
        before=article.state,
        edition=edition.n,
        planned_for=article.publish_at.isoformat(),
        said=f"as planned by {planned_by(article_id)}",
    )
    outbox.touch(article_id)
    return True


def planned_by(article_id: int) -> str:
    """The account that scheduled the article last; empty where none did."""
    events = AuditEvent.objects.filter(target=f"article:{article_id}", act=SCHEDULE)
    return events.order_by("-pk").values_list("actor__username", flat=True).first() or ""
