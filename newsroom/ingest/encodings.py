"""From bytes to text: UTF-8, Windows-1252, ISO-8859-1, or what the document declares."""

import codecs
import re
from dataclasses import dataclass

from newsroom.ingest.story import Refusal

NOT_TEXT = "It is not text."
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Only these may be declared: Python's other codecs (escapes, punycode) were not made for pages.
ACCEPTED = re.compile(r"utf-?8|windows-125\d|cp125\d|iso-?8859-\d{1,2}|latin-?\d|macintosh")
META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{3,20})[\"']", re.IGNORECASE)
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
# Bytes that Windows-1252 fills with typographic marks and ISO-8859-1 leaves to control codes.
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
ASCII = bytes(range(128))
UNICODE_TAIL = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the encoding that it was read in, and a warning if some was lost."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, charset: str = "") -> Decoded:
    """Read bytes as text; raises Refusal where they are none.

    A byte order mark decides, then valid UTF-8, then the declaration in the document's head:
    pages saved anew as UTF-8 keep the declaration of their former encoding. Where the document
    says nothing, the `charset` counts that whoever sent it named.
    """
    named = _declared(raw) or charset.lower()
    decoded = _by_mark(raw) or _as_utf8(raw) or _as_named(raw, named) or _as_guessed(raw)
    controls = len(CONTROLS.findall(decoded.text))
    if "\x00" in decoded.text or controls > 2 + len(decoded.text) / 500:
        raise Refusal(NOT_TEXT)
    return decoded


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            try:
                return Decoded(raw.decode(encoding), encoding)
            except UnicodeDecodeError:
                return None
    return None


def _as_utf8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _declared(raw: bytes) -> str:
    """The encoding that the document names in its head, "" where it names none that counts."""
    head = raw[:4096]
    found = XML.match(head.lstrip()) or META.search(head)
    return found[1].decode("ascii").lower() if found else ""


def _as_named(raw: bytes, label: str) -> Decoded | None:
    if not ACCEPTED.fullmatch(label) or label in {"utf-8", "utf8"}:
        return None
    try:
        name = codecs.lookup(label).name
        if name == "iso8859-1":  # the label is used for both; the bytes tell them apart
            name = _latin(raw)
        return Decoded(raw.decode(name), name)
    except (LookupError, UnicodeDecodeError):
        return None


def _as_guessed(raw: bytes) -> Decoded:
    """Damaged UTF-8 where most of what is not ASCII is UTF-8 still, else Windows or ISO.

    A binary file decodes as these too, but then every other sign of it is foreign.
    """
    foreign = len(raw.translate(None, ASCII))
    whole = sum(len(tail) for tail in UNICODE_TAIL.findall(raw))
    if whole > 0.8 * foreign:
        text = raw.decode("utf-8", errors="replace")
        lost = f"{text.count(chr(0xFFFD))} characters could not be read and show as \ufffd."
        return Decoded(text, "utf-8", (lost,))
    if foreign > 0.3 * len(raw):
        raise Refusal(NOT_TEXT)
    name = _latin(raw)
    try:
        return Decoded(raw.decode(name), name)
    except UnicodeDecodeError as error:
        raise Refusal(NOT_TEXT) from error


def _latin(raw: bytes) -> str:
    return "windows-1252" if WINDOWS_ONLY.search(raw) else "iso-8859-1"
