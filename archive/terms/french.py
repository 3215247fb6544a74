"""The forms in which a French expression is found: plural and feminine, by simple rules.

The rules only ever add forms. What they lack is not found; a form that French does not have finds
nothing. A verb, an adverb and a phrase are found as they are listed, and so is a name.
"""

import re
from collections.abc import Iterator

from archive.names.known import listed
from archive.names.spelling import fold

WORD = re.compile(r"[^\W_]+")
INFLECTED = {"noun", "adjective"}
LONG = 6  # letters of a noun from which on « -ent », « -ant » or « -at » may be a person's
FEMININE = (
    ("eux", "euse"), ("teur", "trice"), ("eur", "euse"), ("ier", "ière"), ("ller", "llère"),
    ("ien", "ienne"), ("if", "ive"), ("é", "ée"), ("ais", "aise"), ("ois", "oise"),
)  # fmt: skip
OF_PERSONS = ("ant", "ent", "at")
OF_ADJECTIVES = (
    ("el", "elle"), ("eil", "eille"), ("en", "enne"), ("on", "onne"), ("er", "ère"),
    ("et", "ète"), ("et", "ette"), ("eau", "elle"), ("c", "che"), ("c", "que"), ("g", "gue"),
    ("f", "ve"), ("s", "sse"), ("x", "sse"),
)  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, with their accents; ligatures are taken apart."""
    return tuple(plain(word) for word in WORD.findall(text))


def plain(word: str) -> str:
    """Lower case, ligatures taken apart."""
    word = word.lower()
    return word if word.isascii() else word.replace("œ", "oe").replace("æ", "ae")


def forms(word: str, part: str) -> frozenset[str]:
    """All forms of one word of an expression of that part of speech, in lower case."""
    fixed = part not in INFLECTED or fold(word) in listed("function")
    if fixed or not word.isalpha():
        return frozenset({word})
    singular = {word, *_feminine(word, part)}
    return frozenset(singular | {each for one in singular for each in _plural(one)})


def _plural(word: str) -> Iterator[str]:
    if word[-1] in "sxz":
        return
    yield f"{word}s"
    if word.endswith("al"):
        yield f"{word[:-1]}ux"
    elif word.endswith("ail"):
        yield f"{word[:-2]}ux"
    elif word.endswith(("au", "eu", "ou")):
        yield f"{word}x"


def _feminine(word: str, part: str) -> Iterator[str]:
    for ending, other in FEMININE:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + other
    if part == "adjective":
        yield from (word.removesuffix(e) + o for e, o in OF_ADJECTIVES if word.endswith(e))
        if word[-1] != "e":
            yield f"{word}e"
    elif len(word) >= LONG and word.endswith(OF_PERSONS):
        yield f"{word}e"
