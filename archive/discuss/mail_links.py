"""The way to what one wrote, by e-mail: a link for one use within ten minutes, then a grant.

Whether an address is known is told to nobody: a row is made and a letter is due either way, and
the letter is written only where something was. The row holds a digest of the address; the letter
goes to the address that was given with the words, never to one that was typed by who asks.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from archive import ledger
from archive.discuss.sealing import digest_of
from archive.discuss.steps import LETTERS
from archive.models import MailLink

VALID_FOR = timedelta(minutes=10)
WITHIN, MOST = timedelta(hours=1), 3  # links for one address
DIGITS = 18  # of a row's number, at most
LINKS = Signer(salt="archive.discuss.mail_links")
GRANTS = TimestampSigner(salt="archive.discuss.mail_links.grant")


def ask(address: str) -> None:
    """Have a link sent to the address, if anything was written with it.

    Nothing comes of it where three were asked for within the hour.
    """
    now, whose = timezone.now(), digest_of(address)
    if MailLink.objects.filter(email_digest=whose, made_at__gt=now - WITHIN).count() >= MOST:
        return
    with transaction.atomic():
        link = MailLink.objects.create(email_digest=whose, made_at=now, expires_at=now + VALID_FOR)
        ledger.enqueue(LETTERS, f"link:{link.pk}")


def token(link: MailLink) -> str:
    """What the link's address ends in: made anew for the letter, and kept nowhere."""
    return f"{link.pk}-{LINKS.signature(f'{link.pk}.{link.nonce}')}"


def find(text: str) -> MailLink | None:
    """The link with that token; None where it was never ours, or is long over."""
    number = text.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
        return None
    link = MailLink.objects.filter(pk=int(number)).first()
    return link if link and constant_time_compare(text, token(link)) else None


def is_over(link: MailLink) -> bool:
    """Whether the link was used, or its ten minutes have passed."""
    return link.used_at is not None or link.expires_at <= timezone.now()


def consume(link: MailLink) -> bool:
    """Use the link up; false where it is over, or somebody else was faster."""
    now = timezone.now()
    good = MailLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now)
    return good.update(used_at=now) == 1


def grant(email_digest: str) -> str:
    """The right to what was written with that address, for ten minutes from now."""
    return GRANTS.sign_object(email_digest)


def granted(text: str) -> str:
    """The digest of the address whose words the grant opens; nothing where it is none any more."""
    try:
        return str(GRANTS.unsign_object(text, max_age=VALID_FOR))
    except BadSignature:
        return ""
