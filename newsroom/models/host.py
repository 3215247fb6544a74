"""Host: a server that is asked for pages, one request at a time and no faster than it wishes."""

from django.db import models
from django.utils import timezone


class Host(models.Model):
    """A server by its scheme, name and port. `newsroom.wire.turns` alone writes it.

    Whoever holds `token` until `held_until` may ask it; nobody may before `free_at`. `robots` is
    what its robots.txt said at `robots_at`, with the HTTP status (0: no answer).
    """

    origin = models.CharField(max_length=300, unique=True)
    token = models.UUIDField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    free_at = models.DateTimeField(default=timezone.now)
    pause = models.FloatField(default=0, help_text="Seconds that its Crawl-delay asks for.")
    robots = models.TextField(blank=True)
    robots_status = models.PositiveSmallIntegerField(null=True, blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="Why it last asked us to wait.")

    class Meta:
        ordering = ["origin"]

    def __str__(self) -> str:
        return self.origin
