"""Feed: a listing that the archive follows. Page: where one article stands on the web."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Now
from django.utils import timezone

from archive.models.article import Article
from archive.models.job import Job
from archive.models.source import Source

POLL, FETCH = "poll", "fetch"  # the kinds of job whose key is a Feed's, a Page's number
OPEN = (Job.State.QUEUED, Job.State.RUNNING)


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds, and which of them are due."""

    def followed(self) -> FeedQuerySet:
        """Those that are asked again and again."""
        return self.filter(state=Feed.State.FOLLOWED)

    def due(self) -> FeedQuerySet:
        """Followed ones whose time has come, without a job."""
        return self.followed().filter(next_fetch_at__lte=Now()).filter(~_has_job(POLL))


class PageQuerySet(models.QuerySet["Page"]):
    """Pages, and which of them are due."""

    def due(self) -> PageQuerySet:
        """Those whose time has come, without a job."""
        return self.filter(next_fetch_at__lte=Now()).filter(~_has_job(FETCH))


def _has_job(kind: str) -> Exists:
    """Whether a job of the kind is there for the outer row, or died of what is due.

    What died waits for the staff; it is not begun again with every sweep.
    """
    key = Cast(OuterRef("pk"), models.CharField())
    died = Q(state=Job.State.DEAD, finished_at__gte=OuterRef("next_fetch_at"))
    return Exists(Job.objects.filter(Q(state__in=OPEN) | died, kind=kind, key=key))


class Feed(models.Model):
    """A listing of a source's new articles (RSS, Atom or a news sitemap), followed by a worker.

    It is due when `next_fetch_at` has come. `failures` counts those since the last success, and
    `problem` says in one sentence why the last request failed ("" when it did not).
    """

    class State(models.TextChoices):
        FOLLOWED = "followed", "followed"
        PAUSED = "paused", "paused by the staff"
        GONE = "gone", "gone: its server says that it is there no more"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="feeds")
    url = models.URLField(max_length=2000)
    url_hash = models.CharField(max_length=64, unique=True, editable=False)
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.FOLLOWED)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of what it last answered.")
    interval = models.PositiveIntegerField(default=3600, help_text="Seconds between two requests.")
    next_fetch_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    added_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it last told something new."
    )
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["source", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="followed", next_fetch_at__isnull=False)
                | Q(state__in=["paused", "gone"], next_fetch_at__isnull=True),
                name="feed_followed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["next_fetch_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.url


class Page(models.Model):
    """The web page of one article: where it is fetched, and how it was found when last looked at.

    A feed's entry without a link has a Page without an address: its text is the feed's own.
    `entry` is that entry as a small feed by itself (zlib-compressed), from which the text is read
    where the page may not be taken. The archive keeps its copy whatever becomes of the page.
    """

    class State(models.TextChoices):
        LISTED = "listed", "listed, not taken in yet"
        HELD = "held", "held"
        REFUSED = "refused", "refused"
        GONE = "gone", "gone from its source"

    class Via(models.TextChoices):
        PAGE = "page", "the page"
        FEED = "feed", "the feed’s own text"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pages")
    feed = models.ForeignKey(
        Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="pages"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="pages"
    )
    url = models.URLField(max_length=2000, blank=True)
    url_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    entry_ref = models.CharField(max_length=500, blank=True, help_text="The feed’s name for it.")
    entry = models.BinaryField(null=True, blank=True)
    entry_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.LISTED)
    via = models.CharField(max_length=10, choices=Via, blank=True, help_text="Whose text is held.")
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of what it last answered.")
    listed_at = models.DateTimeField(default=timezone.now)
    next_fetch_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text="When its text first came in.")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered.")
    gone_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "entry_ref"],
                condition=~Q(entry_ref=""),
                name="page_entry_unique",
            ),
            models.CheckConstraint(
                condition=Q(url="", url_hash__isnull=True)
                | (~Q(url="") & Q(url_hash__isnull=False)),
                name="page_url_has_hash",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(entry__isnull=False), name="page_has_url_or_entry"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["listed", "held", "refused", "gone"]),
                name="page_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "gone"], article__isnull=False)
                | Q(state__in=["listed", "refused"]),
                name="page_held_has_article",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_fetch_at"],
                condition=Q(next_fetch_at__isnull=False),
                name="page_due",
            ),
        ]

    def __str__(self) -> str:
        return self.url or f"entry {self.entry_ref}"
