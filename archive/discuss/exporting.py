"""All that is kept of one person's writing, as JSON can say it. `archive/README.md` tells of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from archive.discuss import own_words
from archive.discuss.own_words import Owner
from archive.discuss.sealing import unseal
from archive.models import Comment, Decision, Doubt, Report, Standing, Suggestion

Facts = dict[str, object]


def export(owner: Owner) -> Facts:
    """What they wrote and what became of it, complete, in a fixed number of queries."""
    found = own_words.comments(owner).select_related("segment", "translation")
    comments = found.prefetch_related("revisions", "decisions")
    wordings = own_words.of_suggestions(owner).select_related("translation")
    doubts = own_words.doubts(owner).select_related("translation__segment")
    treatment = own_words.standing(owner)
    return {
        "site": settings.SITE_URL,
        "made_at": _at(timezone.now()),
        "comments": [_comment(each) for each in comments],
        "suggestions": [_suggestion(each) for each in wordings],
        "reports": [_report(each) for each in own_words.reports(owner)],
        "doubts": [_doubt(each) for each in doubts],
        "standing": _standing(treatment) if treatment else None,
    }


def _comment(comment: Comment) -> Facts:
    earlier = [{"text": each.body, "until": _at(each.at)} for each in comment.revisions.all()]
    return {
        "id": comment.pk,
        "url": f"{settings.SITE_URL}/comments/{comment.pk}/",
        "article": comment.article_id,
        "in_reply_to": comment.parent_id,
        "sentence": comment.segment.uid if comment.segment else None,
        "wording": comment.translation.n if comment.translation else None,
        "language": comment.language,
        "text": comment.body,
        "earlier_texts": earlier,
        **_sender(comment),
        "notify": comment.notify,
        "state": comment.state,
        "featured": comment.featured,
        "written_at": _at(comment.created_at),
        "published_at": _at(comment.published_at),
        "edited_at": _at(comment.edited_at),
        "decisions": [_decision(each) for each in comment.decisions.all()],
    }


def _suggestion(suggestion: Suggestion) -> Facts:
    made = suggestion.translation
    return {
        "id": suggestion.pk,
        "article": suggestion.segment.article_id,
        "sentence": suggestion.segment.uid,
        "wording_before": suggestion.base.text,
        "text": suggestion.text,
        "note": suggestion.note,
        **_sender(suggestion),
        "checks": suggestion.checks,
        "state": suggestion.state,
        "reason": suggestion.reason,
        "wording_made": made.text if made else None,
        "written_at": _at(suggestion.created_at),
        "decided_at": _at(suggestion.decided_at),
    }


def _sender(sent: Comment | Suggestion) -> Facts:
    """Who sent it, as far as that is kept, and why it was held back."""
    return {
        "name": sent.name,
        "email": unseal(sent.email_sealed),
        "email_fingerprint": sent.email_digest,
        "cookie_fingerprint": sent.writer,
        "network_fingerprint": sent.network,
        "held_because": sent.hold_reason,
        "evidence": sent.evidence,
    }


def _decision(step: Decision) -> Facts:
    """A step of its way, without the name of whom of the staff took it."""
    return {
        "at": _at(step.at),
        "by": "staff" if step.by_id else "a rule or the writer",
        "before": step.before,
        "after": step.after,
        "reason": step.reason,
        "note": step.note,
    }


def _report(report: Report) -> Facts:
    return {
        "comment": report.comment_id,
        "reason": report.reason,
        "note": report.note,
        "state": report.state,
        "cookie_fingerprint": report.writer,
        "network_fingerprint": report.network,
        "written_at": _at(report.at),
    }


def _doubt(doubt: Doubt) -> Facts:
    wording = doubt.translation
    return {
        "article": wording.segment.article_id,
        "sentence": wording.segment.uid,
        "wording": wording.n,
        "cookie_fingerprint": doubt.writer,
        "clicked_at": _at(doubt.at),
    }


def _standing(standing: Standing) -> Facts:
    return {
        "kind": standing.kind,
        "until": _at(standing.until),
        "reason": standing.reason,
        "since": _at(standing.at),
    }


def _at(moment: datetime | None) -> str | None:
    """ISO 8601, in UTC."""
    return moment.astimezone(UTC).isoformat() if moment else None
