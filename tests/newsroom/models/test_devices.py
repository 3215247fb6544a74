"""The devices of the second factor: each code once, and in its time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import override_settings

from newsroom.models import Authenticator, RecoveryCode, RecoverySheet
from newsroom.sealing import Unsealable
from tests.newsroom.staff import KEY, armed, figures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)


@pytest.fixture
def app(edith: User) -> Authenticator:
    return armed(edith)


@pytest.fixture
def sheet(edith: User) -> RecoverySheet:
    found: RecoverySheet = RecoverySheet.objects.create(user=edith, name="codes")
    for code in ("abcdefghjk", "mnpqrstuvw"):
        RecoveryCode.objects.create(sheet=found, digest=make_password(code))
    return found


@pytest.mark.parametrize("steps", [-1, 0, 1])
@time_machine.travel(NOW, tick=False)
def test_figures_may_be_half_a_minute_early_or_late(app: Authenticator, steps: int) -> None:
    assert app.verify_token(figures(steps=steps))


@pytest.mark.parametrize("steps", [-2, 2])
@time_machine.travel(NOW, tick=False)
def test_figures_further_off_are_wrong(app: Authenticator, steps: int) -> None:
    assert not app.verify_token(figures(steps=steps))


@time_machine.travel(NOW, tick=False)
def test_figures_count_once_and_none_before_them_after(app: Authenticator) -> None:
    assert app.verify_token(figures())
    assert not app.verify_token(figures())
    with time_machine.travel(NOW + timedelta(seconds=20), tick=False):
        assert not app.verify_token(figures(steps=-1))
        assert not app.verify_token(figures())


def test_slow_clock_is_followed(app: Authenticator) -> None:
    for minute in range(3):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            assert app.verify_token(figures(steps=-1))
    app.refresh_from_db()
    assert app.drift == -1


@pytest.mark.parametrize("given", ["", "12345", "1234567", "١٢٣٤٥٦", "-12345", "1e5000", None])
def test_what_is_no_six_figures_is_wrong(app: Authenticator, given: str) -> None:
    assert not app.verify_token(given)


@time_machine.travel(NOW, tick=False)
def test_figures_may_be_typed_with_a_space(app: Authenticator) -> None:
    assert app.verify_token(f"{figures()[:3]} {figures()[3:]}")


def test_pause_after_a_wrong_one_doubles(app: Authenticator) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for seconds in (1, 2, 4):
            assert not app.verify_token("000000")
            clock.shift(seconds - 0.5)
            assert not app.verify_token(figures())
            clock.shift(0.6)
        assert app.verify_token(figures())
    assert app.throttling_failure_count == 0


def test_key_lies_sealed(app: Authenticator) -> None:
    assert app.key() == KEY
    assert KEY not in app.sealed_key.encode()
    with override_settings(SECRET_KEY="another" * 8), pytest.raises(Unsealable):
        app.verify_token("123456")


def test_recovery_code_counts_once_however_it_is_typed(sheet: RecoverySheet) -> None:
    assert sheet.verify_token(" ABCDE-fghjk ")
    assert [code.used_at is None for code in sheet.codes.all()] == [False, True]
    assert not sheet.verify_token("abcdefghjk")


def test_code_of_another_sheet_is_wrong(sheet: RecoverySheet, max_: User) -> None:
    other = RecoverySheet.objects.create(user=max_, name="codes")
    assert not other.verify_token("abcde-fghjk")
