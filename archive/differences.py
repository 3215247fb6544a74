"""What one text of an article says otherwise than another, sentence by sentence.

Both are sentences as Editions hold them. A sentence keeps its uid for as long as its French stays
word for word the same, so the uids alone say which ones were kept, taken out or put in:

1. The longest run of kept sentences that stand in the same order on both sides holds the two texts
   together (the longest increasing subsequence); a kept sentence outside of it was moved, and to
   move is no change.
2. What was taken out and what was put in between two of these is compared by its words (`ratio` of
   `difflib`, Ratcliff and Obershelp 1988). The likest pair is joined first, then the next that does
   not cross it: such a pair is one sentence that was changed. A headline is joined with a headline,
   however little they have in common.

Texts that were written anew are compared near the diagonal only: the time does not grow with the
square of their length. Nothing here asks the database.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from archive.models import Segment
from archive.reading import Sentence

LIKE = 0.5  # of the words of both, from which on two sentences are one that was changed
COMPARED = 4000  # pairs of sentences, at most, and one more for each sentence
WORDS = 60  # of a sentence: what is looked at of a longer one


class Fate(StrEnum):
    """What became of a sentence. A reworded one has the same French and another English."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


IN_FRENCH = frozenset({Fate.CHANGED, Fate.ADDED, Fate.REMOVED})


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence on its way from the old text to the new: None where it stands in one alone."""

    fate: Fate
    before: Sentence | None
    after: Sentence | None

    @property
    def is_french(self) -> bool:
        """Whether the French differs: the source's doing, for nobody else writes it."""
        return self.fate in IN_FRENCH

    @property
    def is_headline(self) -> bool:
        """Whether it is the headline, on the new side if it is there."""
        sentence = self.after or self.before
        return sentence is not None and sentence.kind == Segment.Kind.TITLE


@dataclass(frozen=True)
class Difference:
    """The new text in its order, and what was taken out of the old one where it stood."""

    steps: tuple[Step, ...]

    def count(self, fate: Fate) -> int:
        """How many sentences of the text, the headline left out, met with this."""
        return sum(step.fate is fate and not step.is_headline for step in self.steps)

    @cached_property
    def headline_differs(self) -> bool:
        """Whether the headline has other French."""
        return any(step.is_headline and step.is_french for step in self.steps)


def differences(before: Sequence[Sentence], after: Sequence[Sentence]) -> Difference:
    """What the new sentences say otherwise than the old ones. No uid may stand twice in either."""
    old = {sentence.uid: sentence for sentence in before}
    new = {sentence.uid for sentence in after}
    held = _in_order(list(old), [s.uid for s in after])
    removed, added = len(old.keys() - new), len(new - old.keys())
    reach = COMPARED // (2 * max(removed, added, 1))
    steps: list[Step] = []
    for was, now in zip(_runs(before, held), _runs(after, held), strict=True):
        gone = [s for s in was if s.uid not in new]
        fresh = [s for s in now if s.uid not in held]
        steps += _rewritten(gone, fresh, old, reach)
        steps += [_again(old[s.uid], s) for s in now if s.uid in held]
    return Difference(tuple(steps))


def _in_order(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """The uids of a longest subsequence that both have, in O(n log n)."""
    places = {uid: place for place, uid in enumerate(old)}
    ends: list[int] = []  # the least place on which a subsequence of each length ends
    at: list[int] = []
    for uid in new:
        if uid in places:
            length = bisect_left(ends, places[uid])
            ends[length : length + 1] = [places[uid]]
            at.append(length)
    found: set[int] = set()
    wanted = len(ends) - 1
    common = [uid for uid in new if uid in places]
    for uid, length in zip(reversed(common), reversed(at), strict=True):
        if length == wanted:
            found.add(uid)
            wanted -= 1
    return found


def _runs(sentences: Sequence[Sentence], held: Collection[int]) -> Iterator[list[Sentence]]:
    """The sentences up to each that holds the texts together, it too; then those behind all."""
    run: list[Sentence] = []
    for sentence in sentences:
        run.append(sentence)
        if sentence.uid in held:
            yield run
            run = []
    yield run


def _again(before: Sentence, after: Sentence, *, moved: bool = False) -> Step:
    if before.english != after.english:
        return Step(Fate.REWORDED, before, after)
    return Step(Fate.MOVED if moved else Fate.KEPT, before, after)


def _rewritten(
    gone: Sequence[Sentence], fresh: Sequence[Sentence], old: dict[int, Sentence], reach: int
) -> Iterator[Step]:
    """The steps between two sentences that hold the texts together."""
    added = [s for s in fresh if s.uid not in old]
    partners = {added[j].uid: i for i, j in _pairs(gone, added, reach)}
    next_gone = 0
    for sentence in fresh:
        if sentence.uid in old:
            yield _again(old[sentence.uid], sentence, moved=True)
            continue
        place = partners.get(sentence.uid)
        if place is None:
            yield Step(Fate.ADDED, None, sentence)
            continue
        yield from (Step(Fate.REMOVED, each, None) for each in gone[next_gone:place])
        yield Step(Fate.CHANGED, gone[place], sentence)
        next_gone = place + 1
    yield from (Step(Fate.REMOVED, each, None) for each in gone[next_gone:])


def _pairs(
    gone: Sequence[Sentence], added: Sequence[Sentence], reach: int
) -> list[tuple[int, int]]:
    """Which of the one became which of the other, in order; no two pairs cross."""
    chosen: list[tuple[int, int]] = []
    for _, i, j in sorted((-like, i, j) for like, i, j in _alike(gone, added, reach)):
        place = bisect(chosen, (i, j))
        fits_behind = place == 0 or (chosen[place - 1][0] < i and chosen[place - 1][1] < j)
        fits_before = place == len(chosen) or (chosen[place][0] > i and chosen[place][1] > j)
        if fits_behind and fits_before:
            chosen.insert(place, (i, j))
    return chosen


def _alike(
    gone: Sequence[Sentence], added: Sequence[Sentence], reach: int
) -> Iterator[tuple[float, int, int]]:
    """Pairs that are like enough, no further than `reach` from the same place in their run."""
    matcher = SequenceMatcher[str](autojunk=False)
    words = [each.french.split()[:WORDS] for each in gone]
    for j, new in enumerate(added):
        matcher.set_seq2(new.french.split()[:WORDS])
        middle = j * len(gone) // len(added)
        for i in range(max(0, middle - reach), min(len(gone), middle + reach + 1)):
            kinds = {gone[i].kind, new.kind}
            if Segment.Kind.TITLE in kinds:
                if len(kinds) == 1:
                    yield 1.0, i, j
                continue
            matcher.set_seq1(words[i])
            if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE:
                like = matcher.ratio()
                if like >= LIKE:
                    yield like, i, j
