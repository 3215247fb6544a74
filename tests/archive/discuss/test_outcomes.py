"""What a reader is told of a suggestion."""

import pytest

from archive.discuss.outcomes import TOLD, outcome
from archive.discuss.suggestions import State
from archive.models import Suggestion


@pytest.mark.parametrize("state", State)
def test_every_state_is_told_in_one_sentence(state: State) -> None:
    assert outcome(Suggestion(state=state)) == TOLD[state]


def test_writer_whom_moderators_watch_reads_why() -> None:
    held = Suggestion(state="new", hold_reason="standing", evidence="Two adverts.")
    assert outcome(held).endswith("The reason: Two adverts.")


def test_what_a_rule_suspects_is_not_told() -> None:
    held = Suggestion(state="new", hold_reason="honeypot", evidence="https://spam.example")
    assert outcome(held) == TOLD[State.NEW]
