"""Term: a French expression whose English the house has decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models import Batch


class Term(models.Model):
    """A French expression, its English, and the English that it must not have.

    `folded` is the French by which it is found: lower case, without accents. The machine's
    wordings are made with it; a person's are only checked.
    """

    class Part(models.TextChoices):
        NOUN = "noun", "noun"
        NAME = "name", "proper name"
        VERB = "verb", "verb"
        ADJECTIVE = "adjective", "adjective"
        ADVERB = "adverb", "adverb"
        PHRASE = "phrase", "phrase"

    french = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    english = models.CharField(max_length=200)
    forbidden = models.JSONField(default=list, blank=True, help_text="English it must not have.")
    part = models.CharField("part of speech", max_length=10, choices=Part, default=Part.NOUN)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["folded", "part"]
        constraints = [
            models.UniqueConstraint(fields=["folded", "part"], name="term_once"),
            models.CheckConstraint(
                condition=~Q(french="") & ~Q(folded="") & ~Q(english=""), name="term_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.french}: {self.english}"


class TermChange(models.Model):
    """One change of one term within a batch: what it was (empty: it was not there), what it is."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="term_changes")
    term_id_then = models.BigIntegerField(help_text="The term's number, which it gets back.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "pk"]

    def __str__(self) -> str:
        return f"change of term {self.term_id_then} in {self.batch_id}"
