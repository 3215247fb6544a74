"""Who writes, without knowing who: a signed number in a cookie, and a network for one day.

Neither is stored, only digests. A writer's hangs on SECRET_KEY. A network's hangs besides on a
random key of its day, which `retention` destroys within a week: then not even who holds
SECRET_KEY can try out which network it was. No address of a machine is kept anywhere.
"""

from __future__ import annotations

import ipaddress
import secrets
from datetime import UTC, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from archive.models import NetworkKey

COOKIE = "passerelle_writer"
KEPT_FOR = timedelta(days=365)
WRITERS = Signer(salt="archive.discuss.writer.cookie")
RECEIPTS = Signer(salt="archive.discuss.receipt")


def writer_id(request: HttpRequest) -> str:
    """The id in this browser's cookie; nothing if it has none that was issued here."""
    held = request.COOKIES.get(COOKIE, "")
    try:
        WRITERS.unsign(held)
    except BadSignature:
        return ""
    return held


def new_writer_id() -> str:
    """An id for a browser that writes for the first time: a random number, and our signature."""
    return WRITERS.sign(secrets.token_urlsafe(24))


def digest(identity: str) -> str:
    """What is stored of a writer's id, hexadecimal; nothing for none."""
    if not identity:
        return ""
    return salted_hmac("archive.discuss.writer", identity, algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """What is stored of a network: the /24 or /64 under today's key; nothing for no address."""
    try:
        prefix = _prefix(address.strip())
    except ValueError:
        return ""
    return day_digest(prefix)


def day_digest(said: str) -> str:
    """A digest under today's key, hexadecimal: nobody can join two days' by it."""
    salt = b"archive.discuss.network" + _key_of_today()
    return salted_hmac(salt, said, algorithm="sha256").hexdigest()


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


def _key_of_today() -> bytes:
    """The key of this day (UTC), made by whoever comes first.

    It is read anew each time: a process that kept it would know it after its destruction.
    """
    today = timezone.now().astimezone(UTC).date()
    kept = NetworkKey.objects.filter(day=today).values_list("secret", flat=True)
    found = kept.first()
    if found is None:
        NetworkKey.objects.bulk_create([NetworkKey(day=today)], ignore_conflicts=True)
        found = kept.get()
    return bytes(found)


def _prefix(address: str) -> str:
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))
