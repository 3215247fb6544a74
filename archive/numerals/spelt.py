"""What a run of number words is worth, and where one number ends and the next begins."""

from collections.abc import Iterator

from archive.numerals.words import SCALES, UNITS, Language

Spelt = tuple[str, int, int]


def grouped(words: list[Spelt], language: Language) -> Iterator[tuple[list[Spelt], str]]:
    """Cut a run of number words where one number ends, with the value of each."""
    members: list[Spelt] = []
    total, current, least = 0, None, 99
    for word in words:
        step = _step(word[0], current, least, language)
        if step is None:
            yield members, str(total + (current or 0))
            members, total = [], 0
            step = _step(word[0], None, 99, language) or (0, 0, 99)
        gained, current, least = step
        total += gained
        members.append(word)
    if members:
        yield members, str(total + (current or 0))


def _step(
    word: str, current: int | None, least: int, language: Language
) -> tuple[int, int | None, int] | None:
    """What one word adds: to the total, the new running hundreds, the least scale yet; or None.

    None says that the word cannot continue the number.
    """
    power = SCALES[language].get(word)
    if power is None:
        worth = UNITS[language][word]
        joined = worth if current is None else _joined(current, worth, language)
        return None if joined is None else (0, joined, least)
    if power == 2:
        return (0, (current or 1) * 100, least) if current is None or 0 < current < 100 else None
    if power >= least:
        return None
    return (current or 1) * 10**power, None, power


def _joined(current: int, worth: int, language: Language) -> int | None:
    """The running number with one more word, or None where the two do not go together."""
    rest = current % 100
    if language == "fr" and rest == 4 and worth == 20:
        return current + 76
    tens = rest in {60, 80} if language == "fr" else False
    limit = 100 if not rest else 20 if tens else 10 if rest % 10 == 0 else 0
    if rest == 10 and (language == "en" or worth < 7):
        limit = 0
    return current + worth if 0 < worth < limit and current >= 10 else None


def decimal(whole: str, decimals: str = "", power: int = 0) -> str:
    """A number times a power of ten, written plainly: no leading or trailing noughts."""
    whole += decimals[:power].ljust(power, "0")
    rest = decimals[power:].rstrip("0")
    return (whole.lstrip("0") or "0") + ("." + rest if rest else "")
