"""Terms in a translation: what a wording is held to, and a wrong wording put right in its place.

What is plainly the wrong English of a term becomes the right one, in its number and tense; for the
rest the ladder looks among further hypotheses. Only a name's English is put into the French.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from archive.names import Rendering
from archive.terms import Expression, Found, Use
from archive.terms.english import inflected

INDEFINITE = re.compile(r"\b([Aa])n? $")
SPOKEN_AS_CONSONANT = re.compile(r"eu|uni|use|usu|u[.]|one\b", re.IGNORECASE)
SILENT = re.compile(r"hour|honest|honou?r|heir", re.IGNORECASE)


def as_names(names: Sequence[Rendering], uses: Sequence[Use]) -> tuple[Rendering, ...]:
    """The names, and the terms that are proper names: these are respelt like names."""
    return (*names, *(use.rendering() for use in uses if use.is_name))


def reworded(english: str, uses: Sequence[Use]) -> str:
    """The English with each forbidden wording of a term put right, and French left in it.

    It stays where more of them stand than the French has the term: one may be another word's.
    """
    if not uses:
        return english
    counted = Counter(use.options for use in uses)
    for options, count in counted.items():
        first = next(use for use in uses if use.options == options)
        others = [use for use in uses if use.options != options]
        english = _reworded(english, first, others, count)
    return english


def _reworded(english: str, use: Use, others: Sequence[Use], count: int) -> str:
    expression = use.expression
    wrong = [*use.wrong_in(english, others), *_copies(english, use)]
    good = sum(found.good for found in expression.found_in(english))
    if not wrong or len(wrong) + good > count:
        return english
    for found in sorted(wrong, key=lambda found: -found.start):
        english = _put(english, found, expression)
    return english


def _copies(english: str, use: Use) -> Iterable[Found]:
    """Where the English has the French as it is; only what English could not write so."""
    if use.french.isascii() or use.english.lower() == use.french.lower():
        return
    sought = re.escape(use.french).replace("'", "’").replace("’", "['’]")
    for match in re.finditer(rf"(?<![\w-]){sought}(?![\w-])", english, re.IGNORECASE):
        plural = use.french.lower() != use.expression.french.lower() and use.french[-1] in "sx"
        yield Found(*match.span(), use.french, int(plural), good=False)


def _put(english: str, found: Found, expression: Expression) -> str:
    """The term's English in the place of what stands there, in its form and capitals."""
    before, old = english[: found.start], english[found.start : found.end]
    slots = inflected(expression.english, expression.part)
    target = slots[found.slot if found.slot < len(slots) else 0][0]
    if old.isupper() and len(old) > 1 and not target.isupper():
        target = target.upper()
    elif old[0].isupper():
        target = target[0].upper() + target[1:]
    return (
        INDEFINITE.sub(lambda a: a[1] + _article(target)[1:] + " ", before)
        + target
        + english[found.end :]
    )


def _article(word: str) -> str:
    """The indefinite article before the word."""
    if SILENT.match(word):
        return "an"
    return "an" if word[0].lower() in "aeiou" and not SPOKEN_AS_CONSONANT.match(word) else "a"
