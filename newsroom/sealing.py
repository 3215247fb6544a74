"""Keys at rest: sealed under SECRET_KEY, so that a copy of the database alone is of no use."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

SALT = "newsroom.sealing"


class Unsealable(Exception):
    """What was sealed cannot be opened: SECRET_KEY is another than it was."""

    permanent = True


def seal(key: bytes) -> str:
    """The key as it is stored; the same key differs each time (Fernet: AES-128-CBC, HMAC)."""
    return _fernet().encrypt(key).decode()


def opened(sealed: str) -> bytes:
    """The key that was sealed. Raises Unsealable."""
    try:
        return _fernet().decrypt(sealed.encode())
    except InvalidToken as error:
        raise Unsealable("SECRET_KEY is not the one that this was sealed under.") from error


def _fernet() -> Fernet:
    key = salted_hmac(f"{SALT}.key", "staff", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
