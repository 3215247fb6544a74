"""What a change of the glossary would do, before it is done: counted, and sentence by sentence.

A request looks for a few seconds and says how far it came; the next goes on from there, so that
the counts are exact in the end, whatever the size of the archive.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from archive.models import Article, Segment, Translation
from archive.terms import Use
from newsroom.curate.glossary_touched import Comparison, Touched
from newsroom.curate.names import titled
from newsroom.curate.terms import Change
from newsroom.translate.memory import ACCEPTED
from newsroom.translate.terms import reworded

SECONDS = 4.0  # that one request looks
ROWS = 25  # sentences on one page, and the rest of the last one's article
AGAIN = "It will be translated again."
KEPT = "A person’s wording: it stays."
FLAGGED = "A person’s wording: it stays, and is flagged."
REMEMBERED = "From the translation memory, and as the glossary has it: it stays."
WAITS = "It has no English yet."


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sentences are touched in the articles up to `last`; `over` once that is all."""

    articles: int = 0
    machine: int = 0
    persons: int = 0
    flagged: int = 0
    others: int = 0  # without English yet, or from memory and right
    last: int = 0
    over: bool = False

    @classmethod
    def read(cls, told: str) -> Counts:
        """The counts that a form carries; none where they are not."""
        try:
            found = json.loads(told)
            return cls(**{name: found[name] for name in asdict(cls())})
        except (ValueError, TypeError, KeyError):
            return cls()

    @property
    def sentences(self) -> int:
        """All that are touched."""
        return self.machine + self.persons + self.others

    def as_text(self) -> str:
        """As a form carries them."""
        return json.dumps(asdict(self))

    def with_rows(self, rows: Sequence[Row]) -> Counts:
        """With these sentences, whose articles were not counted yet."""
        return replace(
            self,
            articles=self.articles + len({row.segment.article_id for row in rows}),
            machine=self.machine + sum(row.fate == AGAIN for row in rows),
            persons=self.persons + sum(row.fate in {KEPT, FLAGGED} for row in rows),
            flagged=self.flagged + sum(row.fate == FLAGGED for row in rows),
            others=self.others + sum(row.fate in {REMEMBERED, WAITS} for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A touched sentence, the English that stands, and what will become of it.

    `likely` is that English with the term put right, where this alone would do.
    """

    segment: Segment
    english: str
    fate: str
    likely: str = ""
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """The counts so far, one page of sentences, and where the next begins (0: there is none)."""

    counts: Counts
    rows: list[Row]
    next: int = 0


def look(changes: Sequence[Change], so_far: Counts, begin: int = 0) -> Impact:
    """Go on counting for some seconds, and show a page of sentences."""
    comparison = Comparison.of(changes)
    counts = so_far if so_far.over else _count(comparison, so_far)
    if counts.over and not counts.sentences:
        return Impact(counts, [])
    rows, following = _page(comparison, begin)
    articles = titled({row.segment.article_id for row in rows})
    shown = [replace(row, article=articles.get(row.segment.article_id)) for row in rows]
    return Impact(counts, shown, following)


def _count(comparison: Comparison, so_far: Counts) -> Counts:
    until = time.monotonic() + SECONDS
    for step in comparison.steps(so_far.last):
        so_far = replace(so_far.with_rows(_rows(step.touched)), last=step.last)
        if time.monotonic() > until:
            return so_far
    return replace(so_far, over=True)


def _page(comparison: Comparison, begin: int) -> tuple[list[Row], int]:
    """Sentences of the articles after `begin`, and the last of these where there may be more."""
    until = time.monotonic() + SECONDS
    found: list[Row] = []
    for step in comparison.steps(begin):
        for touched in _by_article(step.touched):
            if len(found) >= ROWS:
                return found, found[-1].segment.article_id
            found += _rows(touched)
        if time.monotonic() > until:
            return found, step.last
    return found, 0


def _by_article(touched: Sequence[Touched]) -> Iterator[list[Touched]]:
    for _, mine in groupby(touched, key=lambda each: each.segment.article_id):
        yield list(mine)


def _rows(touched: Sequence[Touched]) -> list[Row]:
    """What will become of each; two queries."""
    ids = [each.segment.pk for each in touched]
    standing = Segment.objects.filter(pk__in=ids).with_current().order_by()
    numbers = dict(standing.values_list("pk", "current_id")) if ids else {}
    wordings = Translation.objects.in_bulk([pk for pk in numbers.values() if pk])
    return [_row(each, wordings.get(numbers.get(each.segment.pk) or 0)) for each in touched]


def _row(each: Touched, wording: Translation | None) -> Row:
    if wording is None:
        return Row(each.segment, "", WAITS)
    english, breaks = wording.text, any(known.is_outdated_in(wording.text) for known in each.after)
    if wording.state in ACCEPTED:
        return Row(each.segment, english, FLAGGED if breaks else KEPT)
    if wording.origin == Translation.Origin.MEMORY and not breaks:
        return Row(each.segment, english, REMEMBERED)
    likely = reworded(english, [known for known in each.after if isinstance(known, Use)])
    return Row(each.segment, english, AGAIN, likely if likely != english else "")


def carried(changes: Sequence[Change]) -> str:
    """The changes as a form carries them."""
    return json.dumps([change.as_json() for change in changes], ensure_ascii=False)


def given(told: str) -> Any:
    """What a form carries; None where it is no JSON."""
    try:
        return json.loads(told)
    except ValueError:
        return None
