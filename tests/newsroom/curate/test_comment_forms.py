"""What moderators fill in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.discuss.notices import REASONS
from newsroom.curate.comment_forms import RefusalForm, StandingForm


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_enough(reason: str) -> None:
    form = RefusalForm({"reason": reason})
    assert form.is_valid()
    assert form.cleaned_data == {"reason": reason, "note": ""}


@pytest.mark.parametrize("data", [{}, {"reason": ""}, {"reason": "burn"}, {"note": "Stay kind."}])
def test_no_refusal_without_a_reason_of_the_list(data: dict[str, str]) -> None:
    assert list(RefusalForm(data).errors) == ["reason"]


def test_only_a_suspension_needs_a_day() -> None:
    assert StandingForm({"reason": "Attacks."}).is_valid()
    assert not StandingForm({"reason": "Attacks."}, is_for_a_time=True).is_valid()
    assert StandingForm({"reason": "Attacks.", "until": "2020-01-01"}).is_valid()


@pytest.mark.parametrize(("days", "wrong"), [(0, 1), (1, 0), (366, 0), (367, 1)])
def test_suspension_ends_within_a_year(days: int, wrong: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    form = StandingForm({"reason": "Attacks.", "until": day}, is_for_a_time=True)
    assert len(form.errors) == wrong
    if not wrong:
        assert timezone.localtime(form.ends()).date() == day
