"""A reader's plain text: tidied when it comes, shown as paragraphs with plain links."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”]+", re.IGNORECASE)
HOST = re.compile(r"(?:[0-9a-zàâæçéèêëîïôœùûüÿ_-]+\.)*[0-9a-zàâæçéèêëîïôœùûüÿ_-]+\.?")
TRAILING = ".,;:!?…)]}'’*_"
PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# What could turn a line's direction round or hide in it. Joiners stay: scripts and emoji need them.
UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
KEPT_CONTROLS = {"\n", "\t"}


def tidy(text: str) -> str:
    """The text in NFC without control characters, turned directions and outer space.

    Letters are never taken out, and line breaks stay, however they were sent.
    """
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)))
    kept = (c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """The tidied text with every run of space as one space."""
    return " ".join(tidy(text).split())


def links(text: str) -> list[str]:
    """The web addresses in the text, in order, without the punctuation that follows them."""
    return [link for _, link in _pieces(text) if link]


def opening(text: str, at_most: int) -> str:
    """The text, or as many of its words as fit into so many characters, and an ellipsis."""
    if len(text) <= at_most:
        return text
    words = re.match(r".*(?=\s)", text[: at_most + 1], re.DOTALL)
    kept = words[0] if words else text[:at_most]
    return f"{kept.rstrip()} …"


def as_html(text: str) -> SafeString:
    """The text as escaped paragraphs; a link shows its host and vouches for nothing."""
    paragraphs = (_lines(part) for part in PARAGRAPH.split(text.strip()) if part)
    return mark_safe("".join(f"<p>{lines}</p>" for lines in paragraphs))  # noqa: S308 escaped below


def _lines(text: str) -> str:
    written = "".join(
        _anchor(link) if link else str(escape(plain)) for plain, link in _pieces(text)
    )
    return written.replace("\n", "<br>")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Runs of plain text and links in turn: one of each pair is empty."""
    end = 0
    for match in LINK.finditer(text):
        link = match[0].rstrip(TRAILING)
        yield text[end : match.start()], ""
        yield "", link
        end = match.start() + len(link)
    yield text[end:], ""


def _anchor(link: str) -> str:
    host = _host(link)
    if not host:
        return str(escape(link))
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', link, host)


def _host(link: str) -> str:
    """Where a link truly leads; nothing where no browser could follow it, or might go elsewhere.

    Letters that French lacks are named by their code (RFC 3492): many look like others.
    """
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
        named = host if HOST.fullmatch(host) else host.encode("idna").decode()
    except ValueError:
        return ""
    # For browsers a backslash ends the host, for Python it does not; a bracket hides what it holds.
    is_clear = HOST.fullmatch(named) and not {"\\", "["} & set(parts.netloc)
    return named if is_clear and parts.scheme in {"http", "https"} else ""
