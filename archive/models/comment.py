"""Comment: what a reader says, with its earlier texts. Decision: each step of its way, and why.

Report: what another reader has against it.
"""

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

    `writer`, `network` and `email_digest` are keyed digests: no address of a machine is kept, and
    `email_sealed` is read only to write to it. Only `archive.discuss.desk` moves a comment from
    state to state; the database refuses a step that the table of states does not hold.
    """

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        FRENCH = "fr", "French"

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
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    email_sealed = models.CharField(max_length=600, blank=True, editable=False)
    email_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    notify = models.BooleanField(
        default=False, help_text="Whether the writer asked to hear of replies."
    )
    writer = models.CharField(max_length=64, blank=True, db_index=True)
    network = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    hold_reason = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    featured = models.BooleanField(default=False)

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
                condition=Q(
                    state="erased",
                    body="",
                    name="",
                    email_sealed="",
                    email_digest="",
                    network="",
                    evidence="",
                    notify=False,
                )
                | (~Q(state="erased") & ~Q(body="")),
                name="comment_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["en", "fr"]), name="comment_language_known"
            ),
            models.CheckConstraint(
                condition=Q(featured=False) | Q(state="published"),
                name="comment_featured_is_published",
            ),
            models.CheckConstraint(
                condition=Q(notify=False) | ~Q(email_sealed=""), name="comment_notify_has_email"
            ),
            models.CheckConstraint(
                condition=Q(email_sealed="", email_digest="")
                | (~Q(email_sealed="") & ~Q(email_digest="")),
                name="comment_email_sealed_and_digested",
            ),
            models.CheckConstraint(
                condition=Q(segment__isnull=False) | Q(translation__isnull=True),
                name="comment_wording_with_sentence",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "state", "created_at"], name="comment_thread"),
            models.Index(fields=["state", "created_at"], name="comment_queue"),
            # For the site's feed of comments.
            models.Index(
                fields=["-published_at"], condition=Q(state="published"), name="comment_newest"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class CommentRevision(models.Model):
    """What a comment said before its writer changed it; only the staff read it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField(max_length=5000)
    at = models.DateTimeField(default=timezone.now, help_text="When it was changed.")

    class Meta:
        ordering = ["comment", "pk"]

    def __str__(self) -> str:
        return f"earlier text of comment {self.comment_id}"


class Decision(models.Model):
    """One step of a comment's way: by a person of the staff, by its writer, or by a rule.

    `reason` is the rule's or the moderator's code; `note` is what the writer is told; `batch` joins
    what a moderator did in one act. Append-only: the database refuses to change one.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=Comment.State, blank=True)
    after = models.CharField(max_length=10, choices=Comment.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=32, blank=True, db_index=True)
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


class Report(models.Model):
    """What one reader has against a published comment."""

    class Reason(models.TextChoices):
        SPAM = "spam", "It advertises"
        ABUSE = "abuse", "It attacks people"
        OFF_TOPIC = "off-topic", "It is not about the article"
        PRIVATE = "private", "It tells private facts about someone"
        UNLAWFUL = "unlawful", "It may be against the law"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "open"
        UPHELD = "upheld", "upheld"
        DISMISSED = "dismissed", "dismissed"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    writer = models.CharField(max_length=64)
    network = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "writer"], name="report_once_a_writer"),
            models.CheckConstraint(condition=~Q(writer=""), name="report_has_writer"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=["spam", "abuse", "off-topic", "private", "unlawful", "other"]
                ),
                name="report_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "upheld", "dismissed"]), name="report_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "comment"], name="report_queue")]

    def __str__(self) -> str:
        return f"report on comment {self.comment_id}"
