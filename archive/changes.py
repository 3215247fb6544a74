"""The later edits of an article by its source, as far as readers may see them.

A change is a pair of Editions that follow each other, of which the later holds a newer Capture and
other French, byline or date. What editors and readers reworded meanwhile is none of the source's
doing and no part of it. It bears the day on which the archive received the new text: the source
may have made it earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Case, F, JSONField, Q, Value, When, Window
from django.db.models.functions import Lag, Lead

from archive.differences import Difference, Fate, Step, differences
from archive.discuss.differing import Piece
from archive.discuss.differing import differences as in_words
from archive.models import Article, Edition, Source
from archive.reading import CUTS, Sentence, whole

PER_PAGE = 10
NAMES = {Fate.CHANGED: "changed", Fate.ADDED: "added", Fate.REMOVED: "removed"}


@dataclass(frozen=True, slots=True)
class Turn:
    """The last Edition of one text of the source, and the first Edition of its next."""

    before: Edition
    after: Edition

    @property
    def seen_at(self) -> datetime:
        """When the archive received the later text."""
        return self.after.capture.received_at


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence on one side of a change, in pieces, of which some are marked."""

    english: list[Piece]
    french: list[Piece]
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown of one sentence, or of a run of `skipped` ones that did not change."""

    fate: str = ""
    before: Side | None = None
    after: Side | None = None
    is_headline: bool = False
    skipped: int = 0


@dataclass(frozen=True)
class Change:
    """What the source changed, seen at once. `withheld` counts changes it lets nobody read."""

    turn: Turn
    difference: Difference
    lines: tuple[Line, ...]
    withheld: int

    @cached_property
    def counts(self) -> dict[str, int]:
        """Sentences changed, added and removed, those withheld too; the headline is left out."""
        return {name: self.difference.count(fate) for fate, name in NAMES.items()}

    @property
    def byline(self) -> tuple[str, str] | None:
        """The byline before and after, if it differs."""
        before, after = self.turn.before.byline, self.turn.after.byline
        return (before, after) if before != after else None

    @property
    def date(self) -> tuple[date | None, date | None] | None:
        """The date before and after, if it differs."""
        before, after = self.turn.before.published_on, self.turn.after.published_on
        return (before, after) if before != after else None

    @property
    def summary(self) -> str:
        """What changed, in one sentence."""
        differ = {"headline": self.difference.headline_differs}
        differ |= {"byline": self.byline is not None, "date": self.date is not None}
        named = [f"the {name}" for name, does in differ.items() if does]
        told = [f"{count} {name}" for name, count in self.counts.items() if count]
        if told:
            count, _, fate = told[0].partition(" ")
            told[0] = f"{count} {'sentence' if count == '1' else 'sentences'} {fate}"
        parts = [f"{_listed(named)} changed"] * bool(named) + [", ".join(told)] * bool(told)
        sentence = "; ".join(parts)
        return f"{sentence[:1].upper()}{sentence[1:]}."


def editions_of(article: Article) -> list[Edition]:
    """The Editions of an article, the newest first, from one query.

    `at_turn` holds the manifest of those only that stand beside one of another Capture: most
    articles were never changed, and a long one's manifests are long.
    """
    was, becomes = (Window(each("capture_id"), order_by="n") for each in (Lag, Lead))
    beside_another = Q(was__lt=F("capture_id")) | Q(becomes__gt=F("capture_id"))
    at_turn = Case(
        When(beside_another, then=F("manifest")), default=Value(None), output_field=JSONField()
    )
    found = article.editions.annotate(was=was, becomes=becomes).annotate(at_turn=at_turn)
    kept = found.select_related("capture").defer("manifest", "capture__raw")
    return list(kept.order_by("-n"))


def turns(editions: Sequence[Edition]) -> list[Turn]:
    """Where the source changed what readers see, the newest first; `editions` as `editions_of`."""
    return [Turn(before, after) for after, before in pairwise(editions) if _differ(before, after)]


def changes(article: Article, found: Sequence[Turn]) -> list[Change]:
    """The changes of an article at the turns, from one query."""
    texts = whole({e.pk: _manifest(e) for turn in found for e in (turn.before, turn.after)})
    return [_change(article, turn, texts) for turn in found]


def _differ(before: Edition, after: Edition) -> bool:
    """Whether another text came in between, and it says something else in whatever order."""
    if before.capture_id == after.capture_id:
        return False
    old, new = ({row[0] for row in _manifest(each)} for each in (before, after))
    facts = [(each.byline, each.published_on) for each in (before, after)]
    return old != new or facts[0] != facts[1]


def _manifest(edition: Edition) -> list[Any]:
    told: list[Any] = vars(edition)["at_turn"]
    return told


def _change(article: Article, turn: Turn, texts: Mapping[int, Sequence[Sentence]]) -> Change:
    cut = CUTS[Source.Display(article.source.display)]
    before, after = texts[turn.before.pk], texts[turn.after.pk]
    found = differences(before, after)
    allowed = [{sentence.uid for sentence in cut(text)} for text in (before, after)]
    shown = [step for step in found.steps if _is_shown(step, *allowed)]
    withheld = sum(s.is_french for s in found.steps) - sum(s.is_french for s in shown)
    return Change(turn, found, tuple(_lines(shown)), withheld)


def _is_shown(step: Step, old: set[int], new: set[int]) -> bool:
    """Whether readers of both texts may see it, by what the source allows today."""
    return (step.before is None or step.before.uid in old) and (
        step.after is None or step.after.uid in new
    )


def _lines(steps: Sequence[Step]) -> Iterator[Line]:
    """The changes, each with the sentence before it and the one after; longer runs are counted."""
    near = {n + beside for n, step in enumerate(steps) if step.is_french for beside in (-1, 0, 1)}
    for is_near, run in groupby(enumerate(steps), key=lambda each: each[0] in near):
        between = [step for _, step in run]
        if is_near or (near and len(between) == 1):
            yield from map(_line, between)
        elif near:
            yield Line(skipped=len(between))


def _line(step: Step) -> Line:
    before, after, headline = step.before, step.after, step.is_headline
    if not step.is_french:
        return Line("kept", None, _side(after), is_headline=headline)
    if before is None or after is None:
        sides = _side(before, changed=True), _side(after, changed=True)
        return Line(step.fate, *sides, is_headline=headline)
    english = in_words(before.english or "", after.english or "")
    french = in_words(before.french, after.french)
    was = Side(english[0], french[0], before.language)
    now = Side(english[1], french[1], after.language)
    return Line(step.fate, was, now, is_headline=headline)


def _side(sentence: Sentence | None, *, changed: bool = False) -> Side | None:
    if sentence is None:
        return None
    english, french = Piece(sentence.english or "", changed), Piece(sentence.french, changed)
    return Side([english], [french], sentence.language)


def _listed(names: Sequence[str]) -> str:
    """The names with commas and an “and”."""
    head, last = ", ".join(names[:-1]), names[-1] if names else ""
    return f"{head} and {last}" if head else last
