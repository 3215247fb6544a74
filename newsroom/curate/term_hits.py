"""Where the glossary's terms stand in French sentences, with what editors noted of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Segment
from newsroom.models import Term
from newsroom.translate import glossary


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term that stands at `start` to `end` (characters) of a French sentence."""

    start: int
    end: int
    french: str
    english: str
    note: str
    part: str


def terms_for(segments: Sequence[Segment]) -> dict[int, list[TermHit]]:
    """The terms of each sentence, in their order, by the segment's primary key.

    One query, and one more where a sentence holds a term.
    """
    terms = glossary.current()
    uses = {segment.pk: terms.uses(segment.text) for segment in segments}
    listed = {use.expression.french for found in uses.values() for use in found}
    rows = Term.objects.filter(french__in=listed).values_list("french", "part", "note")
    notes = {(french, part): note for french, part, note in rows} if listed else {}
    return {
        pk: [
            TermHit(
                use.start,
                use.end,
                use.expression.french,
                use.english,
                notes.get((use.expression.french, use.expression.part), ""),
                use.expression.part,
            )
            for use in sorted(found, key=lambda use: use.start)
        ]
        for pk, found in uses.items()
        if found
    }
