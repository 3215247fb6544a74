"""Checks of content: whether what the French says by name, figure or mark is in the English."""

import re
from collections.abc import Iterator, Sequence

from archive.addresses import ADDRESS, TAG, without_addresses
from archive.checks.finding import Finding
from archive.names import Rendering, astray
from archive.numerals import missing
from archive.terms import Use, faults

# A sign, and what the English may hold in its place.
SIGNS = {
    "%": re.compile(r"%|\bper\s?cent|\bpct\b", re.IGNORECASE),
    "€": re.compile(r"€|\beuros?\b|\bEUR\b", re.IGNORECASE),
    "$": re.compile(r"\$|\bdollars?\b|\bUSD\b", re.IGNORECASE),
    "£": re.compile(r"£|\bpounds?\b|\bGBP\b", re.IGNORECASE),
}
QUOTE = re.compile(r"[«»“”„\"]")
NESTED_ONLY = re.compile("[‘‹]")

# « ne » and its second half within five words; « personne ne »; a bare « non » or « pas de ».
FRENCH_NEGATION = re.compile(
    r"""\b(?:ne\s|n['’]) (?:[\w'’-]{1,30}\s){0,5}?
        (?:[\w'’-]{1,30}-)? (?:pas|jamais|rien|personne|aucune?|plus|guère)\b
    | \b(?:personne|rien|aucune?|nul|nulle|jamais|ni)\s (?:[\w'’-]{1,30}\s){0,5}? (?:ne\s|n['’])
    | (?<![\w-])non(?![\w-]) | ^\W*pas\s(?:de|un|une|encore)\b | \ben\saucun\b""",
    re.VERBOSE | re.IGNORECASE,
)
# « n'est-ce pas », « pas moins de » and the like deny nothing.
NO_NEGATION = re.compile(
    r"n['’]est-ce\spas|pas\smoins|non\sloin|n['’]hésite\w*\spas|plus\sque\b", re.IGNORECASE
)
ENGLISH_NEGATION = re.compile(
    r"""\b(?: no|not|none|never|nothing|nobody|nowhere|neither|nor|cannot|without|unless|barely
        |hardly|scarcely|unable|fail\w*|refus\w*|lack\w*|den(?:y|ies|ied|ying)|stop\w*|avoid\w*
        |prevent\w*|few|little|rarely|seldom|absen\w+|anymore|any\smore|longer|only|until|ceas\w+
        |miss\w*|rul\w+\sout|exclud\w+|instead|rather|impossible|non|non-\w+
        |un(?!der|til|it|io|iq|iv|if|cle|anim)\w{4,}|in(?:capable|sufficient|active|valid|complete)
        |im(?:mune|mobile|mature)|il(?:legal|licit)|dis(?:agree|appear|approv|like|allow)\w* )\b
    | n['’]t\b | less\b""",
    re.VERBOSE | re.IGNORECASE,
)


def negation(french: str, english: str) -> Iterator[Finding]:
    """The French denies something and nothing in the English does."""
    denied = FRENCH_NEGATION.search(french)
    if denied and not NO_NEGATION.search(french) and not ENGLISH_NEGATION.search(english):
        words = f"The French says no (“{denied[0].strip()}”); the English does not."
        yield Finding("negation", words, retry=True)


def figures(french: str, english: str) -> Iterator[Finding]:
    """A number of the French that is nowhere in the English."""
    for number in missing(french, english):
        yield Finding("number", f"The number {number} is missing from the English.")


def names(
    french: str,
    english: str,
    renderings: Sequence[Rendering] = (),
    besides: Sequence[str] = (),
) -> Iterator[Finding]:
    """A name of the French that the English lacks, misspells or leaves untranslated.

    Of what stands in the French forms `besides` nothing is asked.
    """
    for name in astray(french, english, renderings, besides):
        if name.expected:
            yield Finding("name", f"{name.name} should be {name.expected} in English.")
        else:
            yield Finding("name", f"The name {name.name} is not in the English as spelt.")


def terms(_: str, english: str, uses: Sequence[Use] = ()) -> Iterator[Finding]:
    """An expression of the French that the English does not have as the glossary does."""
    for fault in faults(english, uses):
        french, wanted = fault.use.expression.french, fault.use.english
        but = f", not “{fault.wrong}”" if fault.wrong else ""
        yield Finding("term", f"The glossary has “{french}” as “{wanted}”{but}.")


def kept(french: str, english: str) -> Iterator[Finding]:
    """Addresses, handles, hashtags and signs are copied, not translated."""
    found = english.casefold()
    for piece in (*ADDRESS.findall(french), *TAG.findall(ADDRESS.sub(" ", french))):
        if piece.casefold() not in found:
            yield Finding("kept", f"{piece} is not in the English as it stands.", retry=True)
    bare = without_addresses(french)
    for sign, rendering in SIGNS.items():
        if sign in bare and not rendering.search(english):
            yield Finding("kept", f"The sign {sign} is missing from the English.")


def tone(french: str, english: str) -> Iterator[Finding]:
    """A question stays a question, an exclamation an exclamation."""
    source, target = without_addresses(french), without_addresses(english)
    for mark, name in (("?", "question"), ("!", "exclamation")):
        if mark in source and mark not in target:
            yield Finding("marks", f"The {name} mark is missing from the English.")
        elif mark in target and mark not in source:
            yield Finding("marks", f"The English has a {name} mark, the French has none.")


def quotation(french: str, english: str) -> Iterator[Finding]:
    """What is quoted stays quoted, and marks stand in pairs where those of the French do."""
    source, target = len(QUOTE.findall(french)), len(QUOTE.findall(english))
    if source > 1 and not target and not NESTED_ONLY.search(english):
        yield Finding("quotes", "The quotation marks are missing from the English.")
    elif source % 2 != target % 2:
        yield Finding("quotes", "The English has a quotation mark too many or too few.")
