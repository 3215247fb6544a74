"""Translation memory: a query over wordings that people accepted, not a table of its own."""

from collections.abc import Iterable, Sequence

from archive.models import Segment, Translation

ACCEPTED = (Translation.State.APPROVED, Translation.State.EDITED)


def remembered(segments: Sequence[Segment]) -> dict[int, Translation]:
    """For each segment (by primary key) the newest accepted wording of the same French elsewhere.

    A wording that was rejected for this very segment is not offered to it again.
    """
    accepted = _accepted({segment.sha256 for segment in segments})
    rejected = _rejected(segments)
    found = {
        segment.pk: accepted[segment.sha256] for segment in segments if segment.sha256 in accepted
    }
    return {pk: wording for pk, wording in found.items() if (pk, wording.text) not in rejected}


def _accepted(digests: Iterable[str]) -> dict[str, Translation]:
    """The newest accepted wording by digest of its French; later rows win."""
    rows = Translation.objects.filter(state__in=ACCEPTED, segment__sha256__in=list(digests))
    return {row.segment.sha256: row for row in rows.select_related("segment").order_by("pk")}


def _rejected(segments: Iterable[Segment]) -> set[tuple[int, str]]:
    rows = Translation.objects.filter(segment__in=list(segments), state=Translation.State.REJECTED)
    return set(rows.values_list("segment_id", "text"))
