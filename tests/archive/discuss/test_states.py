"""The table of what may follow what."""

import itertools
from importlib import import_module

import pytest

from archive.discuss import states
from archive.discuss.states import State

LAWFUL = {
    ("pending", "published"),
    ("pending", "rejected"),
    ("pending", "spam"),
    ("pending", "erased"),
    ("published", "pending"),
    ("published", "withdrawn"),
    ("published", "spam"),
    ("published", "erased"),
    ("rejected", "pending"),
    ("rejected", "published"),
    ("rejected", "spam"),
    ("rejected", "erased"),
    ("spam", "pending"),
    ("spam", "published"),
    ("spam", "rejected"),
    ("spam", "erased"),
    ("withdrawn", "published"),
    ("withdrawn", "spam"),
    ("withdrawn", "erased"),
}
PAIRS = list(itertools.product(State.values, State.values))


def test_table_knows_every_state() -> None:
    assert set(states.TRANSITIONS) == set(State)


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair in LAWFUL])
def test_lawful_step_passes(before: str, after: str) -> None:
    states.check(before, after)


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair not in LAWFUL])
def test_any_other_step_is_impossible(before: str, after: str) -> None:
    with pytest.raises(states.Impossible, match="cannot become"):
        states.check(before, after)


@pytest.mark.parametrize("before", State.values)
def test_staff_is_offered_what_the_table_holds_but_erasing(before: str) -> None:
    offered = {state.value for state in states.open_to_staff(before)}
    assert offered == {b for a, b in LAWFUL if a == before and b != "erased"}


def test_unknown_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="lost"):
        states.check("pending", "lost")


def test_database_holds_the_same_table() -> None:
    kept = import_module("archive.migrations.0015_conversation_kept").STEPS["archive_comment"]
    table = {before.value: {s.value for s in after} for before, after in states.TRANSITIONS.items()}
    assert {before: set(after) for before, after in kept.items()} == table


def test_writer_may_only_erase_and_never_in_vain() -> None:
    assert set(states.BY_WRITER) == {State.ERASED}
    assert all(State.ERASED in after for before, after in states.TRANSITIONS.items() if after)
