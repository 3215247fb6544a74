"""AuditEvent: every editorial act, written with it and never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One editorial act. Append-only: the database refuses to change or delete one."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField(max_length=60)
    target = models.CharField(max_length=200, help_text="Such as article:12 or comment:7.")
    details = models.JSONField(default=dict, help_text="No bodies, only lengths and digests.")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target", "-id"], name="audit_target"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["act", "-id"], name="audit_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.target}"
