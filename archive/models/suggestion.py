"""Suggestion: a reader's better wording of a sentence. Doubt: that one reads wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.segment import Segment, Translation

STATES = ["new", "accepted", "accepted_edited", "rejected", "superseded", "withdrawn"]
ACCEPTED = ["accepted", "accepted_edited"]


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Which suggestions wait for whom."""

    def waiting(self) -> SuggestionQuerySet:
        """Those an editor has yet to decide on; what looks like spam comes last."""
        return self.filter(state=Suggestion.State.NEW).order_by("hold_reason", "pk")


class Suggestion(models.Model):
    """A reader's English for a sentence, made while looking at the wording `base`.

    Accepting it makes `translation`. `name` is whom to credit, if anybody. Only
    `archive.discuss.suggestions` moves one from state to state.
    """

    class State(models.TextChoices):
        NEW = "new", "waits for an editor"
        ACCEPTED = "accepted", "accepted"
        ACCEPTED_EDITED = "accepted_edited", "accepted with changes"
        REJECTED = "rejected", "not taken"
        SUPERSEDED = "superseded", "overtaken by another wording"
        WITHDRAWN = "withdrawn", "taken back by its writer"

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="suggestions")
    base = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="suggestions")
    text = models.TextField(max_length=10_000, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    name = models.CharField(max_length=60, blank=True)
    email_sealed = models.CharField(max_length=600, blank=True, editable=False)
    email_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    writer = models.CharField(max_length=64, blank=True, db_index=True)
    network = models.CharField(max_length=64, blank=True, db_index=True)
    checks = models.JSONField(default=list, help_text="Codes and words of the checks that failed.")
    state = models.CharField(max_length=20, choices=State, default=State.NEW)
    hold_reason = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="The writer reads it.")
    translation = models.OneToOneField(
        Translation, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestion"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="suggestion_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=ACCEPTED, translation__isnull=False)
                | (~Q(state__in=ACCEPTED) & Q(translation__isnull=True)),
                name="suggestion_accepted_has_wording",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""),
                name="suggestion_rejected_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="new") | ~Q(text=""), name="suggestion_new_has_text"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="suggestion_queue")]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class Doubt(models.Model):
    """One reader's click that a wording reads wrong."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="doubts")
    writer = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "writer"], name="doubt_once_a_writer"),
            models.CheckConstraint(condition=~Q(writer=""), name="doubt_has_writer"),
        ]

    def __str__(self) -> str:
        return f"doubt about {self.translation_id}"
