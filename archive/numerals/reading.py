"""Reading the numbers of a text. Never raises; takes linear time.

A value is a plain decimal ("10000", "3.5"), a time of day ("20:30"), or a word ("half").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.addresses import without_addresses
from archive.numerals.patterns import DAYS, PATTERNS, any_of
from archive.numerals.spelt import decimal, grouped
from archive.numerals.words import LOOSE, SCALES, SIGNS, STAND_INS, Language

WORD = re.compile(r"[^\W\d_]+")
# « 10 à 12 millions »: the first number may mean ten or ten million.
RANGE = re.compile(
    r"\s?(?:à|ou|et|to|or|and|-|–)\s?[0-9][0-9.,]{0,12}\s"
    rf"(?P<name>{any_of(SCALES['fr'] | SCALES['en'])})\b"
)
HALF_MORE = re.compile(r"\set\sdemie?(?![^\W_])", re.IGNORECASE)
# « Deux ans et demi », but neither « demi-finale » nor « deux millions et demi », read whole.
ADDED_HALF = re.compile(r"(?<!ion)(?<!ions)(?<!ard)(?<!ards)\set\s$", re.IGNORECASE)
HOURS = re.compile(r"[\s-]heures?(?![^\W_])")
CLOCK = re.compile(r"\s+o['’]clock")
SHORT_SPAN = re.compile(r"\sjours(?![^\W_])")
DECADE_BEFORE = re.compile(r"années\s$")
NAME_BEFORE = re.compile(r"[A-ZÀ-ÖØ-Ý][^\W\d_]+\s$")
ROMAN_WORTH = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Number:
    """One number: how it is written, what it can mean, and whether it is in figures.

    `parts` together say the same in another way: hours and minutes, or day, month and year.
    """

    written: str
    values: tuple[str, ...]
    figures: bool = True
    parts: tuple[tuple[str, ...], ...] = ()


def numbers(text: str, language: Language) -> list[Number]:
    """The numbers of a text in order, those in addresses left out.

    The French articles "un" and "une" are read inside larger numbers only.
    """
    text = without_addresses(text)
    return [
        number
        for match in PATTERNS[language].finditer(text)
        for number in READERS[match.lastgroup or "none"](match, language)
    ]


def _time(match: re.Match[str], language: Language) -> Iterator[Number]:
    written = match[0]
    hour, *minutes = (int(digits) for digits in re.findall("[0-9]+", written))
    minute = minutes[0] if minutes else 0
    values = _hours(hour, minute, DAYS[language].search(written))
    if not minute and ":" in written:
        values += (str(hour),)
    parts = ((str(hour),), (str(minute),)) if minute else ()
    yield Number(written, values, parts=parts)


def _hours(hour: int, minute: int, day: re.Match[str] | None) -> tuple[str, ...]:
    """What an hour can mean, given the part of the day that stands beside it."""
    part = day[0].lower().strip() if day else ""
    late = part.startswith("p") or any(sign in part for sign in ("soir", "noon", "evening", "midi"))
    if part and hour == 12:
        hour = 12 if late else 0
    elif late and hour < 12:
        return (f"{hour + 12}:{minute:02}", *([] if minute else [str(hour + 12)]))
    plain = () if minute or late else (str(hour),)
    return (f"{hour}:{minute:02}", *plain)


def _date(match: re.Match[str], _: Language) -> Iterator[Number]:
    day, month, year = re.findall("[0-9]+", match[0])
    months = (f"month {int(month)}", str(int(month)))
    parts = ((str(int(day)),), months, (year, f"20{year}"))
    yield Number(match[0], (f"{int(day)}.{int(month)}.{year}",), parts=parts)


def _code(match: re.Match[str], _: Language) -> Iterator[Number]:
    yield Number(match[0], (match[0],))


def _digits(match: re.Match[str], _: Language) -> Iterator[Number]:
    yield Number(match[0], (decimal(match[0]),))


def _figure(match: re.Match[str], language: Language) -> Iterator[Number]:
    whole = re.sub("[^0-9]", "", match["whole"])
    decimals = match["decimals"] or ""
    plain = decimal(whole, decimals)
    name, sign = match["name"], match["sign"]
    if name:
        half = HALF_MORE.match(match.string, match.end()) if language == "fr" else None
        yield Number(
            match[0], (decimal(whole, "5" if half else decimals, SCALES[language][name.lower()]),)
        )
        return
    values = [decimal(whole, decimals, SIGNS[language][sign]), plain] if sign else [plain]
    if not match["decimals"]:
        values += _decade(whole, match, language)
    reach = RANGE.match(match.string, match.end())
    if reach and reach["name"] in SCALES[language]:
        values.append(decimal(whole, decimals, SCALES[language][reach["name"]]))
    yield Number(match[0], (*values, *_span(plain, match)))


def _decade(whole: str, match: re.Match[str], language: Language) -> list[str]:
    """The other spelling of a decade: années 80 and années 1980, 80s and 1980s."""
    if language == "fr":
        meant = DECADE_BEFORE.search(match.string, max(0, match.start() - 8), match.start())
    else:
        meant = re.compile("['’]?s(?![^\\W_])").match(match.string, match.end())
    if not meant:
        return []
    return [f"19{whole}"] if len(whole) == 2 else [whole[-2:]]


def _span(plain: str, match: re.Match[str]) -> tuple[str, ...]:
    """« Huit jours » are a week, « quinze jours » a fortnight."""
    week = plain in {"8", "15"} and SHORT_SPAN.match(match.string, match.end())
    return ("week",) if week else ()


def _roman(match: re.Match[str], _: Language) -> Iterator[Number]:
    letters = "".join(letter for letter in match[0] if letter in ROMAN_WORTH)
    named = NAME_BEFORE.search(match.string, max(0, match.start() - 40), match.start())
    if match[0] == letters and len(letters) == 1 and not named:
        return
    worths = [ROMAN_WORTH[letter] for letter in letters]
    following = [*worths[1:], 0]
    total = sum(-one if one < after else one for one, after in zip(worths, following, strict=True))
    yield Number(match[0], (str(total),))


def _other(match: re.Match[str], language: Language) -> Iterator[Number]:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if match[0].lower().startswith("demi") and not ADDED_HALF.search(before):
        return
    yield Number(match[0], STAND_INS[language][match[0].lower()], figures=False)


def _words(match: re.Match[str], language: Language) -> Iterator[Number]:
    run = match["words"]
    words = [(word[0].lower(), word.start(), word.end()) for word in WORD.finditer(run)]
    groups = list(grouped([word for word in words if word[0] not in {"et", "and"}], language))
    for place, (members, value) in enumerate(groups):
        if members[-1][0] in {"un", "une"} and len(members) == 1:
            continue
        values = [value, *LOOSE.get(members[-1][0], ())]
        if place == len(groups) - 1:
            values += _word_context(value, members[-1][0], match, language)
        yield Number(run[members[0][1] : members[-1][2]], tuple(values), figures=False)


def _word_context(
    value: str, last: str, match: re.Match[str], language: Language
) -> tuple[str, ...]:
    """What the words around a number say it can mean besides."""
    text, end = match.string, match.end()
    if language == "en":
        if last.endswith("ies"):
            return (f"19{value}",)
        clock = CLOCK.match(text, end)
        day = DAYS["en"].match(text, end)
        return _hours(int(value), 0, day) if (clock or day) and len(value) < 3 else ()
    if DECADE_BEFORE.search(text, max(0, match.start() - 8), match.start()):
        return (f"19{value}",)
    hours = HOURS.match(text, end)
    if hours and len(value) < 3:
        return _hours(int(value), 0, DAYS["fr"].match(text, hours.end()))
    if last in SCALES["fr"] and HALF_MORE.match(text, end):
        return (decimal(value[:1], "5", len(value) - 1),)
    return _span(value, match)


Reader = Callable[[re.Match[str], Language], Iterator[Number]]
READERS: dict[str, Reader] = {
    "none": lambda _match, _language: iter(()),
    "time": _time,
    "date": _date,
    "code": _code,
    "figure": _figure,
    "digits": _digits,
    "words": _words,
    "other": _other,
    "roman": _roman,
}
