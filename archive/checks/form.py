"""Checks of form: whether the English looks like one sentence, written once, in English."""

import re
from collections.abc import Iterator, Sequence

from archive.checks.finding import Finding

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
UNKNOWN = re.compile("⁇|<unk>")
# The same letter, or two to four letters, three times running inside a word.
STAMMER = re.compile(r"\b[^\W\d_]*?(?:([^\W\d_]{2,4})\1\1|([^\W\d_])\2\2)[^\W\d_]*")
ROMAN = re.compile("[ivxlcdm]+")


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# French words that English does not write, or only in names.
FRENCH_ONLY = _words(
    """le la les des du une est et dans que qui aux avec cette ces il ils elles nous vous ont sont
    sur par au se ses leur leurs mais où été était sera ne pas qu"""
)
# One of these is enough: no English name or word looks like it.
PLAINLY_FRENCH = _words("nous vous ils elles cette dans avec sont ont était leurs où")
# Accents and verb endings: « prépare », « tombait ».
FRENCH_LOOK = re.compile(
    r"[^\W\d_A-ZÀ-ÖØ-Þ]*[àâçèéêëîïôùûœ][^\W\d_A-ZÀ-ÖØ-Þ]*|[a-z]{3,}(?:[^rs]ait|aient)"
)
# French words that English has made its own.
BORROWED = _words(
    """à après attaché attachés blasé café cafés cliché clichés communiqué communiqués crème crêpe
    crêpes d'état d’état déjà décor élan élite élites émigré émigrés entrée façade façades fête
    fêtes fiancé fiancée gîte gîtes château châteaux maître naïve né née passé pâté première
    premières protégé protégée purée résumé rôle sauté séance séances soirée soirées soufflé
    touché voilà cortège crèche mêlée négligé habitué matinée mélange métier détente dépôt"""
)
# Elided words count: « l'accord » is two, as in English.
COUNTED = re.compile(r"[^\W_][^\s’']*")
SHORT, SHORTEST, LONGEST, AT_LEAST = 5, 0.55, 1.35, 4
RETRY_BELOW, RETRY_ABOVE = 0.40, 1.8
VARIED, LONG_ENOUGH = 0.35, 12


def unknown(_: str, english: str) -> Iterator[Finding]:
    """A piece that the model has no sign for."""
    if UNKNOWN.search(english):
        yield Finding("unknown", "A character of the French could not be translated.", retry=True)


def echo(french: str, english: str) -> Iterator[Finding]:
    """The French itself, whole or in part, in place of its English."""
    source, target = WORD.findall(french.lower()), WORD.findall(english.lower())
    known = set(source)
    foreign = sum(word in FRENCH_ONLY for word in WORD.findall(english))
    shared = sum(word in known for word in target)
    if foreign and source == target and len(target) > 2:
        yield Finding("echo", "The English is the French itself.", retry=True)
    elif foreign >= 2 and shared >= 0.6 * len(target):
        yield Finding("echo", "Most of the English is still French.", retry=True)
    else:
        for word in dict.fromkeys(WORD.findall(english)):
            if _looks_french(word):
                yield from _foreign(word, known)


def _looks_french(word: str) -> bool:
    if word.lower() in PLAINLY_FRENCH:
        return not word.isupper()
    return bool(FRENCH_LOOK.fullmatch(word)) and word not in BORROWED


def _foreign(word: str, french: set[str]) -> Iterator[Finding]:
    if word.lower() in french:
        yield Finding("echo", f"The word “{word}” is still French.")
    elif not word.isascii():
        yield Finding("echo", f"The word “{word}” is not English.")


def loop(french: str, english: str) -> Iterator[Finding]:
    """The English turns round and round where the French does not."""
    source, target = WORD.findall(french.lower()), WORD.findall(english.lower())
    around = _running(target, times=3, longest=4)
    if around and not _running(source, times=3, longest=4):
        words = f"The English repeats “{around}” again and again."
        yield Finding("loop", words, retry=True)
    elif len(target) >= LONG_ENOUGH and _variety(target) < VARIED <= _variety(source):
        yield Finding("loop", "The English says the same few words over and over.", retry=True)
    else:
        yield from _twice(source, target)
        yield from _stammers(source, english)


def _twice(source: Sequence[str], target: Sequence[str]) -> Iterator[Finding]:
    again = _running(target, times=2, longest=6)
    if again and not again.isdigit() and not _running(source, times=2, longest=6):
        yield Finding("loop", f"The English says “{again}” twice running.")


def _stammers(source: Sequence[str], english: str) -> Iterator[Finding]:
    known = set(source)
    for match in STAMMER.finditer(english.lower()):
        if match[0] not in known and not ROMAN.fullmatch(match[0]) and match[0] != "www":
            yield Finding("loop", f"The word “{match[0]}” stammers.", retry=True)


def _running(words: Sequence[str], *, times: int, longest: int) -> str:
    """The first run of one to `longest` words that stands so many times in a row, or nothing."""
    for size in range(1, longest + 1):
        same = 0
        for place in range(size, len(words)):
            same = same + 1 if words[place] == words[place - size] else 0
            if same >= size * (times - 1):
                return " ".join(words[place - size + 1 : place + 1])
    return ""


def _variety(words: Sequence[str]) -> float:
    return len(set(words)) / len(words) if words else 1.0


def length(french: str, english: str) -> Iterator[Finding]:
    """The English is far shorter or longer than French news usually becomes."""
    source, target = len(COUNTED.findall(french)), len(COUNTED.findall(english))
    if source < SHORT:
        if target > 3 * source + 3:
            yield Finding("length", "The English is far longer than the French.", retry=True)
        return
    ratio = target / source
    retry = not RETRY_BELOW <= ratio <= RETRY_ABOVE
    if abs(target - source) < AT_LEAST and not retry:
        return
    if ratio < SHORTEST:
        yield Finding("length", "The English is much shorter than the French.", retry=retry)
    elif ratio > LONGEST:
        yield Finding("length", "The English is much longer than the French.", retry=retry)
