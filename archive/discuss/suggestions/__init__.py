"""Suggestions: a reader's better wording of a sentence, from the form to an editor's word on it.

Each act is one transaction. A step that the table of `steps` does not hold is refused there, and
by the database; where somebody else was faster, nothing is changed.
"""

from archive.discuss.suggestions.deciding import accept, reject, reopen
from archive.discuss.suggestions.sending import (
    NOTE_LONGEST,
    is_same,
    longest,
    suggest,
    withdraw,
)
from archive.discuss.suggestions.steps import REASON_LONGEST, TRANSITIONS, Conflict, Refused, State

__all__ = [
    "NOTE_LONGEST",
    "REASON_LONGEST",
    "TRANSITIONS",
    "Conflict",
    "Refused",
    "State",
    "accept",
    "is_same",
    "longest",
    "reject",
    "reopen",
    "suggest",
    "withdraw",
]
