"""Whether a code is right: six figures of the person's app, or one of their recovery codes."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive import audit
from newsroom.curate import tries
from newsroom.models import Authenticator, RecoveryCode, RecoverySheet
from newsroom.models.devices import DIGITS
from newsroom.sealing import Unsealable

Device = Authenticator | RecoverySheet
# A device doubles its pause with each wrong code. Without an end to that, who knows the password
# could shut its owner out for years: from here on the pause stays at 2⁸ seconds.
MOST_FAILURES = 9
SUSPICIOUS = 3  # wrong codes before a right one that its owner is told of

TOO_MANY = "There were too many tries. Wait a quarter of an hour and try again."
WRONG = "These figures are not those of now, or were used before. Give the next that the app shows."
WRONG_CODE = "This is none of your recovery codes, or it was used before."
UNREADABLE_KEY = (
    "The site’s secret key is another than when your app was set up, so its figures cannot be "
    "checked. Use a recovery code, or ask an operator to reset your second factor."
)


class Refused(Exception):
    """Why a code is not taken: one plain sentence. `shut`: no further try is looked at for now."""

    permanent = True

    def __init__(self, words: str, *, shut: bool = False) -> None:
        super().__init__(words)
        self.shut = shut


@dataclass(frozen=True)
class Accepted:
    """The device whose code was right, and how many wrong ones it was given just before."""

    device: Device
    wrong_before: int

    @property
    def by_recovery(self) -> bool:
        """Whether a recovery code was used up."""
        return isinstance(self.device, RecoverySheet)


def has_app(user: User) -> bool:
    """Whether the person has set up an app."""
    return app_of(user) is not None


def app_of(user: User) -> Authenticator | None:
    """The app that the person has set up."""
    found: Authenticator | None = Authenticator.objects.filter(user=user, confirmed=True).first()
    return found


def codes_left(user: User) -> int:
    """How many recovery codes the person may still use."""
    return RecoveryCode.objects.filter(sheet__user=user, used_at__isnull=True).count()


def accept(user: User, given: str, address: str) -> Accepted:
    """Take a code, which then is used up. Raises Refused."""
    device = _device(user, given)
    if device is None:
        raise Refused(WRONG_CODE)
    _limit_pause(device)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        pause = int((why["locked_until"] - timezone.now()).total_seconds()) + 1
        raise Refused(f"The last code was wrong. Wait {pause} seconds and try again.", shut=True)
    account = f"code of {user.pk}"
    if not tries.admit(account, address):
        raise Refused(TOO_MANY, shut=True)
    wrong_before = device.throttling_failure_count
    if not _verified(device, given):
        raise Refused(WRONG if isinstance(device, Authenticator) else WRONG_CODE)
    tries.forget(account, address)
    return Accepted(device, wrong_before)


def _device(user: User, given: str) -> Device | None:
    """What the code can be of: six figures are the app's, all else is a recovery code."""
    plain = "".join(given.split())
    if plain.isascii() and plain.isdecimal() and len(plain) == DIGITS:
        return app_of(user)
    sheet: RecoverySheet | None = RecoverySheet.objects.filter(user=user, confirmed=True).first()
    return sheet


def _limit_pause(device: Device) -> None:
    rows = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=MOST_FAILURES)
    if rows.update(throttling_failure_count=MOST_FAILURES):
        device.throttling_failure_count = MOST_FAILURES


def _verified(device: Device, given: str) -> bool:
    try:
        with transaction.atomic():
            right: bool = device.verify_token(given)
            if right and isinstance(device, RecoverySheet):
                left = codes_left(device.user)
                audit.record(
                    "use recovery code", f"user:{device.user_id}", actor=device.user, left=left
                )
    except Unsealable as error:
        raise Refused(UNREADABLE_KEY) from error
    return right
