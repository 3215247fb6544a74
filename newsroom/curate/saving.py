"""What editors write for sentences: kept together, or set beside what others wrote meanwhile."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from archive.models import Article, Segment, Translation
from newsroom.curate import desk

MOST = 400  # sentences at once: as many as a page holds
FIELD = re.compile(r"s(\d{1,9})", re.ASCII)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """An editor's English for a sentence, and the wording that it was written for."""

    uid: int
    text: str
    base: int | None


@dataclass(frozen=True, slots=True)
class Clash:
    """What an editor wrote beside what stands now: `theirs`, None for no wording.

    `segment` is None where the article never held the sentence; it may have lost it since.
    """

    mine: Written
    segment: Segment | None
    theirs: Translation | None

    @property
    def is_gone(self) -> bool:
        """Whether there is no such sentence any more to give the words to."""
        return self.segment is None or not self.segment.alive

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else worded the sentence after the editor had looked at it."""
        return not self.is_gone and self.standing != self.mine.base

    @property
    def standing(self) -> int | None:
        """The wording that stands: what the editor has seen from now on."""
        return self.theirs.pk if self.theirs else None


def written(posted: Mapping[str, str]) -> list[Written]:
    """What a form holds: English in `s12`, the wording that it was written for in `b12`."""
    found = []
    for name, text in posted.items():
        if field := FIELD.fullmatch(name):
            base = posted.get(f"b{field[1]}", "")
            number = int(base) if NUMBER.fullmatch(base) else None
            found.append(Written(int(field[1]), text.replace("\x00", ""), number))
    return found[:MOST]


def save(
    article: Article, found: Collection[Written], *, by: User, note: str = ""
) -> list[Translation]:
    """Give the sentences what was written for them, all of it or, where one is refused, none.

    What was left as it was seen is no correction, whatever stands by now. Raises desk.Refused.
    """
    segments = {s.uid: s for s in article.segments.filter(uid__in=[each.uid for each in found])}
    bases = [each.base for each in found if each.base]
    texts = dict(
        Translation.objects.filter(pk__in=bases, segment__article=article).values_list("pk", "text")
    )
    corrections = []
    for each in found:
        if each.uid not in segments:
            raise desk.Refused(f"The article has no sentence {each.uid}.")
        # A form sends each line's end as two characters, and an editor may leave some at the end.
        if each.text.split() != texts.get(each.base or 0, "").split():
            corrections.append(desk.Correction(segments[each.uid].pk, each.text, each.base))
    return desk.correct(article.pk, corrections, by=by, note=note[:300]) if corrections else []


def clashes(article: Article, found: Sequence[Written]) -> list[Clash]:
    """Each beside what stands now, from two queries."""
    rows = article.segments.with_current().filter(uid__in=[each.uid for each in found])
    segments = {row.uid: row for row in rows}
    ids = [row.current_id for row in segments.values() if row.current_id]
    standing = Translation.objects.select_related("author").in_bulk(ids)
    made = []
    for each in found:
        segment = segments.get(each.uid)
        theirs = standing.get(segment.current_id) if segment else None
        made.append(Clash(each, segment, theirs))
    return made
