"""The tagging desk: what the machine reads in an article's French, kept as taggings."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from django.db import transaction

from archive import tagging
from archive.authority.holding import hold_records
from archive.models import Article, Segment, Tag, Tagging, Translation
from archive.models.segment import SegmentQuerySet
from archive.search import outbox
from newsroom.tag import records, suggesting
from newsroom.tag.finding import find
from newsroom.tag.linking import English, Linked, link, texts_of
from newsroom.tag.mentions import Mention, Sentence
from newsroom.tag.salience import Prominence
from newsroom.tag.subjects import Subject, subjects

log = logging.getLogger(__name__)

MOST_NAMES = 12  # on an article, subjects apart
ATTEMPTS = 3  # at records that editors merge or hide meanwhile


class Overtaken(Exception):
    """Editors changed the article's records again and again while it was tagged."""

    permanent = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the machine has to say of one record on one article."""

    confidence: float
    salience: float
    offsets: list[list[int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine read in an article; `english` gives the wordings that stand, by uid."""

    sentences: Sequence[Sentence]
    english: English
    mentions: Sequence[Mention]
    subjects: Sequence[Subject]


@transaction.atomic
def tag_article(article_id: int) -> int:
    """Replace the machine's taggings of the article by what its living sentences name.

    Returns how many changed. An editor's taggings, the refused ones among them, stay as they are.
    The same sentences again leave the same rows.
    """
    started = time.monotonic()
    article = Article.objects.select_for_update().get(pk=article_id)
    reading = _read(article)
    evidence, changed = _file(article, reading)
    if changed:
        outbox.touch(article_id)
    suggesting.suggest_among(tag for tag in evidence if tag.kind != Tag.Kind.SUBJECT)
    seconds = time.monotonic() - started
    told = (article_id, len(evidence), changed, seconds)
    log.info("article %d: %d tags, %d taggings changed in %.2f s", *told)
    return changed


def _read(article: Article) -> Reading:
    segments = article.segments.alive()
    title, rows = Segment.Kind.TITLE, segments.values_list("uid", "text", "kind", "paragraph")
    sentences = [Sentence(uid, text, kind == title, number) for uid, text, kind, number in rows]
    english = cache(partial(_standing, segments))
    return Reading(sentences, english, find(sentences), subjects(sentences))


def _standing(segments: SegmentQuerySet) -> dict[int, str]:
    standing = segments.with_current().order_by().values("current_id")
    worded = Translation.objects.filter(pk__in=standing).values_list("segment__uid", "text")
    return dict(worded)


def _file(article: Article, reading: Reading) -> tuple[dict[Tag, Evidence], int]:
    """Link and write, anew if a record was merged or hidden before it was held; count changes."""
    standing = {row.tag_id: row for row in article.taggings.all()}
    for _ in range(ATTEMPTS):
        evidence = {**_names(reading), **_subjects(reading.subjects)}
        if _hold({tag.pk for tag in evidence} - standing.keys()):
            return evidence, _replace(article, standing, evidence)
    raise Overtaken(f"The records of article {article.pk} changed while it was tagged.")


def _hold(tag_ids: set[int]) -> bool:
    """Lock the records that are new on the article; false if readers no longer meet one of them.

    An editor's act on one waits until this article is written, and then finds it.
    """
    held = hold_records(*tag_ids) if tag_ids else []
    return not any(tag.merged_into_id or tag.status == Tag.Status.HIDDEN for tag in held)


def _names(reading: Reading) -> dict[Tag, Evidence]:
    """What speaks for each person, place and organisation that is worth a tag."""
    prominence = Prominence(reading.sentences)
    kept = [
        each
        for each in link(reading.mentions, reading.english)
        if each.is_standing or prominence.is_prominent(each.mentions)
    ]
    kept.sort(key=lambda each: -prominence.salience(each.mentions))
    found: dict[Tag, Evidence] = {}
    # In one order for all processes: none waits for a record whose maker waits for its own.
    for each in sorted(kept[:MOST_NAMES], key=lambda each: each.name):
        found[_record(each, reading.english)] = _evidence(each.mentions, prominence)
    return found


def _evidence(mentions: Sequence[Mention], prominence: Prominence) -> Evidence:
    in_order = sorted(mentions, key=prominence.place)
    return Evidence(
        confidence=max(mention.confidence for mention in mentions),
        salience=prominence.salience(mentions),
        offsets=[[mention.uid, mention.start, mention.end] for mention in in_order],
    )


def _record(linked: Linked, english: English) -> Tag:
    """The record, made on first use and compared with others; one that is there is bettered."""
    if isinstance(linked.target, Tag):
        if linked.target.status == Tag.Status.AUTO:
            records.better(linked.target, texts_of(linked.mentions, english))
        return linked.target
    made = records.make(linked.target)
    suggesting.suggest_for(made)
    return made


def _subjects(found: Sequence[Subject]) -> dict[Tag, Evidence]:
    """What speaks for each subject that editors did not hide."""
    known = records.of_topics([subject.topic for subject in found])
    evidence: dict[Tag, Evidence] = {}
    for subject in found:
        tag = tagging.heir(known[subject.topic.code])
        if tag.status != Tag.Status.HIDDEN:
            evidence.setdefault(tag, Evidence(subject.confidence, subject.points, []))
    return evidence


def _replace(
    article: Article, standing: Mapping[int, Tagging], evidence: Mapping[Tag, Evidence]
) -> int:
    """Bring the machine's rows into step with the evidence; return how many changed."""
    gone = [
        t.pk
        for t in standing.values()
        if t.origin == Tagging.Origin.MACHINE and t.tag_id not in {tag.pk for tag in evidence}
    ]
    deleted, _ = Tagging.objects.filter(pk__in=gone).delete() if gone else (0, {})
    rows = [_row(article, tag, seen, standing.get(tag.pk)) for tag, seen in evidence.items()]
    bettered = [row for row in rows if row and row.pk]
    made = Tagging.objects.bulk_create([row for row in rows if row and not row.pk])
    Tagging.objects.bulk_update(bettered, ["confidence", "salience", "offsets"])
    return deleted + len(made) + len(bettered)


def _row(article: Article, tag: Tag, seen: Evidence, known: Tagging | None) -> Tagging | None:
    """The machine's row as it has to be; None where an editor's stands, or nothing changes."""
    if known and known.origin == Tagging.Origin.EDITOR:
        return None
    if known and seen == Evidence(known.confidence or 0.0, known.salience, known.offsets):
        return None
    row = known or Tagging(article=article, tag=tag, origin=Tagging.Origin.MACHINE)
    row.confidence, row.salience = seen.confidence, seen.salience
    row.offsets = seen.offsets
    return row
