"""The usual inflections of an English wording, in a fixed order, so that one replaces another.

A noun has two, a verb five: base, “he …s”, yesterday, done, doing. Where a rule may double a
consonant or not, both are taken. A phrase may begin with a verb or end with a noun.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from archive.names.tables import sections

TABLE = Path(__file__).with_name("irregular.txt")
INNER = {"of", "for", "in", "to", "at", "on", "against", "from", "with", "by"}
NO_MEN = {"german", "human", "norman", "ottoman", "roman", "shaman", "talisman"}
TO_ES = {"go", "do", "undergo", "forgo", "echo", "embargo", "veto"}
VOWELS = "aeiou"

Inflection = tuple[tuple[str, ...], ...]  # the forms of each slot, the usual one first


def inflected(wording: str, part: str) -> Inflection:
    """All that the wording may become, slot by slot; case as it is written.

    A verb may be listed with its “to”.
    """
    words = wording.split()
    if part == "verb" and len(words) > 1 and words[0].lower() == "to":
        words = words[1:]
    if not words:
        return ()
    if part == "noun":
        return _with(words, _head(words), _plurals)
    if part == "verb":
        return _with(words, 0, _verbal)
    if part == "phrase":
        verbal, nominal = _with(words, 0, _verbal), _with(words, len(words) - 1, _plurals)
        return (*verbal, nominal[1])
    return ((" ".join(words),),)


def _with(words: list[str], place: int, of: Callable[[str], Inflection]) -> Inflection:
    """The wording with one of its words in each of that word's forms."""
    return tuple(
        tuple(" ".join([*words[:place], form, *words[place + 1 :]]) for form in slot)
        for slot in of(words[place])
    )


def _head(words: list[str]) -> int:
    """The noun that takes the plural: state of emergency, general strike."""
    inner = next((n for n, word in enumerate(words) if n and word.lower() in INNER), len(words))
    return inner - 1


def _plurals(noun: str) -> Inflection:
    known = _irregular("nouns").get(noun.lower())
    if known:
        return (noun,), (_cased(known[1], noun),)
    if noun.endswith("man") and noun.lower() not in NO_MEN:
        return (noun,), (f"{noun[:-3]}men",)
    return (noun,), (_with_s(noun),)


def _verbal(verb: str) -> Inflection:
    known = _irregular("verbs").get(verb.lower())
    if not known:
        past_of_rule = _with_ending(verb, "ed")
        doing_of_rule = _with_ending(verb, "ing")
        return (verb,), (_with_s(verb),), past_of_rule, past_of_rule, doing_of_rule
    _, third, past, done, *doing = (_cased(each, verb) for each in known)
    return (verb,), (third,), (past,), (done,), tuple(doing) or _with_ending(verb, "ing")


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word in TO_ES else f"{word}s"


def _with_ending(verb: str, ending: str) -> tuple[str, ...]:
    """The verb with -ed or -ing; both spellings where the last consonant may be doubled."""
    if verb.endswith("e"):
        bare = verb if ending == "ing" and verb.endswith(("ee", "oe", "ye")) else verb[:-1]
        return (bare + ending,)
    if verb.endswith("y") and ending == "ed" and verb[-2:-1] not in VOWELS:
        return (f"{verb[:-1]}ied",)
    if _may_double(verb):
        both = (verb + verb[-1] + ending, verb + ending)
        return both if _is_short(verb) else both[::-1]
    return (verb + ending,)


def _may_double(verb: str) -> bool:
    letters = verb.lower()
    return (
        len(letters) > 2
        and letters[-1] not in f"{VOWELS}wxyhq"
        and letters[-2] in VOWELS
        and letters[-3] not in VOWELS
    )


def _is_short(verb: str) -> bool:
    """Whether it has one syllable, so that the consonant surely is doubled: plan, planned."""
    return sum(letter in VOWELS for letter in verb.lower()) == 1


def _cased(form: str, like: str) -> str:
    return form.capitalize() if like[:1].isupper() else form


@cache
def _irregular(section: str) -> dict[str, list[str]]:
    rows = (line.split() for line in sections(TABLE)[section])
    return {row[0]: row for row in rows}
