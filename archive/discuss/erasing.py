"""What goes with a comment that its writer erases: all words of theirs, and about these."""

from collections.abc import Mapping

from archive.discuss import scrubbing
from archive.models import Comment, Decision, Report

EMPTY: Mapping[str, object] = {
    "body": "",
    "name": "",
    "email_sealed": "",
    "email_digest": "",
    "notify": False,
    "network": "",
    "evidence": "",
}


def forget(comment: Comment) -> None:
    """Drop earlier texts and the notes of readers and staff, within the caller's transaction.

    Notes may quote the comment. That there were reports and decisions stays, for the record.
    """
    comment.revisions.all().delete()
    comment.reports.exclude(note="").update(note="")
    comment.reports.filter(state=Report.State.OPEN).update(state=Report.State.DISMISSED)
    _without_notes(comment)
    scrubbing.enqueue()


def _without_notes(comment: Comment) -> None:
    """Put a copy without its words in the place of each decision that has any."""
    told = list(comment.decisions.exclude(note=""))
    comment.decisions.filter(pk__in=[decision.pk for decision in told]).delete()
    for decision in told:
        decision.note = ""
    Decision.objects.bulk_create(told)
