"""English typography of what a model wrote: quotation marks, spaces, numbers, capitals."""

import re
from collections.abc import Callable

from archive.addresses import ADDRESS
from archive.numerals import FRENCH_FIGURE

STOWED = "\ue000"  # a private-use character that stands where an address was

# Figures with whatever a model may have put between their groups.
FIGURES = re.compile(r"[0-9]+(?:\s?[\s,.'’]\s?[0-9]+)*")
DIGITS = re.compile(r"([0-9]+)")
MOST_GROUPS = 8

MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:\.{3,}|…)[.…]*"), "…"),
    (re.compile(r"\s+(?=[?!;,)\]])"), ""),
    (re.compile(r"\s+(?=[.:](?:[\s”’)\]\"»]|$))"), ""),
    (re.compile(r"(?<=[^\W_])\s+(?=…)"), ""),
    (re.compile(r"(?<=[(\[])\s+"), ""),
    (re.compile(r"(?<=[0-9])\s+(?=[%‰])"), ""),
    (re.compile(r"(?<=[^\W_]),(?=[^\W\d_])|(?<=[^\W\d_]),(?=[0-9])"), ", "),
    (re.compile(r"(?<=\S)\s+(?:-{1,3}|—)\s+(?=\S)"), " – "),
)
APOSTROPHES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)['‘](?=\w)|(?<=[sS])'(?=\s)"), "’"),
    (re.compile(r"\b((?:1[0-9]|20)?[0-9]0)['’]s\b"), r"\1s"),
    (re.compile(r"(?<!\w)['‘](?=[0-9]0s\b)"), "’"),
    (re.compile(r"(?<![\w'])'(?=\S)([^'“”\"]{0,300}[^\s'])'(?!\w)"), r"‘\1’"),
    (re.compile(r"(?<![0-9])'|'(?=[^\W\d_])"), "’"),
)

QUOTE = re.compile(r"(\s*)([«»„“”\"])(\s*)")
OPENED = "([{“‘-/"  # no space is wanted between these and an opening mark
CLOSED = ")]}.,;:?!…/-"  # nor between a closing mark and these

LETTER = re.compile(r"[^\W\d_]")
NO_CAPITAL = re.compile(rf"[a-z]{{1,3}}[A-Z]|{STOWED}")


def english(text: str, french: str = "") -> str:
    """The text in English typography; applied twice it changes nothing more.

    `french` is the sentence it was made from: it says which figures are French-formatted and
    whether the sentence begins with a capital. Letters stay as they are, but for that capital.
    """
    text = " ".join(text.replace(STOWED, " ").split())
    return _outside_addresses(text, lambda bare: _settled(bare, french))


def figures(text: str, french: str) -> str:
    """Write the French sentence's numbers the English way: 10 000 → 10,000, 3,5 → 3.5."""
    shown = _shown_figures(french)
    if not shown:
        return text
    return FIGURES.sub(lambda match: _refigured(match[0], shown), text)


def _settled(text: str, french: str) -> str:
    """Dressed until nothing changes: one mark moved can bring two others together."""
    for _ in range(5):
        before, text = text, _dressed(text, french)
        if text == before:
            break
    return text


def _dressed(text: str, french: str) -> str:
    text = figures(text, french)
    text = _quotation_marks(text)
    for pattern, replacement in (*MARKS, *APOSTROPHES):
        text = pattern.sub(replacement, text)
    return _capital(text.strip(), french)


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to all but web and mail addresses."""
    addresses = iter(ADDRESS.findall(text))
    changed = change(ADDRESS.sub(STOWED, text))
    return re.sub(STOWED, lambda _: next(addresses), changed)


def _shown_figures(french: str) -> dict[tuple[str, ...], str]:
    """Groups of digits as the French has them → the same number in English."""
    shown = {}
    for match in FRENCH_FIGURE.finditer(french):
        groups, decimals = DIGITS.findall(match["whole"]), match["decimals"]
        if len(groups) > MOST_GROUPS or (len(groups) < 2 and not decimals):
            continue
        number = ",".join(groups)
        if decimals:
            shown[*groups, decimals] = f"{number}.{decimals}"
        else:
            shown["".join(groups),] = number
            shown[*groups,] = number
    return shown


def _refigured(run: str, shown: dict[tuple[str, ...], str]) -> str:
    """The run of digit groups with each number it holds rewritten, the longest first."""
    pieces = DIGITS.split(run)  # separators at the even places, digits at the odd
    longest = max(map(len, shown))
    place, written = 1, ""
    while place < len(pieces):
        for count in range(min(longest, (len(pieces) - place + 1) // 2), 0, -1):
            groups = tuple(pieces[place : place + 2 * count - 1 : 2])
            if groups in shown:
                written += shown[groups]
                break
        else:
            count = 1
            written += pieces[place]
        place += 2 * count
        written += pieces[place - 1]
    return written


def _quotation_marks(text: str) -> str:
    """“Double” marks, ‘single’ ones inside them, with English spacing."""
    written, end, depth, closed = "", 0, 0, False
    for match in QUOTE.finditer(text):
        written += _spaced(text[end : match.start()], closed=closed)
        end = match.end()
        before, after = written[-1:], text[end : end + 1]
        if _opens(match, before, after, depth):
            gap = " " if before and before not in OPENED else ""
            written += gap + ("‘" if depth else "“")
            depth, closed = depth + 1, False
        else:
            depth, closed = max(0, depth - 1), True
            written += "’" if depth else "”"
    return written + _spaced(text[end:], closed=closed)


def _spaced(piece: str, *, closed: bool) -> str:
    """What follows a mark, parted from a closing one unless it is punctuation."""
    return " " + piece if closed and piece and piece[0] not in CLOSED else piece


def _opens(match: re.Match[str], before: str, after: str, depth: int) -> bool:
    mark = match[2]
    if mark in "«„“":
        return True
    if mark in "»”" or not after:
        return False
    if not before or bool(match[1]) != bool(match[3]):
        return not before or bool(match[1])
    if before in OPENED or after in CLOSED:
        return before in OPENED
    return depth == 0


def _capital(text: str, french: str) -> str:
    """The text with a capital to begin with, if the French has one."""
    first, model = LETTER.search(text), LETTER.search(french)
    if not first or not model or not model[0].isupper():
        return text
    if re.search(r"[\w" + STOWED + "]", text[: first.start()]):
        return text
    if NO_CAPITAL.match(text, first.start()):
        return text
    return text[: first.start()] + first[0].upper() + text[first.end() :]
