"""Cleaning running text as it is kept: what no database or page can hold goes out."""

import re

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u2028\u2029]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def tidy(text: str) -> str:
    """One line without control codes or lone surrogates; no-break spaces stay as they are."""
    text = SURROGATE.sub("\ufffd", UNPRINTABLE.sub(" ", text))
    return BLANKS.sub(" ", text).strip(" \u00a0\u202f")


def words(text: str) -> list[str]:
    """The words of the text, numbers left out."""
    return WORD.findall(text)


def fold(text: str) -> str:
    """The text with one kind of apostrophe and space and in lower case, for comparing."""
    plain = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return BLANKS.sub(" ", plain).strip().casefold()
