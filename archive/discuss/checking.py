"""The machine’s own checks on a person’s wording, with the names whose English is known.

Which names a sentence holds is not the archive’s to know: whoever does is connected here. With
nobody connected, a wording is checked without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from archive.checks import Finding, findings
from archive.models import Segment
from archive.names import Rendering

NamesOf = Callable[[Collection[int]], Mapping[int, Sequence[Rendering]]]


def _nobody(article_ids: Collection[int]) -> Mapping[int, Sequence[Rendering]]:
    return {}


_names_of: NamesOf = _nobody


def connect(names_of: NamesOf) -> None:
    """Say who knows the names: `names_of` takes articles and answers by the segment’s key."""
    global _names_of
    _names_of = names_of


def checked(segment: Segment, text: str) -> tuple[Finding, ...]:
    """What is worth checking in the wording of the sentence."""
    known = _names_of([segment.article_id])
    return findings(segment.text, text, known.get(segment.pk, ()))
