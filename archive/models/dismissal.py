"""Dismissal: an editor's word that what a check found in a sentence is none."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Dismissal(models.Model):
    """A check that found something where there is nothing, and why.

    It holds for the French sentence wherever it stands and whatever its English, as long as the
    check says the same words of it: so it is remembered when the sentence is translated anew.
    """

    french_sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=500, help_text="What the check said.")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["french_sha256", "code", "words"], name="dismissal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
