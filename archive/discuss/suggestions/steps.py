"""Which way a suggestion may go: one table, and the one place where a step is taken."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from archive import audit, ledger
from archive.discuss.steps import LETTERS
from archive.models import Suggestion

logger = logging.getLogger(__name__)

State = Suggestion.State
TRANSITIONS: Mapping[State, frozenset[State]] = {
    # Waits for an editor.
    State.NEW: frozenset(
        {State.ACCEPTED, State.ACCEPTED_EDITED, State.REJECTED, State.SUPERSEDED, State.WITHDRAWN}
    ),
    # Not taken, which an editor may think better of.
    State.REJECTED: frozenset({State.NEW}),
    # Readers have it: what comes after it is another wording.
    State.ACCEPTED: frozenset(),
    State.ACCEPTED_EDITED: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
REASON_LONGEST = 500  # characters


class Refused(Exception):
    """Why an editor's decision cannot be: one plain sentence."""

    permanent = True


class Conflict(Refused):
    """The suggestion, or what it was made for, is no longer as it was seen."""


def check(before: str, after: str) -> None:
    """Raise Conflict unless a suggestion may go from `before` to `after`."""
    if State(after) not in TRANSITIONS[State(before)]:
        was, would = State(before).label, State(after).label
        raise Conflict(f"Of this suggestion it is said “{was}”: it cannot become “{would}”.")


def move(suggestion: Suggestion, after: State, *, by: User | None, **fields: object) -> None:
    """Take the step from the state in which the suggestion was seen; a letter tells of it.

    Call it inside a transaction. Raises Conflict where somebody else was faster.
    """
    before = suggestion.state
    check(before, after)
    is_decided = by is not None and after != State.NEW
    at, who = (timezone.now(), by) if is_decided else (None, None)
    changes: dict[str, object] = {"state": after, "decided_at": at, "decided_by": who, **fields}
    if not Suggestion.objects.filter(pk=suggestion.pk, state=before).update(**changes):
        raise Conflict("Somebody else decided on this suggestion, or its writer took it back.")
    for name, value in changes.items():
        setattr(suggestion, name, value)
    if is_decided and suggestion.email_sealed:
        ledger.enqueue(LETTERS, f"outcome:{suggestion.pk}")
    logger.info("suggestion %s: %s to %s", suggestion.pk, before, after)


def note(act: str, suggestion: Suggestion, by: User, **facts: object) -> None:
    """Write the act down, with where the sentence stands."""
    where = {"article": suggestion.segment.article_id, "sentence": suggestion.segment.uid}
    audit.record(act, f"suggestion:{suggestion.pk}", actor=by, **where, **facts)
