"""DayViews: how often an article's page was opened on a day. By whom is kept nowhere."""

from __future__ import annotations

from django.db import models

from archive.models.article import Article


class DayViews(models.Model):
    """A count of openings, for all that can be told from it: which articles are read."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="day_views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="day_views_once"),
        ]
        indexes = [models.Index(fields=["day"], name="day_views_day")]

    def __str__(self) -> str:
        return f"views of article {self.article_id} on {self.day}"
