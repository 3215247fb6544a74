"""What one wording changes in another, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.discuss.differing import MOST, differences


def changed(one: str, other: str) -> tuple[list[str], list[str]]:
    before, after = differences(one, other)
    return (
        [piece.text for piece in before if piece.changed],
        [piece.text for piece in after if piece.changed],
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The bridge opened.", "The bridge reopened.", (["opened."], ["reopened."])),
        ("It opened again.", "It opened.", (["opened again."], ["opened."])),
        ("The old bridge", "The bridge", (["old"], [])),
        ("bridge", "The bridge", ([], ["The"])),
        ("The same.", "The same.", ([], [])),
        ("", "All new.", ([], ["All new."])),
    ],
)
def test_words_that_differ_are_marked(
    one: str, other: str, expected: tuple[list[str], list[str]]
) -> None:
    assert changed(one, other) == expected


@given(st.text(alphabet="ab .’\n", max_size=60), st.text(alphabet="ab .’\n", max_size=60))
def test_pieces_give_both_wordings_back(one: str, other: str) -> None:
    before, after = differences(one, other)
    assert " ".join(piece.text for piece in before).split() == one.split()
    assert " ".join(piece.text for piece in after).split() == other.split()
    assert [p for p in before if not p.changed] == [p for p in after if not p.changed]


def test_endless_wordings_are_not_compared() -> None:
    before, after = differences("a " * MOST, "b")
    assert [(len(before), before[0].changed), (len(after), after[0].changed)] == [(1, True)] * 2
