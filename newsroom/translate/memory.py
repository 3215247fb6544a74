"""Translation memory: a query over wordings that people accepted, not a table of its own."""

from collections.abc import Iterable, Mapping, Sequence

from archive.models import Segment, Translation
from archive.terms import Known

ACCEPTED = (Translation.State.APPROVED, Translation.State.EDITED)


def remembered(
    segments: Sequence[Segment], known: Mapping[int, Sequence[Known]] | None = None
) -> dict[int, Translation]:
    """For each segment (by primary key) the newest accepted wording of the same French elsewhere.

    A wording that was rejected for this very segment is not offered to it again, and none that
    calls one of the segment's `known` names what editors call it no longer, or has one of its
    terms otherwise than the glossary.
    """
    known = known or {}
    accepted = _accepted({segment.sha256 for segment in segments})
    rejected = _rejected(segments)
    found = {
        segment.pk: accepted[segment.sha256] for segment in segments if segment.sha256 in accepted
    }
    return {
        pk: wording
        for pk, wording in found.items()
        if (pk, wording.text) not in rejected
        and not any(each.is_outdated_in(wording.text) for each in known.get(pk, ()))
    }


def _accepted(digests: Iterable[str]) -> dict[str, Translation]:
    """The newest accepted wording by digest of its French; later rows win."""
    rows = Translation.objects.filter(state__in=ACCEPTED, segment__sha256__in=list(digests))
    return {row.segment.sha256: row for row in rows.select_related("segment").order_by("pk")}


def _rejected(segments: Iterable[Segment]) -> set[tuple[int, str]]:
    rows = Translation.objects.filter(segment__in=list(segments), state=Translation.State.REJECTED)
    return set(rows.values_list("segment_id", "text"))
