"""Terms as editors write them, and the changes that a form carries."""

import pytest

from newsroom.curate.desk import Refused
from newsroom.curate.terms import Change, Facts, clean, differing, read_changes
from tests.newsroom.curate.worded import STRIKE


def test_term_is_written_without_stray_spaces() -> None:
    told = clean(Facts("  la\x00  grève ", " strike\n", (" a ", "", "a"), "noun", " n "))
    assert told == Facts("la grève", "strike", ("a",), "noun", "n")


def test_row_is_found_by_its_folded_french() -> None:
    row = Facts("État d’urgence", "state of emergency").row()
    assert row.folded == "etat d'urgence"
    assert Facts.of(row) == Facts("État d’urgence", "state of emergency")


def test_change_that_changes_nothing_is_none() -> None:
    new = Change(None, STRIKE)
    assert differing([Change(STRIKE, STRIKE, 7), new]) == [new]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(" ", "x"), "Write the French"),
        (Facts("x", "…"), "Write the English"),
        (Facts("x", "y", (), "pronoun"), "no part of speech"),
        (Facts("x" * 201, "y"), "200 characters"),
        (Facts("x", "y", ("z" * 201,)), "200 characters"),
        (Facts("x", "y", (), "noun", "n" * 2001), "2,000 characters"),
        (Facts("x", "strike", ("Strikes",)), "a form of “strike” itself"),
        (Facts("x", "y", ("!",)), "no word to look for"),
        (Facts("x", "y", tuple(f"w{n}" for n in range(21))), "20 forbidden"),
    ],
)
def test_what_is_no_term_is_refused_with_a_sentence(facts: Facts, words: str) -> None:
    with pytest.raises(Refused, match=words):
        clean(facts)


@pytest.mark.parametrize("told", [None, {}, [1], [{"before": 1}], [{"after": {"french": 1}}]])
def test_form_that_carries_no_changes_is_refused(told: object) -> None:
    with pytest.raises(Refused):
        read_changes(told)


def test_changes_are_carried_whole() -> None:
    changes = [Change(STRIKE, None, 7), Change(None, Facts("pont", "bridge"))]
    assert read_changes([each.as_json() for each in changes]) == changes
