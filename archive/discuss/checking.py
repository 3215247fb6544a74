"""The machine’s own checks on a person’s wording, with the names and terms whose English is known.

Which of them a sentence holds is not the archive’s to know: whoever does is connected here. With
nobody connected, a wording is checked without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from archive.checks import Finding, findings
from archive.models import Segment
from archive.terms import Known

KnownIn = Callable[[Collection[int]], Mapping[int, Sequence[Known]]]


def _nobody(article_ids: Collection[int]) -> Mapping[int, Sequence[Known]]:
    return {}


_known_in: KnownIn = _nobody


def connect(known_in: KnownIn) -> None:
    """Say who knows them: `known_in` takes articles and answers by the segment’s key."""
    global _known_in
    _known_in = known_in


def checked(segment: Segment, text: str) -> tuple[Finding, ...]:
    """What is worth checking in the wording of the sentence."""
    known = _known_in([segment.article_id])
    return findings(segment.text, text, known.get(segment.pk, ()))
