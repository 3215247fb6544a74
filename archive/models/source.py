"""Source: the outlet or wire that an article came from."""

from django.db import models
from django.db.models import Q


class Source(models.Model):
    """An outlet or wire. Its rules say what readers may see of it and who releases it."""

    class Display(models.TextChoices):
        FULL = "full", "the full text"
        EXCERPT = "excerpt", "an excerpt"
        METADATA = "metadata", "title, date and link only"

    class Release(models.TextChoices):
        AUTO = "auto", "published as soon as it is translated"
        REVIEW = "review", "hidden until an editor publishes it"

    class Take(models.TextChoices):
        PAGE = "page", "the page that each entry of its feeds leads to"
        FEED = "feed", "the feeds’ own text only"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    homepage = models.URLField(max_length=2000, blank=True)
    language = models.CharField(max_length=10, default="fr")
    licence_note = models.TextField(blank=True)
    display = models.CharField(max_length=10, choices=Display, default=Display.FULL)
    release = models.CharField(max_length=10, choices=Release, default=Release.AUTO)
    take = models.CharField(max_length=10, choices=Take, default=Take.PAGE)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(display__in=["full", "excerpt", "metadata"]),
                name="source_display_known",
            ),
            models.CheckConstraint(
                condition=Q(release__in=["auto", "review"]), name="source_release_known"
            ),
            models.CheckConstraint(
                condition=Q(take__in=["page", "feed"]), name="source_take_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
