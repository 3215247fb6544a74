"""Web addresses: one written form of each, and references short enough to be kept."""

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

LONGEST_REF = 500
LONGEST_URL = 2000
# What campaigns and networks hang on an address; the page is the same without.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|xtor|at_\w+|wt_\w+|cmpid|ns_\w+"
)
USUAL_PORT = {"http": ":80", "https": ":443"}
BLANK = re.compile(r"[\s\x00-\x1f\ud800-\udfff<>\"]")


def canonical(url: str) -> str:
    """The address in its one form, or "" where it is no web address.

    Host in lower case, no usual port, fragment or tracking parameters; the path stays as it is.
    """
    url = url.strip()
    if BLANK.search(url) or len(url) > LONGEST_URL:
        return ""
    try:
        parts = urlsplit(url)
        host = (
            parts.netloc.rpartition("@")[2].lower().removesuffix(USUAL_PORT.get(parts.scheme, ""))
        )
    except ValueError:
        return ""
    if parts.scheme not in USUAL_PORT or not parts.hostname:
        return ""
    kept = [part for part in parts.query.split("&") if not _tracks(part)]
    tidied = urlunsplit((parts.scheme, host, parts.path or "/", "&".join(kept), ""))
    return tidied if len(tidied) <= LONGEST_URL else ""


def _tracks(parameter: str) -> bool:
    return TRACKING.fullmatch(parameter.partition("=")[0].lower()) is not None


def url_hash(url: str) -> str:
    """SHA-256 (hexadecimal) of the address; http and https count as one."""
    bare = canonical(url).partition("://")[2]
    return hashlib.sha256(bare.encode()).hexdigest()


def kept_ref(ref: str) -> str:
    """The reference itself, or its beginning with a digest of the whole where it is too long."""
    if len(ref) <= LONGEST_REF:
        return ref
    return f"{ref[:420]}#sha256:{hashlib.sha256(ref.encode()).hexdigest()}"
