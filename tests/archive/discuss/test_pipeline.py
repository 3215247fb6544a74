"""What the rules say of a comment, one by one and in their order."""

from datetime import timedelta
from typing import Any

import pytest

from archive.discuss.pipeline import Hold, Refusal, Submission, judge
from tests.archive.discuss.writing import sent


def known(
    text: str = "I crossed it today.", *, facts: dict[str, Any] | None = None, **fields: Any
) -> Submission:
    return Submission(sent(text, **fields), **{"is_known": True, **(facts or {})})


def refused(submission: Submission) -> Refusal:
    with pytest.raises(Refusal) as caught:
        judge(submission)
    return caught.value


def links(count: int) -> str:
    return " ".join(f"https://{n}.example/" for n in range(count))


def test_known_writer_is_published() -> None:
    assert judge(known()) is None


def test_first_time_writer_is_held() -> None:
    assert judge(Submission(sent())) == Hold("first")


@pytest.mark.parametrize(("count", "reason"), [(0, "empty"), (1, "short"), (5001, "long")])
def test_wrong_length_is_refused_at_the_text(count: int, reason: str) -> None:
    refusal = refused(known("x" * count))
    assert (refusal.reason, refusal.field) == (reason, "text")


@pytest.mark.parametrize("count", [2, 5000])
def test_length_at_its_limits_passes(count: int) -> None:
    assert judge(known("x" * count)) is None


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (timedelta(seconds=2), "quick"),
        (timedelta(seconds=-60), "quick"),
        (timedelta(hours=24, seconds=1), "old"),
    ],
)
def test_form_time_has_two_ends(age: timedelta, reason: str) -> None:
    assert refused(known(age=age)).reason == reason


@pytest.mark.parametrize("age", [timedelta(seconds=3), timedelta(hours=24)])
def test_form_time_at_its_limits_passes(age: timedelta) -> None:
    assert judge(known(age=age)) is None


@pytest.mark.parametrize("facts", [{"by_writer": 5}, {"by_network": 20}])
def test_too_many_are_refused(facts: dict[str, Any]) -> None:
    assert refused(known(facts=facts)).reason == "rate"


def test_just_under_the_rate_passes() -> None:
    assert judge(known(facts={"by_writer": 4, "by_network": 19})) is None


def test_filled_trap_is_spam_with_its_evidence() -> None:
    assert judge(known(trap="http://spam.example")) == Hold(
        "honeypot", "http://spam.example", spam=True
    )


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_links_pass(count: int) -> None:
    assert judge(known(f"Look: {links(count)}")) is None


@pytest.mark.parametrize("count", [3, 5])
def test_several_links_wait_and_are_named(count: int) -> None:
    held = judge(known(links(count)))
    assert held
    assert (held.reason, held.spam) == ("links", False)
    assert "https://2.example/" in held.evidence


def test_many_links_are_refused_with_their_number() -> None:
    refusal = refused(known(links(6)))
    assert (refusal.reason, refusal.field) == ("links", "text")
    assert "yours holds 6" in refusal.words


def test_evidence_fits_its_column() -> None:
    held = judge(known(" ".join("https://a.example/" + "x" * 400 for _ in range(3))))
    assert held
    assert len(held.evidence) == 300


def test_same_words_elsewhere_wait() -> None:
    assert judge(known(facts={"said_elsewhere": True})) == Hold("repeated")


def test_refusing_comes_before_keeping() -> None:
    assert refused(known("x" * 5001, trap="filled")).reason == "long"
    assert refused(known(trap="filled", facts={"by_network": 99})).reason == "rate"
