"""The tagging desk: what the machine reads in an article's French, kept as taggings."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from archive import tagging
from archive.models import Article, Tag, Tagging
from archive.search import outbox
from newsroom.tag import records, suggesting
from newsroom.tag.batch import Reading, readings
from newsroom.tag.finding import stop_list
from newsroom.tag.linking import Linked, link
from newsroom.tag.mentions import Mention
from newsroom.tag.salience import Prominence
from newsroom.tag.subjects import Subject

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


def tag_article(article_id: int) -> int:
    """Replace the machine's taggings of the article by what its living sentences name.

    Returns how many changed. An editor's taggings, the refused ones among them, stay as they are.
    The same sentences again leave the same rows.
    """
    (reading,) = readings([article_id])
    return write(reading)


@transaction.atomic
def write(reading: Reading) -> int:
    """Write down what was read in an article; return how many taggings changed.

    Where its text or the stop list has changed since, it is read anew; records are looked up now.
    """
    started = time.monotonic()
    reading = _held(reading)
    evidence, changed = _file(reading)
    if changed:
        outbox.touch(reading.article_id)
    suggesting.suggest_among(tag for tag in evidence if tag.kind != Tag.Kind.SUBJECT)
    seconds = time.monotonic() - started
    told = (reading.article_id, len(evidence), changed, seconds)
    log.info("article %d: %d tags, %d taggings changed in %.2f s", *told)
    return changed


def _held(reading: Reading) -> Reading:
    """The reading, if it still holds, else a new one; its article is locked from now on."""
    locked = Article.objects.select_for_update().filter(pk=reading.article_id)
    capture_id = locked.values_list("capture", flat=True).get()
    if (capture_id, stop_list()) == (reading.capture_id, reading.stops):
        return reading
    (anew,) = readings([reading.article_id])
    return anew


def _file(reading: Reading) -> tuple[dict[Tag, Evidence], int]:
    """Link and write, anew if a record was merged or hidden before it was held; count changes."""
    rows = Tagging.objects.filter(article=reading.article_id).order_by()
    standing = {row.tag_id: row for row in rows}
    for _ in range(ATTEMPTS):
        evidence = {**_names(reading), **_subjects(reading.subjects)}
        if _hold({tag.pk for tag in evidence} - standing.keys()):
            return evidence, _replace(reading.article_id, standing, evidence)
    raise Overtaken(f"The records of article {reading.article_id} changed while it was tagged.")


def _hold(tag_ids: set[int]) -> bool:
    """Lock the records that are new on the article; false if readers no longer meet one of them.

    An editor's act on one waits until this article is written, and then finds it.
    """
    wanted = Tag.objects.shown().filter(pk__in=tag_ids).order_by("pk")
    held = wanted.select_for_update(no_key=True).values_list("pk", flat=True)
    return not tag_ids or len(held) == len(tag_ids)


def _names(reading: Reading) -> dict[Tag, Evidence]:
    """What speaks for each person, place and organisation that is worth a tag."""
    prominence = Prominence(reading.sentences)
    kept = [
        each
        for each in link(reading.mentions, reading.stops)
        if each.is_standing or prominence.is_prominent(each.mentions)
    ]
    kept.sort(key=lambda each: -prominence.salience(each.mentions))
    found: dict[Tag, Evidence] = {}
    # In one order for all processes: none waits for a record whose maker waits for its own.
    for each in sorted(kept[:MOST_NAMES], key=lambda each: each.name):
        found[_record(each, reading)] = _evidence(each.mentions, prominence)
    return found


def _evidence(mentions: Sequence[Mention], prominence: Prominence) -> Evidence:
    in_order = sorted(mentions, key=prominence.place)
    return Evidence(
        confidence=max(mention.confidence for mention in mentions),
        salience=prominence.salience(mentions),
        offsets=[[mention.uid, mention.start, mention.end] for mention in in_order],
    )


def _record(linked: Linked, reading: Reading) -> Tag:
    """The record, made on first use and compared with others; one that is there is bettered."""
    english = reading.english(linked.mentions)
    if isinstance(linked.target, Tag):
        records.better(linked.target, english)
        return linked.target
    made = records.make(records.in_english(linked.target, english))
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
    article_id: int, standing: Mapping[int, Tagging], evidence: Mapping[Tag, Evidence]
) -> int:
    """Bring the machine's rows into step with the evidence; return how many changed."""
    gone = [
        t.pk
        for t in standing.values()
        if t.origin == Tagging.Origin.MACHINE and t.tag_id not in {tag.pk for tag in evidence}
    ]
    deleted, _ = Tagging.objects.filter(pk__in=gone).delete() if gone else (0, {})
    rows = [_row(article_id, tag, seen, standing.get(tag.pk)) for tag, seen in evidence.items()]
    bettered = [row for row in rows if row and row.pk]
    made = Tagging.objects.bulk_create([row for row in rows if row and not row.pk])
    Tagging.objects.bulk_update(bettered, ["confidence", "salience", "offsets"])
    return deleted + len(made) + len(bettered)


def _row(article_id: int, tag: Tag, seen: Evidence, known: Tagging | None) -> Tagging | None:
    """The machine's row as it has to be; None where an editor's stands, or nothing changes."""
    if known and known.origin == Tagging.Origin.EDITOR:
        return None
    if known and seen == Evidence(known.confidence or 0.0, known.salience, known.offsets):
        return None
    row = known or Tagging(article_id=article_id, tag=tag, origin=Tagging.Origin.MACHINE)
    row.confidence, row.salience = seen.confidence, seen.salience
    row.offsets = seen.offsets
    return row
