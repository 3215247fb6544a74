"""A toy engine: no model, no English, but the same wording for the same sentence, at once.

A handful of common words are put into English; other words in small letters are written
backwards without their accents, so that a test can read which French word an English one came
from. Names, figures, marks and addresses stay.
"""

import re
import unicodedata
from collections.abc import Sequence

from newsroom.translate.engines.contract import PLAIN, Decoding, Hypothesis

NAME = "toy 1"
WORD = re.compile(r"(?P<kept>(?:https?://|www\.)\S+|\S+@\S+|[#@]\w+)|[^\W\d_]+")
ELISION = re.compile(r"(?<!['’])\b([cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
FULL = {"c": "ce", "d": "de", "j": "je", "l": "le", "m": "me", "n": "ne", "s": "se", "t": "te"}
NEGATED = re.compile(r"\bne\b((?:\W+\w+){1,4}?)\W+(?:pas|plus|point)\b", re.IGNORECASE)
COMMON = {
    "après": "after", "au": "to the", "aussi": "also", "aux": "to the", "avant": "before",
    "avec": "with", "à": "to", "ce": "this", "cent": "hundred", "centaine": "hundred",
    "ces": "these", "cette": "this", "cinq": "five", "dans": "in", "de": "of", "des": "some",
    "deux": "two", "dix": "ten", "du": "of the", "elle": "she", "en": "in", "entre": "between",
    "est": "is", "et": "and", "huit": "eight", "il": "he", "ils": "they", "jamais": "never",
    "je": "I", "la": "the", "le": "the", "les": "the", "leur": "their", "mais": "but",
    "mille": "thousand", "milliard": "billion", "milliards": "billion", "million": "million",
    "millions": "million", "ne": "not", "neuf": "nine", "ni": "nor", "non": "not", "not": "not",
    "nous": "we", "on": "one", "onze": "eleven", "ou": "or", "où": "where", "par": "by",
    "pas": "not", "plus": "more", "pour": "for", "premier": "first", "première": "first",
    "quatre": "four", "que": "that", "qui": "who", "sa": "his", "sans": "without", "se": "itself",
    "sept": "seven", "ses": "his", "six": "six", "son": "his", "sont": "are", "sur": "on",
    "tiers": "third", "trois": "three", "troisième": "third", "un": "a", "une": "a",
    "vingt": "twenty", "vous": "you",
}  # fmt: skip


class ToyEngine:
    """Serves French to English with words that look the part."""

    name = NAME

    def serves(self, source: str, target: str) -> bool:
        """Whether the pair is French to English."""
        return (source, target) == ("fr", "en")

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        """The one wording of each sentence, and its like with a word more for each further one."""
        return [_hypotheses(wording(sentence), decoding.hypotheses) for sentence in batch]


def wording(sentence: str) -> str:
    """The toy's English for a French sentence."""
    text = ELISION.sub(_full_form, sentence)
    text = NEGATED.sub(r"not\1", text)
    return WORD.sub(lambda found: _word(found, first=not text[: found.start()].strip()), text)


def _full_form(elided: re.Match[str]) -> str:
    letter = elided[1]
    full = FULL.get(letter.lower(), "que") + " "
    return full.capitalize() if letter[0].isupper() else full


def _word(found: re.Match[str], *, first: bool) -> str:
    french = found.group()
    english = COMMON.get(french.lower())
    if english:
        return english.capitalize() if first or french[0].isupper() else english
    if found["kept"] or not french.islower():
        return french
    bare = unicodedata.normalize("NFD", french[::-1])
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _hypotheses(text: str, count: int) -> list[Hypothesis]:
    return [Hypothesis(" ".join([text] + ["too"] * n), -0.5 - n) for n in range(count)]
