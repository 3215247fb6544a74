"""Comment: what a reader says. Decision: each step of its way, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.article import Article
from archive.models.segment import Segment, Translation

STATES = ["pending", "published", "rejected", "spam", "withdrawn", "erased"]


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which comments readers meet."""

    def published(self) -> CommentQuerySet:
        """Comments whose words readers see."""
        return self.filter(state=Comment.State.PUBLISHED)

    def in_threads(self) -> CommentQuerySet:
        """Published comments, and the places of those taken back, which hold a thread together."""
        return self.filter(state__in=["published", "withdrawn", "erased"])


class Comment(models.Model):
    """A reader's plain text on an article, one of its sentences, or another comment.

    `writer` and `network` are keyed digests: no address of a machine is kept. Only
    `archive.discuss.desk` moves a comment from state to state.
    """

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        PUBLISHED = "published", "published"
        REJECTED = "rejected", "rejected"
        SPAM = "spam", "spam"
        WITHDRAWN = "withdrawn", "withdrawn by staff"
        ERASED = "erased", "erased by its writer"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    segment = models.ForeignKey(
        Segment, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    translation = models.ForeignKey(
        Translation, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    body = models.TextField(max_length=5000, blank=True)
    name = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    writer = models.CharField(max_length=64, blank=True, db_index=True)
    network = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    hold_reason = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="comment_state_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="comment_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="erased", body="", name="", email="")
                | (~Q(state="erased") & ~Q(body="")),
                name="comment_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(segment__isnull=False) | Q(translation__isnull=True),
                name="comment_wording_with_sentence",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "state", "created_at"], name="comment_thread"),
            models.Index(fields=["state", "created_at"], name="comment_queue"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Decision(models.Model):
    """One step of a comment's way: by a person of the staff, by its writer, or by a rule.

    `reason` is the rule's or the moderator's code; `note` is what the writer is told. Append-only:
    the database refuses to change one.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=Comment.State, blank=True)
    after = models.CharField(max_length=10, choices=Comment.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["comment", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(after__in=STATES), name="decision_after_known"),
            models.CheckConstraint(
                condition=Q(before="") | Q(before__in=STATES), name="decision_before_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before or 'new'} to {self.after}"
