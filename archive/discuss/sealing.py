"""E-mail addresses at rest: sealed so that only this site reads them, digested to be found by.

Sealing is Fernet (AES-128 in CBC mode with an HMAC) under a key that is derived from SECRET_KEY, so
that a dump of the database alone tells no address.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

SALT = "archive.discuss.sealing"


def seal(address: str) -> str:
    """The address as it is stored; nothing for none. The same address differs each time."""
    return _fernet().encrypt(address.encode()).decode() if address else ""


def unseal(sealed: str) -> str:
    """The address that was sealed; nothing for none, or where the key is another now."""
    try:
        return _fernet().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


def digest_of(address: str) -> str:
    """What all that came from one address is found by, whatever its capitals; nothing for none."""
    folded = address.strip().casefold()
    return salted_hmac(f"{SALT}.digest", folded, algorithm="sha256").hexdigest() if folded else ""


def _fernet() -> Fernet:
    key = salted_hmac(f"{SALT}.key", "email", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
