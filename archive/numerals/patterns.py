"""What a number looks like: one expression for each language, its alternatives in order."""

import re
from collections.abc import Iterable

from archive.numerals.words import SCALES, SIGNS, STAND_INS, UNITS, Language

BLANK = "[ \u00a0\u202f\u2009]"

# 10 000, 1.200.000, 3,5 and 38.472,1; neither dates nor addresses such as 192.168.0.1.
FRENCH_FIGURE = re.compile(
    rf"""(?<![0-9])(?<![0-9][.,])
    (?P<whole> [1-9][0-9]{{0,2}} (?: (?:{BLANK}[0-9]{{3}})+ | (?:\.[0-9]{{3}})+ | ,000 )
             | [0-9]+ )
    (?: [.,] (?P<decimals>[0-9]+) )? (?![0-9]) (?![.,][0-9])""",
    re.VERBOSE,
)
ENGLISH_FIGURE = re.compile(
    rf"""(?<![0-9])(?<![0-9][.,])
    (?P<whole> [1-9][0-9]{{0,2}} (?: (?:,[0-9]{{3}})+ | (?:{BLANK}[0-9]{{3}})+ ) | [0-9]+ )
    (?: \. (?P<decimals>[0-9]+) )? (?![0-9]) (?![.,][0-9])""",
    re.VERBOSE,
)
FIGURES: dict[Language, re.Pattern[str]] = {"fr": FRENCH_FIGURE, "en": ENGLISH_FIGURE}

HOUR = r"(?<![0-9.,:])(?:[01]?[0-9]|2[0-4])"
MINUTE = "[0-5][0-9](?![0-9:])"
# The part of the day says whether an hour lies before noon or after.
FRENCH_DAY = rf"{BLANK}(?:du{BLANK}matin|du{BLANK}soir|de{BLANK}l['’]après-midi)"
ENGLISH_DAY = (
    rf"(?:{BLANK}?(?i:[ap])\.?(?i:m)(?![^\W_])\.?"
    rf"|(?:{BLANK}o['’]clock)?{BLANK}in{BLANK}the{BLANK}(?:morning|afternoon|evening))"
)
TIMES: dict[Language, str] = {
    "fr": rf"{HOUR} (?: {BLANK}?(?:h|H|heures?) (?:{BLANK}?{MINUTE})? | :{MINUTE} )"
    rf" (?![^\W_]) (?:{FRENCH_DAY})?",
    "en": rf"{HOUR} (?: :{MINUTE} (?:{BLANK}?h(?![^\W_])|{ENGLISH_DAY})?"
    rf" | (?:\.[0-5][0-9])? {ENGLISH_DAY} | {BLANK}?h (?:{BLANK}?{MINUTE})? (?![^\W_]) )",
}
DAYS = {"fr": re.compile(FRENCH_DAY), "en": re.compile(ENGLISH_DAY)}

# Looks like a number word and is none: « pour cent », « Premier ministre », « sept. 2024 ».
NO_NUMBERS: dict[Language, str] = {
    "fr": r"""(?i: pour[ ]cents? | premi(?:er|ère)s?[ -]ministres? | matières?[ ]premières?
        | avant-premières? | (?:au|de)[ ]premier[ ]plan | en[ ]premier[ ]lieu | nombres?[ ]premiers?
        | sept\.(?=\s[0-9]{4}) | (?:du|le)[ ]second[ ]plan )""",
    "en": r"per[ ]cent",
}
# The I, V and X of rulers and volumes; with an ending those of centuries. « Le » is no fiftieth.
ROMAN = """(?=[IVX]) X{0,3} (?:I[XV]|V?I{0,3})
    (?: (?<=[IVX])(?:er|re|ère|e|ème)(?![^\\W_]) | (?![^\\W_'’]) )"""


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _pattern(language: Language) -> re.Pattern[str]:
    names = any_of(word for word, power in SCALES[language].items() if power > 2)
    word = f"(?:{any_of([*UNITS[language], *SCALES[language]])})(?![^\\W\\d_])"
    joint = r"(?:[ \u00a0]?-[ \u00a0]?|\s)"
    link = "et" if language == "fr" else "and"
    return re.compile(
        rf"""(?P<time>{TIMES[language]})
        | (?P<date>(?<![0-9.,/])[0-3]?[0-9](?P<cut>[./-])[01]?[0-9](?P=cut)
            (?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9]|[./-][0-9]))
        | (?P<figure>{FIGURES[language].pattern}
            (?:{BLANK}(?P<name>(?i:{names}))(?![^\W_])
            | {BLANK}?(?P<sign>{any_of(SIGNS[language])})(?![^\W_]))?)
        | (?P<code>(?<![0-9.])[0-9]+(?:\.[0-9]+){{2,}})
        | (?P<digits>[0-9]+)
        | (?<![^\W_]) (?:
            (?P<none>{NO_NUMBERS[language]})
            | (?P<words>(?i:{word}(?:{joint}(?:{link}{joint})?{word})*))
            | (?P<other>(?i:{any_of(STAND_INS[language])})(?![^\W_]))
            | (?P<roman>{ROMAN}) )""",
        re.VERBOSE,
    )


PATTERNS: dict[Language, re.Pattern[str]] = {"fr": _pattern("fr"), "en": _pattern("en")}
