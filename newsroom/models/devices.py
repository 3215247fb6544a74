"""The second factor of the staff: an authenticator app, and codes for when it is lost."""

from __future__ import annotations

import time

from django.contrib.auth.hashers import check_password
from django.db import models, transaction
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from newsroom import sealing

STEP, DIGITS, TOLERANCE = 30, 6, 1  # seconds, figures, steps to either side (RFC 6238)


class Factor(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]
    """A device whose codes count once, however many requests bring one at the same time."""

    class Meta(Device.Meta):  # type: ignore[misc]
        abstract = True

    def verify_token(self, token: str) -> bool:
        """Whether the code is the device's and unused, asked with the device's row held."""
        with transaction.atomic():
            held = type(self).objects.select_for_update().get(pk=self.pk)
            verified: bool = held.takes(token)
        self.refresh_from_db()
        return verified

    def takes(self, token: str) -> bool:
        """Whether the code is the device's and unused; writes down that it is used, or a miss."""
        raise NotImplementedError

    def get_throttle_factor(self) -> float:
        """Seconds between two tries after the first that failed; doubled with each."""
        return 1.0


class Authenticator(Factor):
    """An app that shows six figures for half a minute (RFC 6238).

    Its key lies sealed under SECRET_KEY, so that a copy of the database signs nobody in. A figure
    counts once: `last_t` is the step of the last that was taken.
    """

    sealed_key = models.TextField()
    drift = models.SmallIntegerField(default=0, help_text="Steps that its clock is off.")
    last_t = models.BigIntegerField(default=-1)

    class Meta(Factor.Meta):
        verbose_name = "authenticator app"

    def key(self) -> bytes:
        """The key. Raises sealing.Unsealable where SECRET_KEY is another than it was."""
        return sealing.opened(self.sealed_key)

    def takes(self, token: str) -> bool:
        """Whether the six figures are those of now, give or take half a minute, and unused."""
        if not self.verify_is_allowed()[0]:
            return False
        figures = token.replace(" ", "") if isinstance(token, str) else ""
        totp = TOTP(self.key(), STEP, 0, DIGITS, self.drift)
        totp.time = time.time()
        is_number = figures.isascii() and figures.isdecimal() and len(figures) == DIGITS
        if not (is_number and totp.verify(int(figures), TOLERANCE, self.last_t + 1)):
            self.throttle_increment()
            return False
        self.last_t, self.drift = totp.t(), totp.drift
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class RecoverySheet(Factor):
    """Codes that sign in once each, for whoever has lost the app. They were shown once."""

    class Meta(Factor.Meta):
        verbose_name = "sheet of recovery codes"

    def takes(self, token: str) -> bool:
        """Whether the code is one of the sheet that was not used; it is used from now on."""
        if not self.verify_is_allowed()[0]:
            return False
        plain = "".join(str(token).lower().split()).replace("-", "")
        unused = self.codes.filter(used_at__isnull=True)
        found = next((code for code in unused if check_password(plain, code.digest)), None)
        if found is None:
            self.throttle_increment()
            return False
        self.set_last_used_timestamp(commit=False)
        self.throttle_reset()
        found.used_at = self.last_used_at
        found.save(update_fields=["used_at"])
        return True


class RecoveryCode(models.Model):
    """One code, as the digest that passwords are kept by."""

    sheet = models.ForeignKey(RecoverySheet, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"code {self.pk}"
