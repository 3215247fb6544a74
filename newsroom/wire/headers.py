"""What an answer's headers say. Nonsense says nothing, and fails nothing."""

import re
import time

from django.utils.http import parse_http_date_safe

LONGEST_WAIT = 366 * 86400.0  # seconds: more is nonsense, and too much for dates
MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,60})\s*(?:;|,|$)", re.ASCII)
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?([0-9]+)", re.IGNORECASE)
UNKEPT = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
SENDABLE = re.compile(r"[\x20-\x7e]*")


def media_type(content_type: str) -> str:
    """Such as "text/html", in lower case; "" where none is named."""
    found = MEDIA_TYPE.match(content_type)
    return found[1].lower() if found else ""


def charset(content_type: str) -> str:
    """Such as "utf-8", in lower case; "" where none is named."""
    found = CHARSET.search(content_type)
    return found[1].lower() if found else ""


def retry_after(value: str) -> float | None:
    """Seconds to wait by Retry-After (RFC 9110, 10.2.3), given as a number or as a date."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_WAIT)
    at = parse_http_date_safe(value)
    return None if at is None else min(max(at - time.time(), 0.0), LONGEST_WAIT)


def max_age(cache_control: str) -> float | None:
    """Seconds for which an answer is good by Cache-Control; None where it does not say."""
    found = MAX_AGE.search(cache_control)
    if not found or UNKEPT.search(cache_control):
        return None
    return min(float(found[1]), LONGEST_WAIT)


def sendable(value: str, longest: int) -> str:
    """A validator (ETag, Last-Modified) that can be kept and sent back as it is, else ""."""
    value = value.strip()
    return value if len(value) <= longest and SENDABLE.fullmatch(value) else ""


def as_sent(value: str) -> str:
    """A header's text: HTTP reads its bytes as Latin-1, but addresses are written in UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
