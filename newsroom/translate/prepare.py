"""What the model is fed: a French sentence made plain, and what must be put back afterwards.

Readers never see the plain form; it only spares the model what it was not trained on.
"""

import re
import unicodedata
from dataclasses import dataclass

from archive.addresses import ADDRESS, TAG
from archive.names import in_french_case

# Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark.
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
APOSTROPHES = str.maketrans("’‘ʼ＇´", "'''''")
LEAD = re.compile(
    r"""(?:
        (?: [•●○◦▪■□‣⁃·∙*→►▶➤✓–—-]
          | \d{1,3} (?: [.)] | \s?[°º] [.)]? ) | \(\d{1,3}\)
          | [a-z] \) | [A-Z] \) | \([a-zA-Z]\) | [a-h] \.
          | [IVX]{2,5} [.)] | [IVX] \)
        ) \s+
    )+""",
    re.VERBOSE,
)
BLOCK = re.compile(r"^(?P<block>[^a-zà-öø-ÿœ]+?)(?P<rest>\s(?:[-–—]|:)\s.*)$", re.DOTALL)
BLOCK_END = re.compile(r"\s(?:[-–—]|:)\s|:\s")
WORD = re.compile(r"[^\W\d_]+")
# Copied as they are: addresses, handles, hashtags, names of files with underscores.
COPIED = re.compile(
    rf"{ADDRESS.pattern} | {TAG.pattern}"
    r" | \b[^\W_]{1,64}(?:[.-][^\W_]{1,64}){0,8}_[\w.]*\w",
    re.IGNORECASE | re.VERBOSE,
)
# A model copies such words; the first that the sentence itself lacks is taken.
STAND_INS = ("XX", "XZ", "QX", "ZQ")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence as the model is fed it (`text`, one line) and what restores the rest.

    `passthrough` says that there is nothing to translate: `text` holds no word and stands as its
    own English. `copied` stand in the text as their place after `stand_in`: XX1, XX2.
    """

    text: str
    lead: str = ""
    shouted: bool = False
    block: bool = False
    passthrough: bool = False
    stand_in: str = ""
    copied: tuple[str, ...] = ()

    def restore(self, english: str) -> str:
        """The model's English with numbering, bullet, capitals and addresses put back."""
        english = english.strip()
        if self.passthrough:
            return english
        if self.shouted:
            english = english.upper()
        elif self.block:
            english = _raise_block(english)
        for place, piece in enumerate(self.copied, start=1):
            escaped = piece.replace("\\", r"\\")
            english = re.sub(rf"{self.stand_in}{place}(?!\d)", escaped, english)
        return self.lead + english


def prepare(french: str) -> Prepared:
    """Make a French sentence plain for the model; the same sentence always gives the same."""
    text = plain(french)
    if not WORD.search(COPIED.sub("", text)):
        return Prepared(text, passthrough=True)
    lead = LEAD.match(text)
    body = text[lead.end() :] if lead else text
    if not WORD.search(body):
        lead, body = None, text
    stand_in, copied, body = _stowed(body)
    text, shouted, block = _lowered(body)
    return Prepared(
        text=text,
        lead=lead.group() if lead else "",
        shouted=shouted,
        block=block,
        stand_in=stand_in,
        copied=copied,
    )


def plain(text: str) -> str:
    """NFC, straight apostrophes, ordinary single spaces, no invisible characters or breaks."""
    text = unicodedata.normalize("NFC", text)
    text = INVISIBLE.sub("", text).translate(APOSTROPHES)
    return " ".join(text.split())


def _stowed(text: str) -> tuple[str, tuple[str, ...], str]:
    """The text with a stand-in for all that is to be copied, and « & » written out."""
    text = text.replace(" & ", " et ")
    copied = tuple(match[0] for match in COPIED.finditer(text))
    stand_in = next((word for word in STAND_INS if word not in text.upper()), "")
    if not copied or not stand_in:
        return "", (), text
    places = iter(range(1, len(copied) + 1))
    return stand_in, copied, COPIED.sub(lambda _: f"{stand_in}{next(places)}", text)


def _lowered(body: str) -> tuple[str, bool, bool]:
    """The body with capitals put in sentence case, and whether all was, or only its opening."""
    if _is_shouted(body):
        return in_french_case(body), True, False
    block = BLOCK.match(body)
    if block and _is_shouted(block["block"]):
        return in_french_case(block["block"]) + block["rest"], False, True
    return body, False, False


def _is_shouted(text: str) -> bool:
    """Whether at least two words and eight letters stand in capitals, and none in lower case."""
    words = WORD.findall(text)
    letters = "".join(words)
    if len(letters) < 8 or sum(len(word) > 1 for word in words) < 2:
        return False
    return letters.isupper()


def _raise_block(english: str) -> str:
    """Put the opening, up to its dash or colon, back into capitals; unchanged if it has none."""
    end = BLOCK_END.search(english)
    if end is None:
        return english
    return english[: end.start()].upper() + english[end.start() :]
