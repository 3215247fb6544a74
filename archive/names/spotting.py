"""Spotting names in French by their capitals, and looking for each in the English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.addresses import without_addresses
from archive.names.casing import in_french_case
from archive.names.known import LONGEST, Known, listed, longest_match, regnal_names, titles, words
from archive.names.rendering import Rendering
from archive.names.spelling import fold, romanised, romanised_english

DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
TOKEN = re.compile(
    rf"""(?P<elision>(?<![^\W_])(?:[ldjnscmt]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W_]))
    | (?P<word>{DOTTED.pattern} | [^\W_]+(?:[-'’](?!(?:[^\W\d_]\.){{2}})[^\W_]+)*)
    | (?P<stop>[!?…:«“"])""",
    re.VERBOSE | re.IGNORECASE,
)
ATOM = re.compile(r"[^\W_]+")
ROMAN = re.compile("[IVX]+(?:er|re|e|ème)?")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A name as the French writes it, with its entry where it is a known one."""

    text: str
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Astray:
    """A name that the English lacks; `expected` is its English form where that is known."""

    name: str
    expected: str = ""


def spotted(french: str) -> list[Spotted]:
    """The names of a French sentence, each once.

    A capital at the opening of a sentence, quotation or title shows nothing: there only known
    names are seen.
    """
    text = without_addresses(french)
    text = in_french_case(text) if text.isupper() else text
    return list(dict.fromkeys(_spot(text, list(TOKEN.finditer(text)))))


def astray(
    french: str, english: str, renderings: Sequence[Rendering] = (), besides: Sequence[str] = ()
) -> list[Astray]:
    """The names of the French that the English does not carry.

    A name is carried when it stands there as it is (case and accents apart), in another usual
    transcription, or under its English name; one with an English name must not be left French.
    Of the names that `renderings` give an English to, just that is asked; of what stands in the
    French forms `besides`, nothing.
    """
    missing = (each for each in renderings if not each.stands_in(english))
    ordered = [_astray(each.french, each.english) for each in missing]
    bound = {word for each in renderings for word in _atoms_of(each.french)}
    bound.update(word for each in besides for word in _atoms_of(each))
    names = [name for name in spotted(french) if not bound.issuperset(_atoms_of(name.text))]
    if not names:
        return list(dict.fromkeys(ordered))
    carrier = _Carrier(english)
    lost = (name for name in names if not carrier.carries(name))
    found = (_astray(name.text, name.known.english if name.known else "") for name in lost)
    return list(dict.fromkeys([*ordered, *found]))


def _astray(french: str, english: str) -> Astray:
    return Astray(french, "" if fold(english) == fold(french) else english)


def _spot(text: str, tokens: list[re.Match[str]]) -> Iterator[Spotted]:
    atoms = [_atoms(token) for token in tokens]
    place, opening = 0, True
    while place < len(tokens):
        token = tokens[place]
        known = _known(tokens, atoms, place)
        if known:
            count, name = known
            yield Spotted(text[token.start() : tokens[place + count - 1].end()], name)
            place, opening = place + count, False
            continue
        if not opening and _is_name(token):
            yield Spotted(token[0])
        opening = _still_opening(token, opening=opening)
        place += 1


def _atoms(token: re.Match[str]) -> tuple[str, ...]:
    return words(token[0].replace(".", ""))


def _known(
    tokens: list[re.Match[str]], atoms: list[tuple[str, ...]], place: int
) -> tuple[int, Known] | None:
    """A known name that begins at this token and ends with one: how many it takes."""
    if not atoms[place]:
        return None
    following = [atom for group in atoms[place : place + LONGEST] for atom in group][:LONGEST]
    match = longest_match(following)
    if match is None:
        return _regnal(tokens[place : place + 2])
    length, name = match
    count = 0
    while length > 0:
        length -= len(atoms[place + count])
        count += 1
    written = [token[0] for token in tokens[place : place + count]]
    if length or not _is_written_as(name, written):
        return None
    return count, name


def _regnal(tokens: list[re.Match[str]]) -> tuple[int, Known] | None:
    """A ruler's name, which a Roman numeral follows."""
    if len(tokens) < 2 or not ROMAN.fullmatch(tokens[1][0]):
        return None
    name = regnal_names().get(fold(tokens[0][0]))
    return (1, name) if name else None


def _is_written_as(name: Known, written: list[str]) -> bool:
    """Whether the capitals fit: initials have no others, a name has one on its own words."""
    if name.french.isupper():
        return all(word.isupper() for word in written)
    own = [word for word in written if fold(word) not in listed("function")]
    return any(word[0].isupper() for word in own)


def _is_name(token: re.Match[str]) -> bool:
    word = token["word"]
    if not word or len(word) < 2 or not word[0].isupper():
        return False
    if word in titles().values() or any(letter.isdigit() for letter in word):
        return False
    folded = fold(word)
    return (
        folded not in listed("function")
        and folded not in listed("common")
        and not ROMAN.fullmatch(word)
    )


def _still_opening(token: re.Match[str], *, opening: bool) -> bool:
    """Whether the next word still stands where a capital shows nothing."""
    if token["stop"]:
        return True
    if not opening or token["elision"]:
        return opening
    word = token[0]
    initial = len(word) == 1 and token.string[token.end() : token.end() + 1] == "."
    capital = word[0].isupper() and fold(word) in listed("function")
    return capital and not initial and word not in titles().values()


class _Carrier:
    """An English text made ready for looking names up."""

    def __init__(self, english: str) -> None:
        atoms: Sequence[str] = ATOM.findall(fold(english))
        dotted = (match[0].replace(".", "") for match in DOTTED.finditer(english))
        self.spaced = f" {' '.join(atoms)} "
        self.words = {*atoms, *map(fold, dotted)}
        self.keys: set[str] | None = None

    def carries(self, name: Spotted) -> bool:
        """Whether the English holds the name in a form that will do."""
        if name.known is None:
            return all(self._holds(part) for part in _atoms_of(name.text))
        if any(form in self.spaced for form in name.known.forms):
            return True
        return name.known.people and f" {' '.join(_atoms_of(name.text))} " not in self.spaced

    def _holds(self, part: str) -> bool:
        if len(part) < 2 or part in self.words or part in listed("function"):
            return True
        if self.keys is None:
            self.keys = {key for word in self.words for key in romanised_english(word)}
        return romanised(part) in self.keys


def _atoms_of(text: str) -> tuple[str, ...]:
    return words(text.replace(".", ""))
