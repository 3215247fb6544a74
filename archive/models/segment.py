"""Segment: one French sentence. Translation: one English wording of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from archive.models.article import Article

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Standing(TypedDict):
    """What `with_current()` adds to each sentence."""

    current_id: Any  # the id, or None where no wording stands


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Sentences, and the wording that stands for each."""

    def alive(self) -> SegmentQuerySet:
        """The sentences of the newest Capture, in its order."""
        return self.filter(alive=True).order_by("article", "position")

    def with_current(self) -> QuerySet[WithAnnotations[Segment, Standing]]:
        """Annotate `current_id`: the id of the Translation that stands for the sentence."""
        standing = Subquery(current_translations().values("pk")[:1])
        return self.annotate(current_id=standing)  # type: ignore[return-value]

    def unworded(self) -> SegmentQuerySet:
        """Sentences for which no English wording stands."""
        return self.filter(~Exists(current_translations()))


def current_translations() -> QuerySet[Translation]:
    """Wordings of the outer Segment, the standing one first.

    A person's newest wording stands before any machine's; among machine wordings the newest.
    """
    standing = Translation.objects.filter(segment=OuterRef("pk")).exclude(state="rejected")
    return standing.alias(by_person=Q(state__in=["approved", "edited"])).order_by(
        F("by_person").desc(), "-n"
    )


class Segment(models.Model):
    """One French sentence of the article's newest Capture: the archive's atom.

    `uid` is an integer per article, given once and never reused; it is kept across captures
    where the text is unchanged. `position` is only order. A sentence that a later capture no
    longer holds stays, not alive, so that old Editions can be read.
    """

    class Kind(models.TextChoices):
        TITLE = "title", "title"
        PARAGRAPH = "paragraph", "paragraph"
        QUOTE = "quote", "quotation"
        LIST = "list", "list item"
        CAPTION = "caption", "caption"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="segments")
    uid = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PARAGRAPH)
    paragraph = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    alive = models.BooleanField(default=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "uid"], name="segment_uid_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["title", "paragraph", "quote", "list", "caption"]),
                name="segment_kind_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="segment_text_not_empty"),
        ]
        indexes = [models.Index(fields=["article", "alive", "position"], name="segment_order")]

    def __str__(self) -> str:
        return f"sentence {self.uid} of article {self.article_id}"


class Translation(models.Model):
    """One English wording of a Segment. Append-only; which one stands is derived."""

    class Origin(models.TextChoices):
        MACHINE = "machine", "machine"
        MEMORY = "memory", "translation memory"
        EDITOR = "editor", "editor"
        READER = "reader", "reader"

    class State(models.TextChoices):
        MACHINE = "machine", "machine"
        EDITED = "edited", "edited"
        APPROVED = "approved", "approved"
        REJECTED = "rejected", "rejected"

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="translations")
    n = models.PositiveIntegerField()
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin)
    state = models.CharField(max_length=10, choices=State, default=State.MACHINE)
    engine = models.CharField(max_length=200, blank=True, help_text="Package, version, digest.")
    input_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Digest of what the engine was fed."
    )
    score = models.FloatField(null=True, help_text="Log-probability per token (natural log).")
    checks = models.JSONField(default=list, help_text="Codes and words of the checks that failed.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["segment", "n"]
        constraints = [
            models.UniqueConstraint(fields=["segment", "n"], name="translation_n_unique"),
            models.UniqueConstraint(
                fields=["segment", "engine", "input_sha256"],
                condition=Q(origin="machine"),
                name="translation_machine_once",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["machine", "memory", "editor", "reader"]),
                name="translation_origin_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["machine", "edited", "approved", "rejected"]),
                name="translation_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(origin="machine") | ~Q(engine=""), name="translation_machine_named"
            ),
        ]
        indexes = [models.Index(fields=["segment", "state", "-n"], name="translation_current")]

    def __str__(self) -> str:
        return f"wording {self.n} of {self.segment_id}"
