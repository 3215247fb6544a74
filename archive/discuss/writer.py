"""Who writes, without knowing who: a random cookie, and a network for one day.

Neither is stored, only digests under keys derived from SECRET_KEY. No address of a machine is
kept anywhere.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.signing import Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "passerelle_writer"
KEPT_FOR = timedelta(days=365)
RECEIPTS = Signer(salt="archive.discuss.receipt")
FORM = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def writer_id(request: HttpRequest) -> str:
    """The random id in this browser's cookie; nothing if it has none of our making."""
    held = request.COOKIES.get(COOKIE, "")
    return held if FORM.fullmatch(held) else ""


def new_writer_id() -> str:
    """A random id for a browser that writes for the first time."""
    return secrets.token_urlsafe(24)


def digest(identity: str) -> str:
    """What is stored of a writer's id, hexadecimal; nothing for none."""
    if not identity:
        return ""
    return salted_hmac("archive.discuss.writer", identity, algorithm="sha256").hexdigest()


def network(address: str, day: date | None = None) -> str:
    """What is stored of a network: the /24 or /64 under the day's key; nothing for no address.

    The key changes at midnight UTC, so that two days of one network cannot be joined.
    """
    try:
        prefix = _prefix(address.strip())
    except ValueError:
        return ""
    salt = f"archive.discuss.network.{(day or datetime.now(UTC).date()).isoformat()}"
    return salted_hmac(salt, prefix, algorithm="sha256").hexdigest()


def receipt(comment_id: int) -> str:
    """What the address of a waiting comment carries for a browser that keeps no cookie."""
    return RECEIPTS.signature(str(comment_id))


def is_receipt(text: str, comment_id: int) -> bool:
    """Whether the text is the receipt of that comment."""
    return constant_time_compare(text, receipt(comment_id))


def remember(response: HttpResponseBase, identity: str) -> None:
    """Set the writer's cookie, which is done on posting only."""
    response.set_cookie(
        COOKIE,
        identity,
        max_age=KEPT_FOR,
        secure=settings.SITE_URL.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )


def _prefix(address: str) -> str:
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))
