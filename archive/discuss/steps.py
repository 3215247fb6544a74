"""One step of a comment's way, for the desk and for reports: its move, its Decision, its letter."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from archive import ledger
from archive.discuss import states
from archive.discuss.states import State
from archive.models import Comment, Decision
from archive.search import outbox

logger = logging.getLogger(__name__)

# The reasons of steps that are no rule's and no moderator's code.
EDITED, ERASED, UNDONE, AGAIN = "edited", "erased", "undone", "again"
LETTERS = "letters"  # the kind of job that writes to those who asked for it
# Retention’s, which stays on the empty place as well: nobody’s writer erased that one.
LET_GO = "let go"


class Overtaken(Exception):
    """Another moderator, or the writer, was first. `now` is how the comment stands."""

    def __init__(self, comment: Comment, now: State, before: str = "") -> None:
        self.now = now
        if now == (before or comment.state):
            words = "was changed by its writer in the meantime: read it again"
        else:
            words = f"was decided by someone else: it is {now.label}"
        super().__init__(f"Comment {comment.pk} {words}.")


def version(comment: Comment) -> str:
    """What a page shows of a comment, so that a decision can say what it was taken on."""
    edited = comment.edited_at.isoformat() if comment.edited_at else ""
    return f"{comment.state} {edited}".strip()


@dataclass(frozen=True, slots=True)
class Why:
    """Who took a step, and why: nobody, where a rule or the comment's writer did."""

    by: User | None = None
    reason: str = ""
    note: str = ""
    batch: str = ""


def move(
    comment: Comment, after: State, why: Why, fields: Mapping[str, object] | None = None
) -> Decision:
    """Move the comment from the state in which it was loaded, within the caller's transaction.

    Raises Impossible where the table holds no such step, and Overtaken where it has moved since.
    """
    before = comment.state
    states.check(before, after)
    is_first = after == State.PUBLISHED and comment.published_at is None
    changes: dict[str, object] = {"state": after, "featured": False, **(fields or {})}
    if after == State.PUBLISHED:
        changes["published_at"] = comment.published_at or timezone.now()
    change(comment, before, changes)
    if is_first:
        tell_of_reply(comment)
    logger.info("comment %s: %s to %s", comment.pk, before, after)
    return decided(comment, before, why)


def change(comment: Comment, before: str, changes: Mapping[str, object]) -> None:
    """Write the changes to the row, if state and text still are as loaded, and tell search."""
    as_loaded = Comment.objects.filter(pk=comment.pk, state=before, edited_at=comment.edited_at)
    if not as_loaded.update(**changes):
        now = Comment.objects.values_list("state", flat=True).get(pk=comment.pk)
        raise Overtaken(comment, State(now))
    for name, value in changes.items():
        setattr(comment, name, value)
    outbox.touch(comment.article_id)


def decided(comment: Comment, before: str, why: Why) -> Decision:
    """Write down that the comment stands where it stands now, and why."""
    return comment.decisions.create(
        before=before,
        after=comment.state,
        by=why.by,
        reason=why.reason,
        note=why.note,
        batch=why.batch,
    )


def tell_of_reply(comment: Comment) -> None:
    """Have a letter written to whoever was answered, if they asked for one."""
    if Comment.objects.filter(pk=comment.parent_id or 0, notify=True).exists():
        enqueue_letter(comment)


def enqueue_letter(comment: Comment) -> None:
    """Say that a letter about this reply is due."""
    ledger.enqueue(LETTERS, f"reply:{comment.pk}")


def is_approved(comment: Comment) -> bool:
    """Whether the staff's last word on this very text is to publish it.

    An edit makes another text. A decision that was undone is no word, nor is undoing it.
    """
    undone = 0
    way = comment.decisions.order_by("-pk").values_list("by", "after", "reason")
    for by, after, reason in way:
        if reason == EDITED:
            return False
        if by is None:
            continue
        if reason == UNDONE:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return bool(after == State.PUBLISHED)
    return False
