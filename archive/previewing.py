"""Links to how an article would be read if it were published now: good for an hour, for anybody."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

VALID_FOR = timedelta(hours=1)
SIGNER = TimestampSigner(salt="archive.previewing")


class Expired(Exception):
    """The link was one of ours, and its hour is over."""

    permanent = True


def address(article_id: int) -> str:
    """The preview's address, which is good from now on for an hour."""
    return reverse("archive:preview", args=[SIGNER.sign(str(article_id))])


def opened(token: str) -> int | None:
    """The article's number; None for what never was one of our links. Raises Expired."""
    try:
        return int(SIGNER.unsign(token, max_age=VALID_FOR))
    except SignatureExpired as error:
        raise Expired("The link was good for an hour, which is over.") from error
    except BadSignature:
        return None
