"""Which way a comment may go. One table, which the desk enforces."""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Comment

State = Comment.State
# A comment is born in one of these, as the pipeline judges it.
FIRST = frozenset({State.PENDING, State.PUBLISHED, State.SPAM})
# What its writer may do; all else in the table is the staff's.
BY_WRITER = frozenset({State.ERASED})
# What a moderator does only with a reason for the writer to read.
EXPLAINED = frozenset({State.REJECTED, State.WITHDRAWN})

TRANSITIONS: Mapping[State, frozenset[State]] = {
    # Waits for a moderator.
    State.PENDING: frozenset({State.PUBLISHED, State.REJECTED, State.SPAM, State.ERASED}),
    # Readers see it. Staff may take it back, call it spam, or set it aside to look at it again.
    State.PUBLISHED: frozenset({State.PENDING, State.WITHDRAWN, State.SPAM, State.ERASED}),
    # Refused, which a moderator may think better of.
    State.REJECTED: frozenset({State.PENDING, State.PUBLISHED, State.SPAM, State.ERASED}),
    # Set aside as an advertisement; a person may find that it is none.
    State.SPAM: frozenset({State.PENDING, State.PUBLISHED, State.REJECTED, State.ERASED}),
    # Taken back after readers saw it; may be put back.
    State.WITHDRAWN: frozenset({State.PUBLISHED, State.SPAM, State.ERASED}),
    # The words are gone: nothing can follow.
    State.ERASED: frozenset(),
}


class Impossible(ValueError):
    """The table holds no such step."""

    def __init__(self, before: State, after: State) -> None:
        self.before, self.after = before, after
        super().__init__(f"A comment that is {before.label} cannot become {after.label}.")


def check(before: str, after: str) -> None:
    """Raise Impossible unless a comment may go from `before` to `after`."""
    if State(after) not in TRANSITIONS[State(before)]:
        raise Impossible(State(before), State(after))


def open_to_staff(before: str) -> list[State]:
    """The states a moderator may move the comment to, in the order of the model."""
    return [s for s in State if s in TRANSITIONS[State(before)] and s not in BY_WRITER]
