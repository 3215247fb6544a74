"""What a model takes for a name, cut or grown to what the name really is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.models import Tag
from archive.names import fold
from newsroom.tag.finding.pipeline import Entity
from newsroom.tag.finding.words import listed

EDGES = " \u00a0\u202f\n\t,;:.!?…«»“”\"'’()[]–—-/*•"
LEADING = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)(?P<gap>\.?[ \u00a0\u202f]+|['’])")
PARTING = re.compile(r", | et | ou | / |/| – | — |\(|\)| « |« | »|\"|;| : ")
BEFORE = re.compile(
    r"(?P<noun>[^\W\d_]+(?:['’-][^\W\d_]+)*)[ \u00a0\u202f]"
    r"(?P<of>d['’]|de la |de l['’]|des |du |de )?$"
)
SMALL = {"le", "la", "les", "l", "de", "du", "des", "d", "au", "aux", "a", "en", "un", "une", "ce"}
ABBREVIATED = re.compile(r"\b(?:Jr|Sr|[A-Z]\.[A-Z])\.$")
CIVILITY = re.compile(r"\b(?:MM?|M(?:me|lle)s?|Mes?|Mgr|Drs?|Pr)\.?[ \u00a0\u202f]$")
CIVILITIES = re.compile(
    r"\b(?:MM|Mmes)\.?[ \u00a0\u202f](?:[A-ZÀ-Ý][^\s,]*(?: [A-ZÀ-Ý][^\s,]*)*(?:, | et ))+$"
)
RUNNING = re.compile(r" (?:un|une|qui|que|dans|depuis|après|avant|selon|ce|cette|est|a|ont) ")
ADJECTIVAL = re.compile(
    r"(?:[ae]l(?:le|e)?s?|aux|iques?|ain|aine|ien|ienne|[ao]ise?|aires?|if|ive|istes?|ême|eure?"
    r"|ée?s?|ine?|ole?|anne?|enne|russe|turque|arabe|basse|haute|suisse|belge|corse|mixte|’.*)$"
)
COMPANY = re.compile(r"(?: & |[ ,](?:Inc|Corp|Ltd|Cie|SA|SAS|SARL|S\.A)\b)")


def tidied(text: str, entity: Entity) -> Iterator[Entity]:
    """The names that the entity holds: without titles and signs, with the noun that is a part."""
    for part in _parts(text, entity):
        part = _bared(text, _cut(text, _trimmed(text, part)))
        if part.start < part.end:
            yield _grown(text, _rekinded(text, part))


def _rekinded(text: str, entity: Entity) -> Entity:
    """Who is addressed is a person; a company's sign and a name's first noun tell the rest."""
    before = text[max(0, entity.start - 80) : entity.start]
    if CIVILITY.search(before) or CIVILITIES.search(before):
        return replace(entity, kind=Tag.Kind.PERSON)
    if _is_company(text, entity):
        return replace(entity, kind=Tag.Kind.ORGANISATION)
    first, _, rest = fold(text[entity.start : entity.end]).partition(" ")
    if entity.kind and rest and first in listed("inside organisations"):
        return replace(entity, kind=Tag.Kind.ORGANISATION)
    if entity.kind and rest and first in listed("inside places"):
        return replace(entity, kind=Tag.Kind.PLACE)
    return entity


def _parts(text: str, entity: Entity) -> Iterator[Entity]:
    """Of « Kazan, en Russie » both; a body's name may hold commas and « et »."""
    if entity.kind in (None, Tag.Kind.ORGANISATION) or _is_company(text, entity):
        cut = text.find(" (", entity.start, entity.end)
        yield replace(entity, end=cut if cut > 0 else entity.end)
        return
    start = entity.start
    for parting in PARTING.finditer(text, entity.start, entity.end):
        yield replace(entity, start=start, end=parting.start())
        start = parting.end()
    yield replace(entity, start=start)


def _is_company(text: str, entity: Entity) -> bool:
    return COMPANY.search(text, entity.start, entity.end) is not None


def _trimmed(text: str, entity: Entity) -> Entity:
    start, end = entity.start, entity.end
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES and not ABBREVIATED.search(text[start:end]):
        end -= 1
    return replace(entity, start=start, end=end)


def _cut(text: str, entity: Entity) -> Entity:
    """Without the sentence that ran on after it: « Parlement adopte un plan »."""
    run_on = RUNNING.search(text, entity.start, entity.end)
    if not run_on:
        return _shortened(text, entity)
    end = run_on.start()
    while (space := text.rfind(" ", entity.start, end)) > 0 and text[space + 1].islower():
        end = space
    return replace(entity, end=end)


def _shortened(text: str, entity: Entity) -> Entity:
    """Of « Commission attend des explications » the first word: no adjective follows it."""
    first, _, rest = text[entity.start : entity.end].partition(" ")
    second = rest.partition(" ")[0]
    if fold(first) not in listed("short forms") or not second[:1].islower():
        return entity
    if ADJECTIVAL.search(second) or fold(second) in SMALL | {"pour", "sur"} or "'" in second:
        return entity
    return replace(entity, end=entity.start + len(first))


def _bared(text: str, entity: Entity) -> Entity:
    """Without the articles, civilities and common nouns before it."""
    start = entity.start
    while word := LEADING.match(text, start, entity.end):
        if not _is_outside(text, word, entity):
            break
        start = word.end()
    return replace(entity, start=start)


def _is_outside(text: str, word: re.Match[str], entity: Entity) -> bool:
    """Whether the word before the rest of a name is none of it."""
    folded, small = fold(word["word"]), word["word"][0].islower()
    if "'" in word["gap"] or "’" in word["gap"]:
        return folded in {"l", "d", "qu", "s", "n", "c", "jusqu"} and (small or word.start() == 0)
    if folded in SMALL:
        return small or (_begins(text, word.start()) and entity.kind != Tag.Kind.PERSON)
    if folded in listed("titles"):
        civil = CIVILITY.search(text, word.start(), word.end())
        return entity.kind == Tag.Kind.PERSON or small or civil is not None
    return small and folded in listed("outside")


def _begins(text: str, place: int) -> bool:
    """Whether a sentence, a quotation or a title begins here."""
    before = text[:place].rstrip(" \u00a0\u202f")
    return not before or before[-1] in '.!?…«“":;–—'


def _grown(text: str, entity: Entity) -> Entity:
    """With the common noun right before it that makes a name of it: mer Noire, musée d'Orsay."""
    before = BEFORE.search(text, 0, entity.start)
    if not before or (entity.kind == Tag.Kind.PERSON and before["of"] is None):
        return entity
    noun, plain = fold(before["noun"]), before["of"] is None
    if noun in listed("inside organisations") and entity.kind is not None:
        return Entity(before.start(), entity.end, Tag.Kind.ORGANISATION)
    if noun in listed("inside places" if plain else "with de") and entity.kind is not None:
        return Entity(before.start(), entity.end, Tag.Kind.PLACE)
    return entity
