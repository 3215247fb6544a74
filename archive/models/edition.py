"""Edition: what readers saw, kept for ever."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from archive.models.article import Article, Capture


class Edition(models.Model):
    """An immutable, numbered state of an article. The database refuses to change one.

    `manifest` is the ordered list of `[uid, kind, paragraph, translation id]`. `digest` is the
    SHA-256 of all that readers saw, chained to the previous Edition's.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="editions")
    n = models.PositiveIntegerField()
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="editions")
    title = models.CharField(max_length=500)
    title_fr = models.CharField(max_length=500)
    byline = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True)
    date_basis = models.CharField(max_length=10, choices=Capture.DateBasis)
    manifest = models.JSONField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True, help_text="What changed, for readers.")

    class Meta:
        ordering = ["article", "n"]
        constraints = [
            models.UniqueConstraint(fields=["article", "n"], name="edition_n_unique"),
        ]

    def __str__(self) -> str:
        return f"edition {self.n} of article {self.article_id}"

    def get_absolute_url(self) -> str:
        """The permanent address of this Edition."""
        return reverse("archive:edition", args=[self.article_id, self.n])
