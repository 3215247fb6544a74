"""Counting tries at a sign-in: per account and network, so that nobody can lock another out."""

from django.conf import settings

from archive import throttle

FOLDER = "sign-in"


def admit(account: str, address: str) -> bool:
    """Count one more try from the address; False once there were too many of late."""
    return throttle.admit(settings.VAR_DIR / FOLDER, throttle.key(account, address))


def forget(account: str, address: str) -> None:
    """Begin anew: what was given was right."""
    throttle.forget(settings.VAR_DIR / FOLDER, throttle.key(account, address))
