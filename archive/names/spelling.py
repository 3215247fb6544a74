"""Spellings made comparable: without accents and capitals, or by how a name is transcribed."""

import re
import unicodedata
from itertools import filterfalse

# Letters that Unicode does not take apart. Replaced one by one: a table for `translate` is slower.
UNDECOMPOSED = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
UNDECOMPOSED["’"] = "'"
SOUNDS = {"tch": "c", "dj": "j", "ch": "s", "sh": "s", "kh": "k", "ph": "f", "ou": "u"}
SOUND = re.compile("|".join(SOUNDS))
LETTERS = str.maketrans("wy", "vi")
DOUBLED = re.compile(r"(.)\1+")
# What English writers put for sounds that French ones write otherwise.
ENGLISH_SOUNDS = {"tch": "c", "ch": "c", "zh": "j", "oo": "u", "ee": "i"}
ENGLISH_SOUND = re.compile("|".join(ENGLISH_SOUNDS))


def fold(text: str) -> str:
    """Lower case without accents, ligatures taken apart."""
    if text.isascii():
        return text.lower()
    text = text.casefold()
    for letter, plain in UNDECOMPOSED.items():
        text = text.replace(letter, plain)
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


def romanised(folded: str) -> str:
    """A key that is the same for the usual transcriptions of one name: Netanyahou, Netanyahu."""
    sounded = SOUND.sub(lambda match: SOUNDS[match[0]], folded)
    return DOUBLED.sub(r"\1", sounded.translate(LETTERS))


def romanised_english(folded: str) -> set[str]:
    """The keys of an English spelling; English ch may be the French tch: Chekhov, Tchekhov."""
    respelt = ENGLISH_SOUND.sub(lambda match: ENGLISH_SOUNDS[match[0]], folded)
    return {romanised(folded), romanised(respelt)}
