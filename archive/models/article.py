"""Article: one piece of news over its life. Capture: what was received, byte for byte."""

from __future__ import annotations

import re
import zlib
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from archive.models.manifest import Checked, Sentences
from archive.models.source import Source

# What follows an article's number in addresses of other pages.
TAKEN = re.compile(r"v\d+|s|changes|corrections")


class ArticleQuerySet(models.QuerySet["Article"]):
    """Visibility is said here and nowhere else."""

    def published(self) -> ArticleQuerySet:
        """Articles a reader may open, translated or still waiting for it."""
        return self.filter(state=Article.State.LIVE)

    def translated(self) -> ArticleQuerySet:
        """Published articles with an Edition: what feeds, search, API and exports hold."""
        return self.published().filter(edition__isnull=False)

    def untranslated(self) -> ArticleQuerySet:
        """Whatever `translated()` leaves out, hidden or still waiting: mostly few."""
        return self.filter(~Q(state=Article.State.LIVE) | Q(edition__isnull=True))

    def withdrawn(self) -> ArticleQuerySet:
        """Articles whose address answers 410 with a notice."""
        return self.filter(state=Article.State.WITHDRAWN)

    def dated(self) -> ArticleQuerySet:
        """Articles that bear a date: the live Edition's, or the newest Capture's without one."""
        return self.filter(
            Q(edition__published_on__isnull=False)
            | Q(edition__isnull=True, capture__published_on__isnull=False)
        )

    def undated(self) -> ArticleQuerySet:
        """Articles that bear no date: `listed_on` is only the day on which they were received."""
        return self.filter(
            Q(edition__isnull=False, edition__published_on__isnull=True)
            | Q(edition__isnull=True, capture__published_on__isnull=True)
        )

    def of_level(self, level: str) -> ArticleQuerySet:
        """Articles of which a person checked nothing, a part or all: `machine`, `partly`, `fully`.

        The live Edition's wordings are counted; an article without one is of no level.
        """
        checked, total = Checked("edition__manifest"), Sentences("edition__manifest")
        counted = self.filter(edition__isnull=False).alias(checked=checked, total=total)
        levels = {
            "machine": Q(checked=0),
            "partly": Q(checked__gt=0, checked__lt=F("total")),
            "fully": Q(checked__gt=0, checked=F("total")),
        }
        return counted.filter(levels[level])

    def newest_first(self) -> ArticleQuerySet:
        """By published date, else by day of capture; the later stored first within a day."""
        return self.order_by("-listed_on", "-id")

    def beyond(self, on: date, pk: int) -> ArticleQuerySet:
        """What comes after an article, the newest first: where the next page of a list begins."""
        return self.filter(Q(listed_on__lt=on) | Q(listed_on=on, pk__lt=pk))

    def short_of(self, on: date, pk: int) -> ArticleQuerySet:
        """What comes before an article, the newest first."""
        return self.filter(Q(listed_on__gt=on) | Q(listed_on=on, pk__gt=pk))

    def for_lists(self) -> ArticleQuerySet:
        """With everything a list row shows, in one query."""
        return self.select_related("source", "capture", "edition").defer("capture__raw")


class Article(models.Model):
    """One piece of news over its life, known to its source by `source_ref`."""

    class State(models.TextChoices):
        HIDDEN = "hidden", "hidden"
        SCHEDULED = "scheduled", "scheduled"
        LIVE = "live", "live"
        WITHDRAWN = "withdrawn", "withdrawn"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    source_ref = models.CharField(max_length=500)
    canonical_url = models.URLField(max_length=2000, blank=True)
    url_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    state = models.CharField(max_length=10, choices=State, default=State.HIDDEN)
    withdrawn_reason = models.TextField(blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    next_uid = models.PositiveIntegerField(default=1)
    comments_closed = models.BooleanField(default=False)
    # What an editor gave instead of what was received; empty: as it came.
    given_title = models.CharField(max_length=500, blank=True, help_text="The English headline.")
    given_title_fr = models.CharField(max_length=500, blank=True)
    given_byline = models.CharField(max_length=300, blank=True)
    given_date = models.DateField(null=True, blank=True)
    listed_on = models.DateField(help_text="Published date, else the day of the first capture.")
    created_at = models.DateTimeField(auto_now_add=True)
    capture = models.ForeignKey(
        "Capture", null=True, on_delete=models.PROTECT, related_name="+", help_text="The newest."
    )
    edition = models.ForeignKey(
        "Edition", null=True, on_delete=models.PROTECT, related_name="+", help_text="The live one."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_ref"], name="article_ref_unique"),
            models.UniqueConstraint(
                fields=["url_hash"], condition=Q(url_hash__isnull=False), name="article_url_unique"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["hidden", "scheduled", "live", "withdrawn"]),
                name="article_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="article_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="article_scheduled_has_time",
            ),
        ]
        indexes = [
            # The state last: with it first, SQLite reads the whole archive to find a few by id.
            models.Index(fields=["-listed_on", "-id", "state"], name="article_newest_state"),
            models.Index(
                fields=["source", "-listed_on", "-id", "state"], name="article_source_newest"
            ),
            models.Index(
                fields=["publish_at"], condition=Q(state="scheduled"), name="article_scheduled"
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.pk}"

    def get_absolute_url(self) -> str:
        """The reading page, with a slug of the English headline once there is one."""
        slug = _slug(self.edition.title) if self.edition else ""
        if slug:
            return reverse("archive:article", args=[self.pk, slug])
        return reverse("archive:article", args=[self.pk])


def _slug(headline: str) -> str:
    """At most 80 characters, cut at a word; none where it would read as another page's address."""
    slug = slugify(headline)
    if len(slug) > 80:
        slug = slug[:81].rpartition("-")[0] or slug[:80]
    return "" if TAKEN.fullmatch(slug) else slug


class Capture(models.Model):
    """What was received, when, byte for byte, and what its own words say of title and date."""

    class DateBasis(models.TextChoices):
        DOCUMENT = "document", "given by the document"
        INFERRED = "inferred", "inferred from the text"
        UNKNOWN = "unknown", "unknown"
        EDITOR = "editor", "set by an editor"  # of an Edition: no capture says so

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="captures")
    n = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    raw = models.BinaryField(help_text="zlib-compressed.")
    size = models.PositiveIntegerField(help_text="Bytes before compression.")
    sha256 = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=10)
    encoding = models.CharField(max_length=40)
    name = models.CharField(max_length=500, blank=True, help_text="File name or address.")
    title = models.CharField(max_length=500)
    title_derived = models.BooleanField(default=False)
    byline = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    date_basis = models.CharField(max_length=10, choices=DateBasis, default=DateBasis.UNKNOWN)
    date_evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["article", "n"]
        constraints = [
            models.UniqueConstraint(fields=["article", "n"], name="capture_n_unique"),
            models.CheckConstraint(
                condition=Q(date_basis="unknown", published_on__isnull=True)
                | Q(date_basis__in=["document", "inferred"], published_on__isnull=False),
                name="capture_date_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"capture {self.n} of article {self.article_id}"

    def original(self) -> bytes:
        """The bytes as they were received."""
        return zlib.decompress(bytes(self.raw))
