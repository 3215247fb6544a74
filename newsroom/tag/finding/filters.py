"""What looks like a name and is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from archive.models import Tag
from archive.names import fold
from archive.names.known import listed as archive_listed
from archive.names.known import longest_match, words
from newsroom.tag.finding.gazetteer import first_names
from newsroom.tag.finding.words import lines, listed
from newsroom.tag.mentions import Mention, Sentence

WORD = re.compile(r"[^\W_]+")
SHORTEST = 3  # characters of a name that no table knows
CALLED = re.compile(r"[ \u00a0\u202f]?[!?…:]")  # « Météo : », « Bravo ! »
NARROW = re.compile("[\u00a0\u202f]")
STORM = re.compile(r"\b(?:typhon|ouragan|cyclone|tempête) $")  # bears a person's name
# Whose article it is: « PARIS, 12 mai (Agence) – », « Source : Agence », « Agence, avec AFP ».
HOUSES = (
    re.compile(r"^[^\W\d_][^(),.]{1,40}, (?:le )?\d[^()]{0,20}\((?P<house>[^()]{2,60})\) ?[–—-]"),
    re.compile(r"^\(?(?:Sources?|Crédits?) ?: ?(?P<house>[^.:]{2,80})"),
)
SIGNED = re.compile(r"^\(?(?P<house>[^.:]{0,40}?)(?:^|,? )\(?[Aa]vec (?P<others>.{2,40})$")
VERBAL = re.compile(r"(?:ée?s?|ant|ez|ment|aient)$")  # a participle or adverb opens a sentence
Stop = tuple[str, str]  # a folded name, and the kind it is stopped for; empty: all


class Filter:
    """The names that count in one article."""

    def __init__(self, sentences: Iterable[Sentence], stops: Collection[Stop]) -> None:
        self._stops = set(stops)
        self._texts = {sentence.uid: sentence.text for sentence in sentences}
        self._small = {
            word for text in self._texts.values() for word in WORD.findall(text) if word.islower()
        }

    def keeps(self, mention: Mention) -> bool:
        """Whether it may be a name: an editor's stop list holds for all, the rest for guesses."""
        folded = fold(mention.text)
        if {(folded, ""), (folded, str(mention.kind))} & self._stops:
            return False
        if self._is_a_house(mention):
            return False
        return bool(mention.identity) or self._is_a_name(mention, folded)

    def stands(self, mention: Mention) -> bool:
        """The same of names already joined: « la Commission » needs its longer form."""
        short = fold(mention.text) in listed("short forms")
        return self.keeps(mention) and bool(mention.name or mention.identity or not short)

    def _is_a_name(self, mention: Mention, folded: str) -> bool:
        parts = WORD.findall(mention.text)
        if len(folded) < SHORTEST or not any(part[0].isupper() for part in parts):
            return False
        if mention.kind == Tag.Kind.PERSON and any(part.isdigit() for part in parts):
            return False
        if folded in lines("no bodies") or STORM.search(self._texts[mention.uid], 0, mention.start):
            return False
        return len(parts) > 1 or self._is_a_word_of_its_own(mention, folded)

    def _is_a_house(self, mention: Mention) -> bool:
        """Whether what is taken for a place is the agency or paper that the article is of."""
        if mention.kind != Tag.Kind.PLACE or mention.identity.startswith(("cldr:", "seed:")):
            return False
        start, end = _house(NARROW.sub(" ", self._texts[mention.uid]))
        return start <= mention.start and mention.end <= end

    def _is_a_word_of_its_own(self, mention: Mention, folded: str) -> bool:
        """Whether a single word is a name and no word that happens to have a capital."""
        if folded in listed("short forms"):
            return mention.kind == Tag.Kind.ORGANISATION
        if folded in _words() or is_a_people(mention.text):
            return False
        if not self._opens(mention):
            return True
        text, small = self._texts[mention.uid], mention.text.lower()
        if small in self._small or (CALLED.match(text, mention.end) and not text.isupper()):
            return False
        return folded in first_names() or not VERBAL.search(small)

    def _opens(self, mention: Mention) -> bool:
        """Whether its capital may be that of a sentence, a quotation or a title."""
        text = self._texts[mention.uid]
        before = text[: mention.start].rstrip(" \u00a0\u202f")
        return text.isupper() or not before or before[-1] in '.!?…«“":–—#'


def _house(text: str) -> tuple[int, int]:
    """Where the sentence names whose the article is, in characters; nowhere: two zeros."""
    for pattern in HOUSES:
        if found := pattern.search(text):
            return found.span("house")
    signed = SIGNED.search(text)
    if signed and set(words(signed["others"].replace(".", ""))) <= listed("agencies"):
        return signed.span("house")
    return 0, 0


@cache
def _words() -> frozenset[str]:
    """Folded words that are no names by themselves."""
    return archive_listed("common") | archive_listed("function") | listed("never names")


@cache
def is_a_people(text: str) -> bool:
    """Whether it is the name of a people or an adjective of one: Suédois, Occidentaux."""
    folded = words(text)
    if len(folded) != 1:
        return False
    found = longest_match(folded)
    return bool(found and found[1].people) or folded[0] in listed("peoples")
