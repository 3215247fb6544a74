"""SearchOutbox: what the search index of each host still has to look at."""

from django.db import models
from django.utils import timezone


class SearchOutbox(models.Model):
    """One note that an article changed, written in the change's own transaction.

    `xid` numbers that transaction on PostgreSQL, where a later one may end first; it is 0 on
    SQLite, which has one writer at a time. There is no foreign key: an erased article must still
    leave the index.
    """

    article_id = models.BigIntegerField()
    xid = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["xid", "pk"]
        verbose_name_plural = "search outbox"
        indexes = [models.Index(fields=["xid", "id"], name="search_outbox_order")]

    def __str__(self) -> str:
        return f"note {self.pk} on article {self.article_id}"
