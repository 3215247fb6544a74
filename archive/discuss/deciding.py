"""What moderators decide of a comment, and how they take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive import audit
from archive.discuss import reports, states, steps
from archive.discuss.states import State
from archive.discuss.steps import Overtaken, Why, version
from archive.models import AuditEvent, Comment, Decision

ACTS: Mapping[State, str] = {
    State.PENDING: "look at again",
    State.PUBLISHED: "publish",
    State.REJECTED: "reject",
    State.SPAM: "set aside as spam",
    State.WITHDRAWN: "withdraw",
}


class Unexplained(ValueError):
    """A moderator refused a comment, or took it back, without a reason for its writer."""

    def __init__(self) -> None:
        super().__init__("Give a reason: the writer of the comment reads it.")


def decide(
    comment: Comment,
    after: str,
    *,
    by: User,
    reason: str = "",
    note: str = "",
    batch: str = "",
    seen: str | None = None,
) -> Decision:
    """Move the comment from the state in which the moderator saw it, and settle its reports.

    Raises Impossible where the table holds no such step, Overtaken where the comment was moved or
    changed since it was loaded, or since the page that showed `seen`, its `version`; Unexplained
    where its writer would read no reason. `reason` is a code, `note` is what its writer is told,
    `batch` joins what was done in one act.
    """
    before, to = State(comment.state), State(after)
    if seen is not None and seen != version(comment):
        raise Overtaken(comment, before, seen.partition(" ")[0])
    if to in states.BY_WRITER:
        raise states.Impossible(before, to)
    states.check(before, to)
    if to in states.EXPLAINED and not (reason or note):
        raise Unexplained
    again = {"hold_reason": steps.AGAIN, "evidence": ""} if to == State.PENDING else {}
    was_featured = comment.featured
    with transaction.atomic():
        decision = steps.move(comment, to, Why(by, reason, note, batch), again)
        settled = [] if to == State.PENDING else reports.settle(comment)
        facts: dict[str, object] = {"note_length": len(note), "decision": decision.pk}
        facts |= {"featured": True} if was_featured and not comment.featured else {}
        facts |= {"reports": settled} if settled else {}
        _audit(f"{ACTS[to]} comment", decision, **facts)
    return decision


def undo(decision: Decision, *, by: User, batch: str = "") -> Decision:
    """Put the comment back to where it stood before a moderator's decision, with its reports.

    Raises Overtaken where anything was done with the comment since, and Impossible where the
    decision was no moderator's or the table holds no step back.
    """
    before, after = State(decision.before or State.PENDING), State(decision.after)
    if decision.by_id is None or decision.reason == steps.UNDONE:
        raise states.Impossible(after, before)
    with transaction.atomic():
        locked = Comment.objects.select_for_update(no_key=True)
        comment = locked.get(pk=decision.comment_id)
        if comment.decisions.latest("pk") != decision:
            raise Overtaken(comment, State(comment.state), decision.after)
        facts = _facts_of(decision)
        why = Why(by, steps.UNDONE, batch=batch)
        if before == after:
            step = steps.decided(comment, before, why)
        else:
            kept = {"featured": True} if facts.get("featured") else {}
            step = steps.move(comment, before, why, kept)
        reports.reopen(facts.get("reports", []))
        if before not in {State.PENDING, State.PUBLISHED}:
            reports.settle(comment)  # off the page again, with what came while it was there
        _audit("undo decision on comment", step, decision=step.pk, undone=decision.pk)
    return step


def _audit(act: str, step: Decision, **facts: object) -> None:
    if step.batch:
        facts["batch"] = step.batch
    target = f"comment:{step.comment_id}"
    steps_taken = {"before": step.before, "after": step.after, "reason": step.reason}
    audit.record(act, target, actor=step.by, **steps_taken, **facts)


def _facts_of(decision: Decision) -> dict[str, Any]:
    """What the audit says of the decision; it alone knows which reports were settled with it."""
    told = AuditEvent.objects.filter(target=f"comment:{decision.comment_id}")
    event = told.filter(details__decision=decision.pk).first()
    return event.details if event else {}
