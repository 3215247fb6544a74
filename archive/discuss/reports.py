"""What readers have against a comment: three of them take it off the page until a person looks."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from archive import audit
from archive.discuss import circumstances
from archive.discuss.pipeline import Refusal, Sent, judge
from archive.discuss.states import State
from archive.discuss.steps import Overtaken, Why, decided, is_approved, move, version
from archive.models import Comment, Report, Standing

logger = logging.getLogger(__name__)

HOLD_AT = 3  # readers
HELD_BY_REPORTS = "reports"
NOTE_LONGEST = 500  # characters
NOT_SHOWN = "This comment is not on the page any more, so there is nothing left to report."
NO_REASON = "Say what is wrong with the comment: choose one of the reasons."
LONG_NOTE = "The note may have 500 characters; yours has {:,}. Shorten it a little."


def report(
    comment: Comment,
    *,
    writer: str,
    network: str,
    reason: str,
    age: timedelta,
    note: str = "",
    trap: str = "",
) -> Report:
    """Keep what a reader has against a published comment. A Refusal keeps nothing.

    Each reader reports a comment once: who does so again is given the first. One with the trap
    filled in is given back unsaved: it counts for nothing, and its sender is thanked like others.
    """
    if reason not in Report.Reason.values:
        raise Refusal("reason", NO_REASON, "reason")
    if len(note) > NOTE_LONGEST:
        raise Refusal("long", LONG_NOTE.format(len(note)), "note")
    with transaction.atomic():
        held = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk).first()
        if held and (earlier := held.reports.filter(writer=writer).first()):
            return earlier
        if held is None or held.state != State.PUBLISHED:
            raise Refusal("gone", NOT_SHOWN)
        sent = Sent(text=note, name="", writer=writer, network=network, age=age, trap=trap)
        hold = judge(circumstances.of_report(sent))
        made = Report(comment=held, writer=writer, network=network, reason=reason, note=note)
        if hold and hold.spam:
            return made
        made.save()
        _hold_if_many(held)
    logger.info("comment %s: reported as %s", comment.pk, reason)
    comment.state, comment.hold_reason = held.state, held.hold_reason
    return made


def dismiss(comment: Comment, by: User, *, batch: str = "") -> int:
    """Leave a published comment where it is, whatever was reported; return how many reports.

    The staff has read this text and lets it stand: it is approved, as if published by them.
    """
    with transaction.atomic():
        found = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if found.state != State.PUBLISHED or version(found) != version(comment):
            raise Overtaken(comment, State(found.state))
        step = decided(found, found.state, Why(by, "dismissed", batch=batch))
        settled = settle(found)
        facts = {"decision": step.pk, "reports": settled, "batch": batch}
        audit.record("dismiss reports", f"comment:{found.pk}", actor=by, **facts)
    return len(settled)


def settle(comment: Comment) -> list[int]:
    """Close the comment's open reports as its state says; return their numbers.

    Where it stands published they were dismissed, else they were right.
    """
    is_published = comment.state == State.PUBLISHED
    after = Report.State.DISMISSED if is_published else Report.State.UPHELD
    found = _open(comment)
    numbers = list(found.values_list("pk", flat=True))
    if numbers:
        found.filter(pk__in=numbers).update(state=after)
    return numbers


def reopen(numbers: list[int]) -> None:
    """Open again what a decision closed that is undone now."""
    Report.objects.filter(pk__in=numbers).update(state=Report.State.OPEN)


def _hold_if_many(comment: Comment) -> None:
    """Three readers whose word the staff has not set aside hold what the staff has not approved."""
    heard = _open(comment).exclude(
        writer__in=Standing.objects.filter(kind=Standing.Kind.HELD).values("writer")
    )
    said = list(heard.values_list("reason", "network"))
    if len(said) < HOLD_AT or is_approved(comment):
        return
    evidence = {"hold_reason": HELD_BY_REPORTS, "evidence": _evidence(said)}
    move(comment, State.PENDING, Why(reason=HELD_BY_REPORTS), evidence)


def _evidence(said: list[tuple[str, str]]) -> str:
    """Such as: 3 readers on 2 networks: It advertises (2), It attacks people (1)."""
    counts = Counter(Report.Reason(reason).label for reason, _ in said).most_common()
    networks = len({network for _, network in said})
    where = f"{networks} network{'s' if networks > 1 else ''}"
    reasons = ", ".join(f"{label} ({count})" for label, count in counts)
    return f"{len(said)} readers on {where}: {reasons}"


def _open(comment: Comment) -> QuerySet[Report]:
    return comment.reports.filter(state=Report.State.OPEN)
