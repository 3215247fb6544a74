"""French all in capitals, put into sentence case."""

import re

from archive.names.known import LONGEST, listed, longest_match, titles
from archive.names.spelling import fold

ATOM = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
SENTENCE_START = re.compile(r"(?:^|(?<=[!?…])\s|(?<=\w\w\.)\s|(?<=\d\.)\s)\W{0,8}[a-zß-öø-ÿœ]")
ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:I[XV]|V?I{0,3})")
CENTURY = re.compile(r"([IVX]{1,5})E")
VOWEL = re.compile("[aeiouy]")
PARTICLES = {"le": "Le", "la": "La", "de": "de", "d": "d", "du": "du", "von": "von", "van": "van"}


def in_french_case(text: str) -> str:
    """Sentence case for a text in capitals, with its known names, initials and surnames restored.

    A surname is known by the title or first name before it; the rest goes to lower case.
    """
    atoms = list(ATOM.finditer(text))
    folded = [fold(atom[0]) for atom in atoms]
    pieces, end, place, naming = [], 0, 0, False
    while place < len(atoms):
        known = longest_match(folded[place : place + LONGEST])
        start = atoms[place].start()
        pieces.append(text[end:start].lower())
        if known and not known[1].people:
            count, cased, naming = known[0], known[1].french, False
        else:
            count, cased = 1, _cased(folded, atoms[place][0], place, naming=naming)
            naming = _names_next(folded, place, naming=naming)
        pieces.append(cased)
        place += count
        end = atoms[place - 1].end()
    pieces.append(text[end:].lower())
    return SENTENCE_START.sub(lambda match: match[0].upper(), "".join(pieces))


def _cased(folded: list[str], word: str, place: int, *, naming: bool) -> str:
    """One word in the case it has inside a sentence."""
    own = folded[place]
    before = folded[place - 1] if place else ""
    if own in titles() and len(own) > (1 if before in listed("determiners") else 0):
        return titles()[own]
    if "." in word or (word[0].isalpha() and not word.isalpha()) or ROMAN.fullmatch(word):
        return word
    if CENTURY.fullmatch(word) and folded[place + 1 : place + 2] == ["siecle"]:
        return word[:-1] + "e"
    if own in listed("initials") or (len(own) > 1 and own.isalpha() and not VOWEL.search(own)):
        return word.lower() if before.isdigit() else word
    if naming:
        return PARTICLES.get(own, word.capitalize())
    return word.capitalize() if _is_first_name(folded, place) else word.lower()


def _is_first_name(folded: list[str], place: int) -> bool:
    before = folded[place - 1] if place else ""
    return folded[place] in listed("first") and before not in listed("determiners")


def _names_next(folded: list[str], place: int, *, naming: bool) -> bool:
    """Whether a surname is to follow this word."""
    own = folded[place]
    if own in titles():
        return len(own) > 1 or place + 1 < len(folded)
    following = folded[place + 1] if place + 1 < len(folded) else ""
    if _is_first_name(folded, place):
        return following not in listed("function") or following in PARTICLES
    return naming and own in PARTICLES
