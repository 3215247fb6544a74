"""Names in a translation: respelt as the authority file has them, or put into the French before.

A model copies a name or writes something close to it. What is plainly the same name is respelt in
its place; for the rest the ladder looks among further hypotheses, then has the French translated
with the English name in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from archive.names import Rendering, fold, forms_of, romanised
from archive.names.known import words
from archive.names.spelling import romanised_english
from archive.terms import Known

WORD = re.compile(r"[^\W_]+")
JOINT = re.compile(r"[ \u00a0\u202f'’-]")
ARTICLE = re.compile(r"\b[Tt]he $")
CLOSE = 0.8  # likeness, from 0 to 1, of what is taken for one name written in two ways
SHORTEST = 4  # letters of a name that may be known by its likeness alone
ACRONYM = 4  # letters: what is longer and all in capitals is shouted

Place = tuple[int, int]


def lacking(english: str, known: Iterable[Known]) -> list[Known]:
    """The names and terms that the English does not carry."""
    return [each for each in known if not each.stands_in(english)]


def respelt(english: str, french: str, names: Sequence[Rendering]) -> str:
    """The English with each name that it has in another spelling, or in French, put right.

    A name is left as it is where two places might be meant.
    """
    for name in names:
        namesakes = sum(each.french == name.french for each in names)
        if len(_copies(french, name)) == namesakes and not forms_of([name.french]) & name.forms:
            english = _replaced(english, _copies(english, name), name.english)
        english = _respelt(english, french, name)
    return english


def substituted(french: str, names: Iterable[Known]) -> str:
    """The French sentence with the names written as in English, which models copy well."""
    if french.isupper():
        return french
    for name in sorted(names, key=lambda name: -name.start):
        if name.english[0].isupper() and fold(name.english) != fold(name.french):
            french = french[: name.start] + name.english + french[name.end :]
    return french


def fed_with(known: Iterable[Known]) -> str:
    """What names and terms add to the input that a wording is made of; empty without any."""
    return "".join(_fed(each) for each in known)


def _fed(each: Known) -> str:
    if isinstance(each, Rendering):
        return f"\n{each.french}\t{each.english}"
    told = (f"{e.part}\t{e.english}\t{'|'.join(sorted(e.forbidden))}" for e in each.options)
    return f"\n{each.french}\t" + "\t".join(told)


def _respelt(english: str, french: str, name: Rendering) -> str:
    whole, stands = len(words(name.french)) > 1, name.stands_in(english)
    # A whole name may stand by its surname and have its first name in French all the same.
    options = [(name.french, name.english)] if whole or not stands else []
    options += [_last_words(name)] if whole and not stands else []
    for written, target in options:
        if places := _twins(english, french, name, written, target):
            alike = len({english[start:end] for start, end in places}) == 1
            return _replaced(english, places, target) if alike else english
    return english


def _last_words(name: Rendering) -> tuple[str, str]:
    """The surname in both languages; empty where there is none by its look."""
    both = name.french.split()[-1], name.english.split()[-1]
    return both if all(word[0].isupper() for word in both) else ("", "")


def _copies(text: str, name: Rendering) -> list[Place]:
    """Where the text has the French form as it is."""
    written = re.escape(name.french).replace("'", "’").replace("’", "['’]")
    found = re.finditer(rf"(?<![\w-]){written}(?![\w-])", text)
    return [match.span() for match in found]


def _twins(english: str, french: str, name: Rendering, written: str, target: str) -> list[Place]:
    """Where capitals begin what is a spelling of the name, and of no other that the French has."""
    sought = [each for each in dict.fromkeys((words(written), words(target))) if each]
    atoms = list(WORD.finditer(english))
    return [
        (run[0].start(), run[-1].end())
        for length in {len(each) for each in sought}
        for run in _runs(english, atoms, length)
        if _is_twin(english[run[0].start() : run[-1].end()], french, name, sought)
    ]


def _runs(
    english: str, atoms: Sequence[re.Match[str]], length: int
) -> Iterator[Sequence[re.Match[str]]]:
    """Every so many words in a row that begin with a capital and that only spaces or so part."""
    for first in range(len(atoms) - length + 1):
        run = atoms[first : first + length]
        gaps = (english[run[n].end() : run[n + 1].start()] for n in range(length - 1))
        if run[0][0][0].isupper() and all(JOINT.fullmatch(gap) for gap in gaps):
            yield run


def _is_twin(run: str, french: str, name: Rendering, sought: Sequence[tuple[str, ...]]) -> bool:
    own = words(run)
    if forms_of([run]) & name.forms or own in {words(name.english), words(name.english)[-1:]}:
        return False
    elsewhere = french[: name.start] + " " + french[name.end :]
    if f" {' '.join(own)} " in f" {' '.join(words(elsewhere))} ":
        return False
    return any(_is_alike(own, other) for other in sought if len(other) == len(own))


def _is_alike(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two spellings, folded word by word, are of one name."""
    pairs = list(zip(own, other, strict=True))
    if any(one[0] != two[0] for one, two in pairs):
        return False
    same = [_sounds_alike(one, two) for one, two in pairs]
    if len(own) == 1:
        long_enough = min(len(own[0]), len(other[0])) >= SHORTEST
        return long_enough and (same[0] or _likeness(own, other) >= CLOSE)
    return any(same) and _likeness(own, other) >= CLOSE


def _sounds_alike(one: str, other: str) -> bool:
    return romanised(other) in romanised_english(one)


def _likeness(own: tuple[str, ...], other: tuple[str, ...]) -> float:
    return SequenceMatcher(None, " ".join(own), " ".join(other), autojunk=False).ratio()


def _replaced(english: str, places: Iterable[Place], target: str) -> str:
    for place in sorted(places, reverse=True):
        english = _put(english, place, target)
    return english


def _put(english: str, place: Place, target: str) -> str:
    """The place with the target in it, in capitals where it is, without an article that it lacks.

    « la RII » became “the RII”; Iran has none.
    """
    before, old, after = english[: place[0]], english[slice(*place)], english[place[1] :]
    if old[-1] == "." and not after:  # of « O.N.U. » and of the sentence
        after = "."
    if old.isupper() and (len(words(old)[0]) > ACRONYM or english.isupper()):
        target = target.upper()
    elif old.isupper() and not target.isupper() and " " not in target and target[-1] != "s":
        before = ARTICLE.sub("", before)
    return before + target + after
