"""What the rules say together: which of them is heard."""

import dataclasses
from typing import Any

import pytest

from archive.discuss.pipeline import (
    RULES,
    Earlier,
    Hold,
    Kind,
    Refusal,
    Submission,
    Treatment,
    Watched,
    judge,
    rules,
)
from tests.archive.discuss.pipeline.submitting import known, links
from tests.archive.discuss.writing import sent

HELD: dict[str, dict[str, Any]] = {
    "standing": {"treatment": Treatment("held", "x")},
    "repeated": {"earlier": (Earlier(1, "I crossed it today."),)},
    "refusals": {"refused": 3, "decided": 3},
    "words": {"watched": (Watched("crossed"),)},
}
REFUSED: dict[str, dict[str, Any]] = {
    "closed": {"closed": "Closed."},
    "parent": {"is_parent_gone": True},
    "banned": {"treatment": Treatment("banned", "x")},
    "words": {"watched": (Watched("crossed", is_refused=True),)},
    "rate": {"by_network": 99},
}


def refused(submission: Submission) -> str:
    with pytest.raises(Refusal) as caught:
        judge(submission)
    return caught.value.reason


def test_known_writer_is_published() -> None:
    assert judge(known()) is None


def test_first_time_writer_is_held() -> None:
    hold = judge(Submission(sent()))
    assert hold
    assert hold.reason == "first"


@pytest.mark.parametrize("reason", HELD)
def test_each_hold_is_heard_even_of_a_first_time_writer(reason: str) -> None:
    hold = judge(known(facts={**HELD[reason], "is_known": False}))
    assert hold
    assert hold.reason == reason


@pytest.mark.parametrize("reason", REFUSED)
def test_each_refusal_is_heard(reason: str) -> None:
    assert refused(known(facts=REFUSED[reason])) == reason


@pytest.mark.parametrize("reason", REFUSED)
def test_refusing_comes_before_keeping(reason: str) -> None:
    held = {name: fact for facts in HELD.values() for name, fact in facts.items()}
    assert refused(known(trap="filled", facts={**held, **REFUSED[reason]})) == reason


def test_what_no_mending_cures_comes_before_what_the_text_cures() -> None:
    for reason in ("closed", "banned"):
        assert refused(known("x", facts={**REFUSED[reason], "by_writer": 99})) == reason


def test_what_the_text_cures_comes_before_what_time_cures() -> None:
    for text, reason in (("x", "short"), (links(6), "links")):
        assert refused(known(text, facts=REFUSED["rate"])) == reason


def test_spam_outweighs_every_other_hold() -> None:
    held = {name: fact for facts in HELD.values() for name, fact in facts.items()}
    assert judge(known(trap="Cheap!", facts=held)) == Hold("honeypot", "Cheap!", spam=True)


def test_what_a_person_decided_is_shown_before_what_the_text_shows() -> None:
    facts = {**HELD["standing"], **HELD["words"], **HELD["refusals"]}
    hold = judge(known(facts=facts))
    assert hold
    assert hold.reason == "standing"


def test_edit_runs_the_list_of_a_comment() -> None:
    assert RULES[Kind.EDIT] == RULES[Kind.COMMENT]


def test_every_kind_heeds_standing_time_rate_and_trap() -> None:
    common = {rules.standing, rules.form_age, rules.rate, rules.honeypot}
    assert all(common <= set(listed) for listed in RULES.values())
    assert set(RULES) == set(Kind)


def test_report_may_quote_what_it_reports() -> None:
    quoting = known(links(6), facts={**REFUSED["words"], "kind": Kind.REPORT})
    assert judge(quoting) is None


def test_nothing_is_changed_on_its_way() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        known().is_known = False  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        known().sent.text = "Another."  # type: ignore[misc]
