"""What a reader is told of a suggestion, in plain words, and what it changed, word by word."""

from __future__ import annotations

from collections.abc import Mapping

from archive.discuss.suggestions import State
from archive.models import Suggestion

WAITS = "An editor will look at it."
# A moderator's word on all that the writer sends, whose reason they read.
WAITS_ANYWAY = "An editor will look at it, as a moderator looks at all you send. The reason: {}"
TOLD: Mapping[State, str] = {
    State.NEW: WAITS,
    State.ACCEPTED: "An editor accepted your wording: readers see it now.",
    State.ACCEPTED_EDITED: "An editor accepted your wording with changes: readers see it now.",
    State.REJECTED: "An editor looked at it and left the sentence as it stands.",
    State.SUPERSEDED: "An editor gave the sentence another wording, which a reader suggested too.",
    State.WITHDRAWN: "You took it back, and its words are gone.",
}


def outcome(suggestion: Suggestion) -> str:
    """How the suggestion stands, for its writer; `suggestion.reason` is an editor's own word."""
    state = State(suggestion.state)
    if state == State.NEW and suggestion.hold_reason == "standing":
        return WAITS_ANYWAY.format(suggestion.evidence)
    return TOLD[state]
