"""What one Edition says otherwise than another: sentences word by word, headlines, byline, date.

Readers see of a correction what a person changed (`corrected`); the desk sees all (`compared`).
What the source keeps back is cut from both, and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from archive.corrections import FACTS, by_person
from archive.differences import Fate, Step, differences
from archive.discuss.differing import Piece
from archive.discuss.differing import differences as in_words
from archive.models import Edition, Segment, Source
from archive.reading import CUTS, Sentence, whole

UNCHANGED = frozenset({Fate.KEPT, Fate.MOVED})
Texts = dict[int, list[Sentence]]  # by the Edition's id


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence in one of the two Editions, in pieces, of which some are marked."""

    english: list[Piece]
    french: list[Piece]
    language: str
    origin: str


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one sentence: a side is None where that Edition does not hold it."""

    fate: Fate
    uid: int
    before: Side | None
    after: Side | None
    is_headline: bool
    french_differs: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A headline, the byline or the date before and after; empty where there is none."""

    name: str
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What differs. `withheld` counts sentences that the source lets nobody read.

    `others` counts those that differ otherwise than a person's correction, where only such are
    asked for.
    """

    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]
    withheld: int
    others: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that readers could see."""
        return not (self.lines or self.facts or self.withheld)


def texts_of(editions: Iterable[Edition]) -> Texts:
    """All sentences of the Editions, cut nowhere, however many they are: one query or two."""
    return whole({edition.pk: edition.manifest for edition in editions})


def compared(was: Edition, now: Edition, texts: Texts, display: str) -> Amendment:
    """All that differs, whoever changed it."""
    return _amendment(was, now, texts, display, facts=FACTS, by_persons=False)


def corrected(
    was: Edition, now: Edition, texts: Texts, display: str, facts: Collection[str]
) -> Amendment:
    """What persons changed; which of the facts they did is noted with the correction."""
    return _amendment(was, now, texts, display, facts=facts, by_persons=True)


def _amendment(
    was: Edition,
    now: Edition,
    texts: Texts,
    display: str,
    *,
    facts: Collection[str],
    by_persons: bool,
) -> Amendment:
    steps = [s for s in differences(texts[was.pk], texts[now.pk]).steps if s.fate not in UNCHANGED]
    wanted = [step for step in steps if _is_by_person(step)] if by_persons else steps
    cut = CUTS[Source.Display(display)]
    allowed = [{s.uid for s in cut(texts[edition.pk])} for edition in (was, now)]
    shown = [step for step in wanted if _may_be_shown(step, *allowed)]
    lines = tuple(map(_line, shown))
    told = {name for name in facts if getattr(was, name) != getattr(now, name)}
    if any(line.is_headline for line in lines):
        told.discard("title")  # it is a sentence, and told as one
    return Amendment(
        lines=lines,
        facts=tuple(_fact(name, was, now) for name in FACTS if name in told),
        withheld=len(wanted) - len(shown),
        others=len(steps) - len(wanted),
    )


def _is_by_person(step: Step) -> bool:
    if step.fate is not Fate.REWORDED:
        return False
    sides = (step.before, step.after)
    return any(side and side.wording and by_person(side.wording) for side in sides)


def _may_be_shown(step: Step, old: Collection[int], new: Collection[int]) -> bool:
    """Whether readers of both may see it, by what the source allows today."""
    return (step.before is None or step.before.uid in old) and (
        step.after is None or step.after.uid in new
    )


def _line(step: Step) -> Line:
    before, after = step.before, step.after
    there = after or before
    assert there is not None, "a step has a sentence on one side at least"  # noqa: S101
    told = {
        "fate": step.fate,
        "uid": there.uid,
        "is_headline": there.kind == Segment.Kind.TITLE,
        "french_differs": step.is_french,
    }
    if before is None or after is None:
        return Line(before=_alone(before), after=_alone(after), **told)  # type: ignore[arg-type]
    english = in_words(before.english or "", after.english or "")
    french = in_words(before.french, after.french)
    return Line(
        before=Side(english[0], french[0], before.language, before.origin),
        after=Side(english[1], french[1], after.language, after.origin),
        **told,  # type: ignore[arg-type]
    )


def _alone(sentence: Sentence | None) -> Side | None:
    """A side whole: the other Edition does not hold the sentence."""
    if sentence is None:
        return None
    english, french = (
        [Piece(text, changed=True)] if text else [] for text in (sentence.english, sentence.french)
    )
    return Side(english, french, sentence.language, sentence.origin)


def _fact(name: str, was: Edition, now: Edition) -> Fact:
    language = "fr" if name == "title_fr" else "en"
    return Fact(FACTS[name], language, *(_told(getattr(each, name)) for each in (was, now)))


def _told(value: str | date | None) -> str:
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value or ""
