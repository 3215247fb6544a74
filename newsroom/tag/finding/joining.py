"""Names of one article joined: a surname to its whole name, initials and beginnings to theirs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.models import Tag
from archive.names import fold
from newsroom.tag.finding.words import listed
from newsroom.tag.mentions import Mention

WORD = re.compile(r"[^\W_]+")
INITIALS = re.compile(r" ?\((?P<short>[A-ZÀ-Ý][A-Za-zÀ-ÿ0-9-]{1,9})\)")
# Only a place stands after these.
TOWARDS = re.compile(r"\b(?:[àÀ]|[Ee]n|[Vv]ers|[Dd]epuis) $")

Wholes = Mapping[str, Mapping[str, Mention]]  # by what may stand for them, then by who they are


def joined(mentions: Sequence[Mention], texts: Mapping[int, str]) -> list[Mention]:
    """The mentions with what the article itself says of them; `texts` are its sentences by uid."""
    agreed = _agreed(mentions)
    long_forms = _long_forms(agreed, texts)
    told = [_told(mention, long_forms) for mention in agreed]
    wholes = _wholes(told)
    return list(_short_forms(_begun([_whole(mention, wholes, texts) for mention in told])))


def initials(mentions: Sequence[Mention], texts: Mapping[int, str]) -> Iterator[Mention]:
    """The short forms in brackets after a body or a place that they spell, as its mentions."""
    for mention in mentions:
        if after := _spelt(mention, texts):
            start, end = after.span("short")
            yield replace(mention, start=start, end=end, text=after["short"])


def spells(long: str, short: str) -> bool:
    """Whether the letters of the short form begin words of the long one, in order, from its first.

    A simple form of Schwartz and Hearst's rule (Pacific Symposium on Biocomputing, 2003).
    """
    letters = [letter for letter in fold(short) if letter.isalnum()]
    firsts = [word[0] for word in WORD.findall(fold(long))]
    if len(firsts) < 2 or letters[0] != firsts[0]:
        return False
    rest = iter(firsts)
    return all(letter in rest for letter in letters)


def _spelt(mention: Mention, texts: Mapping[int, str]) -> re.Match[str] | None:
    after = INITIALS.match(texts[mention.uid], mention.end)
    if not after or mention.kind == Tag.Kind.PERSON:
        return None
    return after if spells(mention.text, after["short"]) else None


def _agreed(mentions: Sequence[Mention]) -> list[Mention]:
    """Each surface with the kind that most of its guesses have."""
    votes: defaultdict[str, Counter[Tag.Kind]] = defaultdict(Counter)
    for mention in mentions:
        votes[fold(mention.text)][mention.kind] += 1
    return [
        m if m.identity else replace(m, kind=votes[fold(m.text)].most_common(1)[0][0])
        for m in mentions
    ]


def _long_forms(mentions: Sequence[Mention], texts: Mapping[int, str]) -> dict[str, Mention]:
    """The long form of each short one in brackets right after it: « forme longue (SIGLE) »."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if after := _spelt(mention, texts):
            found.setdefault(after["short"], mention)
    return found


def _told(mention: Mention, long_forms: Mapping[str, Mention]) -> Mention:
    long = long_forms.get(mention.text)
    if not long:
        return mention
    identity = long.identity or (mention.identity if long.kind == mention.kind else "")
    return replace(mention, kind=long.kind, identity=identity, name=long.text)


def _wholes(mentions: Sequence[Mention]) -> Wholes:
    """The persons' longer names, by the last words that may stand for them."""
    found: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in mentions:
        if mention.kind == Tag.Kind.PERSON:
            parts = WORD.findall(fold(mention.text))
            for first in range(1, len(parts)):
                whole = found[" ".join(parts[first:])]
                whole.setdefault(mention.identity or fold(mention.text), mention)
    return found


def _whole(mention: Mention, wholes: Wholes, texts: Mapping[int, str]) -> Mention:
    """A surname with the one longer name of the article that ends with it, if it may be theirs.

    One that a table knows as another's stays that one's: « Macron » beside « Brigitte Macron ».
    """
    longer = list(wholes.get(" ".join(WORD.findall(fold(mention.text))), {}).values())
    if len(longer) != 1 or not _may_be_a_surname(mention, texts):
        return mention
    (whole,) = longer
    if mention.kind == Tag.Kind.PERSON and mention.identity not in {"", whole.identity}:
        return mention
    return replace(mention, kind=whole.kind, identity=whole.identity, name=whole.text)


def _may_be_a_surname(mention: Mention, texts: Mapping[int, str]) -> bool:
    """A place that only its town's name tells may be a person of that name."""
    if mention.kind == Tag.Kind.PERSON:
        return True
    known = mention.identity and not mention.identity.startswith("geonames:")
    return not known and not TOWARDS.search(texts[mention.uid], 0, mention.start)


def _begun(mentions: Sequence[Mention]) -> list[Mention]:
    """A body or place that no table knows, with the one longer name of the article that begins so.

    « le musée de la Carte » is the « musée de la Carte postale » beside it. A hyphen ends no word:
    the « université de Paris » is not that of Paris-Saclay.
    """
    longer: defaultdict[tuple[Tag.Kind, str], dict[str, Mention]] = defaultdict(dict)
    for mention in mentions:
        for beginning in _beginnings(mention):
            same = longer[mention.kind, beginning]
            same.setdefault(mention.identity or fold(_full(mention)), mention)
    return [_as_begun(mention, longer) for mention in mentions]


def _beginnings(mention: Mention) -> Iterator[str]:
    """The first words of the name, as many as may be, the whole apart."""
    parts = () if mention.kind == Tag.Kind.PERSON else fold(_full(mention)).split()
    return (" ".join(parts[:last]) for last in range(1, len(parts)))


def _full(mention: Mention) -> str:
    return mention.name or mention.text


def _as_begun(
    mention: Mention, longer: Mapping[tuple[Tag.Kind, str], Mapping[str, Mention]]
) -> Mention:
    folded = fold(_full(mention))
    found = list(longer.get((mention.kind, folded), {}).values())
    if len(found) != 1 or mention.identity or folded in listed("short forms"):
        return mention
    return replace(mention, identity=found[0].identity, name=_full(found[0]))


def _short_forms(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """« la Commission » with the last body named before that begins so."""
    begun: dict[str, Mention] = {}
    for mention in mentions:
        folded = fold(mention.text)
        first, _, rest = folded.partition(" ")
        if folded in listed("short forms") and folded in begun and not mention.identity:
            long = begun[folded]
            mention = replace(mention, kind=long.kind, identity=long.identity, name=_full(long))
        elif rest and mention.kind == Tag.Kind.ORGANISATION:
            begun[first] = mention
        yield mention
