"""Batch: one act of an editor on many articles, done by a worker and undone as one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.article import Article

BATCH = "batch"  # the kind of job whose key is a Batch's number, or number and `:undo`


class Batch(models.Model):
    """One act on many articles: what was asked, by whom, and how far it is.

    `asked` holds the filter and the act's own facts as they were given. It may be undone until
    `undo_until`; None: never. How far it is, its items say.
    """

    class Kind(models.TextChoices):
        PUBLISH = "publish", "publish"
        HIDE = "hide", "hide"
        TAG = "tag", "add tags"
        RETRANSLATE = "retranslate", "translate again"
        GLOSSARY = "glossary", "change the glossary"
        MEMORY = "memory", "take over a translation memory"

    kind = models.CharField(max_length=20, choices=Kind)
    asked = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When undoing was asked.")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="batch_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}: {self.get_kind_display()}"


class BatchItem(models.Model):
    """One article of a batch, what it was before, and what became of it.

    `before` and `after` are the facts that undoing needs: what is no longer as `after` says was
    changed by somebody since, and is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        SKIPPED = "skipped", "left as it was"
        UNDONE = "undone", "undone"
        KEPT = "kept", "changed since, and kept"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    said = models.CharField(max_length=300, blank=True, help_text="Why it was left or kept.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "article"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "article"], name="batch_article_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "skipped", "undone", "kept"]),
                name="batchitem_state_known",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="batchitem_state")]

    def __str__(self) -> str:
        return f"article {self.article_id} in batch {self.batch_id}"
