"""Pairs of records that may be one, written down for editors; nothing is merged by itself.

Only a record that no table knows gives rise to one: the tables keep theirs apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from django.db.models import Q, QuerySet

from archive.models import Alias, MergeSuggestion, Tag
from archive.names import fold
from newsroom.tag.keys import key_of, stands_within, words_of

Reason = MergeSuggestion.Reason
ALIKE = 0.85  # of two folded names' letters in the same order, as difflib counts
SAME_KEY, WITHIN = 0.95, 0.6
BEGINNING = 3  # letters
MOST = 200  # names looked at


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why another record may be the same, and how likely that seems, from 0 to 1."""

    reason: Reason
    score: float


def suggest_for(made: Tag) -> None:
    """Compare a record just made with those of its kind that bear a name like its own."""
    best: dict[int, Likeness] = {}
    for alias in _candidates(made):
        likeness = _likeness(made.label_fr, alias)
        if likeness and likeness.score > _score(best.get(alias.tag_id)):
            best[alias.tag_id] = likeness
    _write((made.pk, pk, likeness) for pk, likeness in best.items())


def suggest_among(tags: Iterable[Tag]) -> None:
    """Note records of one article and kind of which one's name stands within the other's."""
    within = Likeness(Reason.SHARED_ARTICLE, WITHIN)
    pairs = combinations(sorted(tags, key=lambda tag: tag.pk), 2)
    _write((younger.pk, elder.pk, within) for elder, younger in pairs if _is_within(elder, younger))


def _candidates(made: Tag) -> QuerySet[Alias]:
    """French names of shown records with its key, its beginning or its last word."""
    key, last = key_of(made.label_fr), key_of(words_of(made.label_fr)[-1])
    alike = Q(key=key) | Q(key__startswith=key[:BEGINNING]) | Q(key__endswith=f" {last}")
    names = Alias.objects.filter(alike, language="fr", tag__in=Tag.objects.shown())
    if made.external_id:
        names = names.filter(tag__external_id="")
    return names.filter(tag__kind=made.kind).exclude(tag=made).order_by("pk")[:MOST]


def _likeness(name: str, alias: Alias) -> Likeness | None:
    if alias.key == key_of(name):
        return Likeness(Reason.SAME_KEY, SAME_KEY)
    letters = SequenceMatcher(None, fold(name), alias.folded, autojunk=False)
    if letters.real_quick_ratio() < ALIKE or letters.quick_ratio() < ALIKE:
        return None
    ratio = letters.ratio()
    return Likeness(Reason.SIMILAR, round(ratio, 3)) if ratio >= ALIKE else None


def _score(likeness: Likeness | None) -> float:
    return likeness.score if likeness else 0.0


def _is_within(one: Tag, other: Tag) -> bool:
    if one.kind != other.kind or (one.external_id and other.external_id):
        return False
    names = one.label_fr, other.label_fr
    return stands_within(*names) or stands_within(*reversed(names))


def _write(pairs: Iterable[tuple[int, int, Likeness]]) -> None:
    """Note each younger record with its elder; what an editor has decided of a pair stands."""
    rows = [
        MergeSuggestion(tag_id=younger, other_id=elder, reason=like.reason, score=like.score)
        for younger, elder, like in pairs
    ]
    if rows:
        MergeSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
