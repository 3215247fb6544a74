"""The tagging desk: what the machine reads in an article's French, kept as taggings."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from archive import tagging
from archive.models import Alias, Article, Segment, Tag, Tagging
from archive.names import fold
from archive.search import outbox
from newsroom.tag.countries import Country, Found, find

log = logging.getLogger(__name__)

EARLY = 400  # characters of the text, its headline apart


class SlugsTaken(Exception):
    """No address is left for a record; an editor must rename one."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the machine has to say of one record on one article."""

    confidence: float
    salience: float
    offsets: list[list[int]]


@transaction.atomic
def tag_article(article_id: int) -> None:
    """Replace the machine's taggings of the article by what its living sentences name.

    An editor's taggings, the refused ones among them, stay as they are. The same sentences again
    leave the same rows.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    segments = list(article.segments.alive())
    evidence = _gather(segments, find((s.uid, s.text) for s in segments))
    changed = _replace(article, evidence)
    if changed:
        outbox.touch(article_id)
    log.info("article %d: %d places, %d taggings changed", article_id, len(evidence), changed)


def _gather(segments: Sequence[Segment], found: Sequence[Found]) -> dict[Tag, Evidence]:
    """What speaks for each record; countries that were merged into one record share it."""
    places: dict[Tag, list[tuple[int, int, int]]] = {}
    confidence: dict[Tag, float] = {}
    for each in found:
        tag = _record(each.country)
        places.setdefault(tag, []).extend(each.places)
        confidence[tag] = max(confidence.get(tag, 0.0), each.country.confidence)
    order = {segment.uid: n for n, segment in enumerate(segments)}
    for tag in places:
        places[tag].sort(key=lambda place: (order[place[0]], place[1]))
    return {
        tag: Evidence(confidence[tag], _salience(segments, spots), [list(spot) for spot in spots])
        for tag, spots in places.items()
    }


def _salience(segments: Sequence[Segment], places: Sequence[tuple[int, int, int]]) -> float:
    """How often it is named, + 2 if early in the text, + 3 if in the headline."""
    headlines = {s.uid for s in segments if s.kind == Segment.Kind.TITLE}
    starts = dict(_starts(segments))
    early = any(starts[uid] + start < EARLY for uid, start, _ in places if uid in starts)
    in_headline = any(uid in headlines for uid, _, _ in places)
    return float(len(places) + 2 * early + 3 * in_headline)


def _starts(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Where each sentence of the text begins, in characters, a space between two."""
    at = 0
    for segment in segments:
        if segment.kind != Segment.Kind.TITLE:
            yield segment.uid, at
            at += len(segment.text) + 1


def _record(country: Country) -> Tag:
    """The authority record of a country, made on first use; a merged one leads to its heir."""
    identity = f"cldr:{country.code}"
    tag = Tag.objects.filter(external_id=identity).first() or _make(country, identity)
    return tagging.heir(tag)


def _make(country: Country, identity: str) -> Tag:
    """Make the record; another article's tagger may make it, or an editor its slug, meanwhile."""
    slug = slugify(country.english)
    for address in (slug, f"{slug}-{country.code.lower()}"):
        try:
            with transaction.atomic():
                return _write(country, identity, address)
        except IntegrityError:
            if made := Tag.objects.filter(external_id=identity).first():
                return made
    raise SlugsTaken(f"Both addresses for {country.english} belong to other records.")


def _write(country: Country, identity: str, slug: str) -> Tag:
    tag = Tag.objects.create(
        kind=Tag.Kind.PLACE,
        slug=slug,
        label_en=country.english,
        label_fr=country.french,
        external_id=identity,
    )
    names = [(name, "fr") for name in country.spellings]
    folded = {(fold(n), language): n for n, language in (*names, (country.english, "en"))}
    Alias.objects.bulk_create(
        Alias(tag=tag, text=name, folded=key, language=language)
        for (key, language), name in folded.items()
    )
    return tag


def _replace(article: Article, evidence: dict[Tag, Evidence]) -> int:
    """Bring the machine's rows into step with the evidence; return how many changed."""
    standing = {t.tag_id: t for t in article.taggings.all()}
    gone = [
        t.pk
        for t in standing.values()
        if t.origin == Tagging.Origin.MACHINE and t.tag_id not in {tag.pk for tag in evidence}
    ]
    changed, _ = Tagging.objects.filter(pk__in=gone).delete()
    for tag, seen in evidence.items():
        changed += _keep(article, tag, seen, standing.get(tag.pk))
    return changed


def _keep(article: Article, tag: Tag, seen: Evidence, known: Tagging | None) -> bool:
    if known and known.origin == Tagging.Origin.EDITOR:
        return False
    row = known or Tagging(article=article, tag=tag, origin=Tagging.Origin.MACHINE)
    if known and seen == Evidence(row.confidence or 0.0, row.salience, row.offsets):
        return False
    row.confidence, row.salience = seen.confidence, seen.salience
    row.offsets = seen.offsets
    row.save()
    return True
