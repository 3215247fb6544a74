"""Whether a code is taken, and what is said where it is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import Settings

from archive.models import AuditEvent
from archive.throttle import MOST_TRIES
from newsroom.curate import enrolling, second_factor
from newsroom.curate.second_factor import MOST_FAILURES, Refused, accept, codes_left, has_app
from newsroom.models import Authenticator
from tests.newsroom.staff import armed, figures

pytestmark = pytest.mark.django_db
HOME, AWAY = "203.0.113.7", "198.51.100.1"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    """Tries are counted in a folder of the test's own."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def armed_edith(edith: User) -> User:
    armed(edith)
    return edith


def refusal(user: User, given: str, address: str = HOME) -> Refused:
    with pytest.raises(Refused) as raised:
        accept(user, given, address)
    return raised.value


def test_figures_of_the_app_are_taken(armed_edith: User) -> None:
    accepted = accept(armed_edith, figures(), HOME)
    assert isinstance(accepted.device, Authenticator)
    assert (accepted.wrong_before, accepted.by_recovery) == (0, False)


def test_figures_of_anothers_app_are_not(armed_edith: User, max_: User) -> None:
    Authenticator.objects.update(user=max_)
    assert "none of your recovery codes" in str(refusal(armed_edith, figures()))


def test_app_that_was_not_confirmed_is_none(armed_edith: User) -> None:
    Authenticator.objects.update(confirmed=False)
    assert not has_app(armed_edith)
    refusal(armed_edith, figures())


def test_used_figures_are_told_to_wait_for_the_next(armed_edith: User) -> None:
    with time_machine.travel(NOW, tick=False):
        accept(armed_edith, figures(), HOME)
        assert "Give the next that the app shows" in str(refusal(armed_edith, figures()))


def test_after_a_wrong_code_the_pause_is_told(armed_edith: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        refusal(armed_edith, "000000")
        clock.shift(1.1)
        refusal(armed_edith, "000000")
        shut = refusal(armed_edith, figures())
        assert (shut.shut, str(shut)) == (
            True,
            "The last code was wrong. Wait 3 seconds and try again.",
        )
        clock.shift(2.1)
        assert accept(armed_edith, figures(), HOME).wrong_before == 2


def test_pause_has_an_end_however_often_others_tried(armed_edith: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        Authenticator.objects.update(throttling_failure_count=400, throttling_failure_timestamp=NOW)
        assert "Wait 257 seconds" in str(refusal(armed_edith, figures()))
        clock.shift(2 ** (MOST_FAILURES - 1) + 1)
        accept(armed_edith, figures(), HOME)


def test_network_that_tries_too_often_is_shut_out_alone(armed_edith: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(MOST_TRIES):
            Authenticator.objects.update(throttling_failure_count=0)
            assert not refusal(armed_edith, "000000").shut
        Authenticator.objects.update(throttling_failure_count=0)
        shut = refusal(armed_edith, figures())
        assert (shut.shut, "quarter of an hour" in str(shut)) == (True, True)
        accept(armed_edith, figures(), AWAY)
        clock.shift(16 * 60)
        accept(armed_edith, figures(), HOME)


def test_recovery_code_is_taken_once_and_noted(armed_edith: User) -> None:
    code = enrolling.renew_codes(armed_edith)[3]
    assert accept(armed_edith, f" {code.upper()} ", HOME).by_recovery
    assert codes_left(armed_edith) == 9
    event = AuditEvent.objects.get(act="use recovery code")
    assert (event.actor, event.details) == (armed_edith, {"left": 9})
    assert "used before" in str(refusal(armed_edith, code))
    assert AuditEvent.objects.filter(act="use recovery code").count() == 1


def test_wrong_recovery_codes_leave_the_app_free(armed_edith: User) -> None:
    enrolling.renew_codes(armed_edith)
    refusal(armed_edith, "abcde-fghjk")
    accept(armed_edith, figures(), HOME)


def test_other_secret_key_is_said_and_recovery_codes_go_on(armed_edith: User) -> None:
    code = enrolling.renew_codes(armed_edith)[0]
    with override_settings(SECRET_KEY="another" * 8):
        assert str(refusal(armed_edith, "123456")) == second_factor.UNREADABLE_KEY
        assert accept(armed_edith, code, HOME).by_recovery


@pytest.mark.parametrize("given", ["", "１２３４５６", "\x00", "a" * 5000])
def test_nonsense_is_wrong(armed_edith: User, given: str) -> None:
    enrolling.renew_codes(armed_edith)
    refusal(armed_edith, given)


def test_attack_from_many_networks_does_not_keep_the_owner_out_for_long(armed_edith: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for n in range(200):
            refusal(armed_edith, "000000", f"198.51.100.{n}")
            clock.shift(timedelta(seconds=20))
        clock.shift(timedelta(seconds=257))
        assert accept(armed_edith, figures(), HOME).wrong_before >= 3
