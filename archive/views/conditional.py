"""Answers that are sent only to those who do not hold them already (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

from archive.models import SearchOutbox

FORM = 1  # one more whenever the same rows are written otherwise
FRESH = 300  # seconds for which a cache may answer without asking
SETTLED = timedelta(seconds=10)


def unless_known(
    request: HttpRequest, made_of: Iterable[object], answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer, made only where the request does not show that the asker holds it.

    `made_of` is all that it would be made of, as values that print alike when they are alike.
    """
    etag, changed = _tag(made_of), last_change()
    response = get_conditional_response(request, etag=etag, last_modified=changed) or answer()
    response.headers["ETag"] = etag
    if changed:
        response.headers["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def last_change() -> int | None:
    """When anything that readers see last changed, in seconds; None within ten seconds of it.

    A date tells whole seconds, and a transaction ends later than it wrote its time: what is sent
    meanwhile bears no date, so that no one can ask by it for what came after.
    """
    at = SearchOutbox.objects.order_by("-at").values_list("at", flat=True).first()
    if at is None or at > timezone.now() - SETTLED:
        return None
    return int(at.timestamp())


def _tag(made_of: Iterable[object]) -> str:
    parts = [FORM, settings.SITE_NAME, settings.SITE_URL, *made_of]
    return quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:32])
