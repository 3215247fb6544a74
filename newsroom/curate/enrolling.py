"""Setting up the second factor: a key for the app, recovery codes, and doing it all again."""

import base64
import secrets
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django_otp.oath import totp

from archive import audit
from newsroom import sealing
from newsroom.curate import second_factor, sessions
from newsroom.curate.second_factor import Refused
from newsroom.models import Authenticator, RecoveryCode, RecoverySheet
from newsroom.models.devices import DIGITS, STEP

KEY_OCTETS = 20  # RFC 4226, section 4, R6
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
PENDING = "pending_key"
NOT_OF_THIS_KEY = "These are not the figures that an app with this key shows now. Try the next."
ALREADY = "There is an app for this account already: sign in with its code."


class NoKey(Exception):
    """Why no figures can be told: one plain sentence."""

    permanent = True


def pending_key(session: SessionBase) -> bytes:
    """The key that this session offers to an app: of no other session, and sealed meanwhile."""
    try:
        return sealing.opened(session[PENDING])
    except (KeyError, sealing.Unsealable):
        key = secrets.token_bytes(KEY_OCTETS)
        session[PENDING] = sealing.seal(key)
        return key


def spelt(key: bytes) -> str:
    """The key as people type it: base32 in groups of four."""
    plain = base64.b32encode(key).decode().rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(key: bytes, user: User) -> str:
    """The key as an app reads it from a picture (Key URI Format of Google Authenticator)."""
    label = quote(f"{settings.SITE_NAME}:{user.get_username()}")
    asked: dict[str, Any] = {"secret": spelt(key).replace(" ", ""), "issuer": settings.SITE_NAME}
    asked |= {"algorithm": "SHA1", "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


def played(key: str) -> str:
    """What an app with this key, as it is spelt, shows now. Raises NoKey."""
    try:
        return _now(base64.b32decode("".join(key.split()).upper()))
    except ValueError as error:
        raise NoKey("This is no key: it is 32 letters and figures from 2 to 7.") from error


def played_for(user: User) -> str:
    """What the person's app shows now. Raises NoKey."""
    app = second_factor.app_of(user)
    if app is None:
        raise NoKey("No app is set up yet: give the KEY that the page shows.")
    try:
        return _now(app.key())
    except sealing.Unsealable as error:
        raise NoKey(str(error)) from error


def _now(key: bytes) -> str:
    return f"{totp(key, STEP, 0, DIGITS):0{DIGITS}}"


def set_up(user: User, key: bytes, figures: str) -> tuple[Authenticator, list[str]]:
    """The person's first app, confirmed by its figures, and their recovery codes. Raises Refused.

    The codes are nowhere but in what this returns: show them.
    """
    codes, digests = _fresh_codes()
    with transaction.atomic():
        _lock(user)
        if second_factor.has_app(user):
            raise Refused(ALREADY)
        app = _confirmed(user, key, figures)
        _keep(user, digests)
        audit.record("set up second factor", f"user:{user.pk}", actor=user)
    return app, codes


def replace_app(user: User, key: bytes, figures: str) -> Authenticator:
    """Another app in the place of the one before, confirmed by its figures. Raises Refused."""
    with transaction.atomic():
        _lock(user)
        app = _confirmed(user, key, figures)
        Authenticator.objects.filter(user=user).exclude(pk=app.pk).delete()
        audit.record("replace authenticator", f"user:{user.pk}", actor=user)
    return app


def renew_codes(user: User) -> list[str]:
    """New recovery codes; those before are void. They are nowhere but in what this returns."""
    codes, digests = _fresh_codes()
    with transaction.atomic():
        _lock(user)
        _keep(user, digests)
        audit.record("make recovery codes", f"user:{user.pk}", actor=user, count=CODES)
    return codes


def reset(user: User, *, by: User | None) -> None:
    """Take app and codes away from who lost them, and sign the person out everywhere.

    At the next sign-in the password alone leads to setting up another app.
    """
    with transaction.atomic():
        _lock(user)
        for kind in (Authenticator, RecoverySheet):
            kind.objects.filter(user=user).delete()
        audit.record("reset second factor", f"user:{user.pk}", actor=by)
        sessions.end_all(user)


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _confirmed(user: User, key: bytes, figures: str) -> Authenticator:
    app: Authenticator = Authenticator.objects.create(
        user=user, name="authenticator app", sealed_key=sealing.seal(key)
    )
    if not app.verify_token(figures):
        raise Refused(NOT_OF_THIS_KEY)
    return app


def _fresh_codes() -> tuple[list[str], list[str]]:
    """Codes of 49 bits each, and their digests: made before any row is locked, for they cost."""
    halves = ["".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2 * CODES)]
    codes = [f"{a}-{b}" for a, b in zip(halves[::2], halves[1::2], strict=True)]
    return codes, [make_password(code.replace("-", "")) for code in codes]


def _keep(user: User, digests: list[str]) -> None:
    """The one sheet of the person holds these and no others; its sessions stay signed in."""
    sheet, _ = RecoverySheet.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    sheet.codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(sheet=sheet, digest=d) for d in digests)
