"""What is kept about writers, who have no accounts: digests, and how moderators treat them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def _secret() -> bytes:
    return secrets.token_bytes(32)


def _nonce() -> str:
    return secrets.token_urlsafe(24)


class Standing(models.Model):
    """That a moderator treats a writer otherwise than the rules do, and why.

    The writer is told of it, with the reason, whenever they send something.
    """

    class Kind(models.TextChoices):
        HELD = "held", "everything waits for a moderator"
        SUSPENDED = "suspended", "suspended for a time"
        BANNED = "banned", "banned"

    writer = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, help_text="The writer reads it.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="suspended", until__isnull=False)
                | Q(kind__in=["held", "banned"], until__isnull=True),
                name="standing_suspended_until",
            ),
            models.CheckConstraint(condition=~Q(writer=""), name="standing_has_writer"),
            models.CheckConstraint(condition=~Q(reason=""), name="standing_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.writer[:8]}: {self.kind}"


class NetworkKey(models.Model):
    """One day's key for the digests of networks. With it gone nobody can tell whose they were."""

    day = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32, default=_secret)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"network key of {self.day}"


class MailLink(models.Model):
    """A way, sent by e-mail, to what its receiver wrote: once, and for ten minutes at most.

    The link itself is made of the row's number and nonce under SECRET_KEY and kept nowhere.
    """

    nonce = models.CharField(max_length=40, default=_nonce)
    email_sealed = models.CharField(max_length=600, blank=True)
    email_digest = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="mail_link_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"mail link {self.pk}"


class WatchWord(models.Model):
    """A word or phrase that moderators want to see before readers do, or not at all."""

    class Act(models.TextChoices):
        HOLD = "hold", "hold for a moderator"
        REJECT = "reject", "refuse"

    text = models.CharField(max_length=100, help_text="A word or a few; whole words are matched.")
    folded = models.CharField(max_length=100, unique=True, editable=False)
    act = models.CharField(max_length=10, choices=Act, default=Act.HOLD)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "watch word"
        ordering = ["folded"]
        constraints = [
            models.CheckConstraint(condition=~Q(folded=""), name="watch_word_not_empty"),
            models.CheckConstraint(
                condition=Q(act__in=["hold", "reject"]), name="watch_word_act_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text
