"""Reading the names of an article: passage by passage, then as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, repeat

from archive.models import Tag
from archive.names import fold
from newsroom.tag import towns
from newsroom.tag.finding import gazetteer
from newsroom.tag.finding.choosing import Name, choose
from newsroom.tag.finding.filters import Filter, Stop
from newsroom.tag.finding.joining import TOWARDS, initials, joined
from newsroom.tag.finding.matching import Table, spot, table
from newsroom.tag.finding.matching import name as entry
from newsroom.tag.finding.passages import Passage, passages
from newsroom.tag.finding.pipeline import Entity, Pipeline
from newsroom.tag.finding.tidying import tidied
from newsroom.tag.mentions import Article, Mention, Sentence

SHORTEST = 4  # characters of a name that is looked for again, initials apart
CONFIRMED = 0.8  # confidence of a place that is a town's name
Entities = Sequence[Entity] | None  # None where no model reads


def names(
    article: Article, pipeline: Pipeline | None, stops: Collection[Stop] = ()
) -> list[Mention]:
    """The names in an article, in the order of its text."""
    return names_of_each([article], pipeline, stops)[0]


def names_of_each(
    articles: Sequence[Article], pipeline: Pipeline | None, stops: Collection[Stop] = ()
) -> list[list[Mention]]:
    """The names in each of several articles, whose texts the pipeline reads together."""
    cut = [list(passages(article)) for article in articles]
    texts = [passage.text for each in cut for passage in each]
    entities = iter(pipeline.read(texts)) if pipeline else repeat(None, len(texts))
    read = [list(zip(each, islice(entities, len(each)), strict=True)) for each in cut]
    return [_names(*each, stops) for each in zip(articles, read, strict=True)]


def _names(
    article: Article, read: Iterable[tuple[Passage, Entities]], stops: Collection[Stop]
) -> list[Mention]:
    kept = Filter(article, stops)
    found = [mention for mention in _mentions(read) if kept.keeps(mention)]
    texts = {sentence.uid: sentence.text for sentence in article}
    found = _again(article, found, list(initials(found, texts)))
    return [mention for mention in joined(found, texts) if kept.stands(mention)]


def _mentions(read: Iterable[tuple[Passage, Entities]]) -> Iterator[Mention]:
    for passage, entities in read:
        placed = _placed(passage, entities or ())
        for order, sentence in enumerate(passage.sentences):
            yield from _of(sentence, placed.get(order, []), alone=entities is None)


def _placed(passage: Passage, entities: Sequence[Entity]) -> dict[int, list[Entity]]:
    """The entities by the order of their sentence; what crosses two is dropped."""
    found: dict[int, list[Entity]] = {}
    for entity in entities:
        if place := passage.place(entity.start, entity.end):
            order, start, end = place
            found.setdefault(order, []).append(Entity(start, end, entity.kind))
    return found


def _of(sentence: Sentence, entities: Sequence[Entity], *, alone: bool) -> Iterator[Mention]:
    """The names of one sentence; without a model's reading, what can be guessed."""
    text = sentence.text
    matches = gazetteer.known(text)
    if alone:
        tidy = list(gazetteer.guessed(text))
    else:
        tidy = [part for entity in entities for part in tidied(text, entity)]
    chosen = choose(text, list(_unshielded(text, tidy)), matches)
    likely = set(_likely_towns(text)) if any(not name.identity for name in chosen) else set()
    for name in chosen:
        if not name.identity and (name.start, name.end) in likely:
            name = replace(name, kind=Tag.Kind.PLACE)
        yield _mention(sentence, _confirmed(text, name))


def _likely_towns(text: str) -> Iterator[tuple[int, int]]:
    return ((match.start, match.end) for match in gazetteer.likely_towns(text))


def _unshielded(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Without the persons after whom something is called: the ship « Charles de Gaulle »."""
    has_person = any(entity.kind == Tag.Kind.PERSON for entity in entities)
    shields = gazetteer.shields(text) if has_person else []
    for entity in entities:
        inside = any(start <= entity.start and entity.end <= end for start, end in shields)
        if entity.kind != Tag.Kind.PERSON or not inside:
            yield entity


def _confirmed(text: str, name: Name) -> Name:
    """A place with its town, where it is one's name; a first name is hardly a place."""
    if name.identity or name.kind != Tag.Kind.PLACE:
        return name
    surface = text[name.start : name.end]
    if fold(surface) in gazetteer.first_names() and not TOWARDS.search(text, 0, name.start):
        return replace(name, kind=Tag.Kind.PERSON)
    town = towns.town(surface)
    return replace(name, identity=town.identity, confidence=CONFIRMED) if town else name


def _mention(sentence: Sentence, name: Name) -> Mention:
    surface = sentence.text[name.start : name.end]
    return Mention(
        sentence.uid, name.start, name.end, surface, name.kind, name.identity, name.confidence
    )


def _again(article: Article, found: Sequence[Mention], short: Sequence[Mention]) -> list[Mention]:
    """The mentions, and their names wherever else the article has them: in a headline, say.

    What the gazetteer knows it has found everywhere; `short` are the article's own initials.
    """
    guessed = (m for m in found if not m.identity.startswith(("cldr:", "seed:")))
    worthy = (m for m in guessed if len(m.text) >= SHORTEST or m.text.isupper())
    sought = table(entry(m.text, m.kind, m.identity) for m in [*short, *worthy])
    order = {sentence.uid: place for place, sentence in enumerate(article)}
    once: list[Mention] = []
    for mention in sorted([*found, *_spotted(article, sought)], key=lambda m: order[m.uid]):
        if not any(_overlap(mention, other) for other in once):
            once.append(mention)
    return sorted(once, key=lambda m: (order[m.uid], m.start))


def _spotted(article: Article, sought: Table) -> Iterator[Mention]:
    for sentence in article:
        for match in spot(sentence.text, sought):
            name = Name(match.start, match.end, match.kind, match.name.identity)
            yield _mention(sentence, name)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.uid == other.uid and one.start < other.end and other.start < one.end
