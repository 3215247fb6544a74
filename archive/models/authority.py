"""What editors decide about records: names that are none, merges, and pairs worth a look."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from archive.models.tag import Tag


class StopName(models.Model):
    """A French form that is never a name; `kind` limits that to one kind of record."""

    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=Tag.Kind, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["folded", "kind"]
        verbose_name = "stop name"
        constraints = [
            models.UniqueConstraint(fields=["folded", "kind"], name="stop_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["", "person", "place", "organisation", "subject"]),
                name="stop_name_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Merge(models.Model):
    """That one record was made part of another, and what it takes to undo it.

    `moved` lists the taggings that went over, by id; `absorbed` those that met one of the heir's on
    the same article and gave way: their fields, as they stood.
    """

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="merges")
    heir = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="inheritances")
    moved = models.JSONField(default=list)
    absorbed = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tag"], condition=Q(undone_at__isnull=True), name="merge_stands_once"
            ),
            models.CheckConstraint(condition=~Q(tag=F("heir")), name="merge_not_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} into {self.heir}"


class MergeSuggestion(models.Model):
    """That two records may be one, and why; `tag` is the younger of the two."""

    class Reason(models.TextChoices):
        SAME_KEY = "same key", "two spellings of one name"
        SIMILAR = "similar", "much alike"
        SHARED_ARTICLE = "shared article", "in the same article, one name within the other"

    class State(models.TextChoices):
        OPEN = "open", "open"
        DISMISSED = "dismissed", "two different ones"
        MERGED = "merged", "merged"

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="suggested_for")
    reason = models.CharField(max_length=20, choices=Reason)
    score = models.FloatField(help_text="0 to 1.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "other"], name="merge_suggestion_once"),
            models.CheckConstraint(condition=~Q(tag=F("other")), name="merge_suggestion_of_two"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="merge_suggestion_score_range"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["same key", "similar", "shared article"]),
                name="merge_suggestion_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "dismissed", "merged"]),
                name="merge_suggestion_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} and {self.other}: {self.reason}"
