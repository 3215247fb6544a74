"""Deciding between what the tables know and what the model reads in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.models import Tag
from archive.names import fold
from newsroom.tag.finding.gazetteer import bodies, first_names
from newsroom.tag.finding.matching import Match
from newsroom.tag.finding.pipeline import Entity
from newsroom.tag.finding.words import listed

READ, AGREED = 0.6, 0.95  # confidence: by the model alone, by table and model
FIRST_AND_LAST = (2, 3)  # words of a person's name
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name chosen, in characters of its sentence."""

    start: int
    end: int
    kind: Tag.Kind
    identity: str = ""
    confidence: float = READ


def choose(text: str, entities: Sequence[Entity], matches: Sequence[Match]) -> list[Name]:
    """The names of a sentence: none overlaps another; what a table knows it names and kinds."""
    entities, matches = _parted(text, entities, matches)
    kept = list(matches)
    read: list[Name] = []
    for each in entities:
        entity = _after(each, matches)
        within = [match for match in matches if _meet(entity, match)]
        if _is_whole(text, entity, within):
            kept = [match for match in kept if match not in within]
            if entity.kind:
                read.append(_named(entity, entity.kind, within))
    agreed = {(entity.start, entity.end, entity.kind) for entity in entities}
    names = [*read, *(_known(match, agreed) for match in kept)]
    return list(_apart(sorted(names, key=lambda name: (name.start, -name.end))))


def _parted(
    text: str, entities: Sequence[Entity], matches: Sequence[Match]
) -> tuple[list[Entity], list[Match]]:
    """« du Figaro Anne Roy », « Reuters Paul Roy »: the body the tables know, and the person."""
    parted, known = [], list(matches)
    for each in entities:
        body = _led_by(text, each)
        if body and not any(_meet(each, match) for match in matches if match.start != body.start):
            known = [body, *(match for match in known if match.start != body.start)]
            each = Entity(body.end + 1, each.end, Tag.Kind.PERSON)
        parted.append(each)
    return parted, known


def _led_by(text: str, entity: Entity) -> Match | None:
    """The body whose name begins what was read, if a first and a last name are all the rest."""
    if entity.kind not in {Tag.Kind.PERSON, Tag.Kind.ORGANISATION}:
        return None
    if text.count(" ", entity.start, entity.end) < min(FIRST_AND_LAST):
        return None
    for body in bodies(text):
        rest = text[body.end + 1 : entity.end].split(" ")
        if body.start == entity.start and len(rest) in FIRST_AND_LAST and _is_a_person(rest):
            return body
    return None


def _is_a_person(names: Sequence[str]) -> bool:
    """Whether the words are a first name and what may follow it."""
    first = fold(names[0]).partition("-")[0]
    return first in first_names() and all(name[:1].isupper() for name in names)


def _after(entity: Entity, matches: Sequence[Match]) -> Entity:
    """A person without the body named right before: « RN Jean Roy »."""
    for match in matches:
        leads = match.start == entity.start and match.end + 1 < entity.end
        if leads and entity.kind == Tag.Kind.PERSON != match.kind:
            return replace(entity, start=match.end + 1)
    return entity


def _meet(entity: Entity, match: Match) -> bool:
    return entity.start < match.end and match.start < entity.end


def _is_whole(text: str, entity: Entity, within: Sequence[Match]) -> bool:
    """Whether the model's reading stands against the table's: only as the longer name."""
    if not within:
        return True
    if any(match.start < entity.start or entity.end < match.end for match in within):
        return False
    rest = _rest(text, entity, within)
    if len(within) > 1 and {match.kind for match in within} != {entity.kind}:
        return False
    return any(word[0].isupper() or word.isdigit() for word in rest if not _is_title(word))


def _is_title(word: str) -> bool:
    return fold(word) in listed("titles") | listed("articles") | listed("small words")


def _rest(text: str, entity: Entity, within: Sequence[Match]) -> list[str]:
    """The entity's words that are in no match."""
    words = WORD.finditer(text, entity.start, entity.end)
    return [w[0] for w in words if not any(m.start <= w.start() < m.end for m in within)]


def _named(entity: Entity, kind: Tag.Kind, within: Sequence[Match]) -> Name:
    """A person's longer name is still that person's: Seyyed Ali Khamenei."""
    for match in within:
        whole = match.kind == kind == Tag.Kind.PERSON and len(match.name.key) > 1
        if whole and match.end == entity.end:
            return Name(entity.start, entity.end, kind, match.name.identity)
    return Name(entity.start, entity.end, kind)


def _known(match: Match, agreed: set[tuple[int, int, Tag.Kind | None]]) -> Name:
    confidence = match.name.confidence
    if (match.start, match.end, match.kind) in agreed:
        confidence = max(confidence, AGREED)
    return Name(match.start, match.end, match.kind, match.name.identity, confidence)


def _apart(names: Sequence[Name]) -> Iterator[Name]:
    """Of names that overlap, the first and longest."""
    end = -1
    for name in names:
        if name.start >= end:
            yield name
            end = name.end
