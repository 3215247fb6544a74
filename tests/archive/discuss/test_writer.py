"""Who writes, without knowing who."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import writer
from archive.models import NetworkKey

pytestmark = pytest.mark.django_db
HOME = "203.0.113.7"


def on(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    """Let it be noon of that day of January 2026."""
    noon = datetime(2026, 1, day, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)


def known(rf: RequestFactory, cookie: str) -> str:
    request = rf.get("/")
    request.COOKIES[writer.COOKIE] = cookie
    return writer.writer_id(request)


def test_ids_are_random_and_survive_a_browser(rf: RequestFactory) -> None:
    first, second = writer.new_writer_id(), writer.new_writer_id()
    assert first != second
    request = rf.get("/", headers={"Cookie": f"{writer.COOKIE}={first}"})
    assert writer.writer_id(request) == first


@pytest.mark.parametrize("cookie", ["", "short", "x" * 32, "é" * 32, "é:é", "<script>" * 4, ":"])
def test_foreign_cookie_is_no_writer(rf: RequestFactory, cookie: str) -> None:
    assert known(rf, cookie) == ""


def test_number_of_ones_own_choosing_is_no_writer(rf: RequestFactory) -> None:
    number, signature = writer.new_writer_id().split(":")
    assert known(rf, f"{number}:{signature}")
    assert known(rf, f"{'w' * 32}:{signature}") == ""
    assert known(rf, number) == ""
    assert known(rf, f"{number}:{writer.receipt(1)}") == ""


def test_digest_hides_the_id_and_hangs_on_the_secret(settings: Settings) -> None:
    one = writer.digest("a" * 32)
    assert re.fullmatch(r"[0-9a-f]{64}", one)
    settings.SECRET_KEY = "another secret"
    assert writer.digest("a" * 32) != one
    assert writer.digest("") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HOME, "203.0.113.250", True),
        (HOME, "203.0.114.7", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        (f"::ffff:{HOME}", "203.0.113.9", True),
    ],
)
def test_network_is_a_neighbourhood(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (writer.network(one) == writer.network(other)) == same


def test_two_days_of_a_network_cannot_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, 1)
    first = writer.network(HOME)
    on(monkeypatch, 2)
    assert writer.network(HOME) != first
    on(monkeypatch, 1)
    assert writer.network(HOME) == first


def test_network_hangs_on_the_days_key_and_on_the_secret(settings: Settings) -> None:
    first = writer.network(HOME)
    NetworkKey.objects.update(secret=b"x" * 32)
    second = writer.network(HOME)
    settings.SECRET_KEY = "another secret"
    assert len({first, second, writer.network(HOME)}) == 3


def test_key_is_forgotten_the_moment_it_is_destroyed() -> None:
    first = writer.network(HOME)
    NetworkKey.objects.all().delete()
    assert writer.network(HOME) != first


def test_day_is_utcs(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime.fromisoformat("2026-01-02T00:30:00+02:00")
    monkeypatch.setattr(timezone, "now", lambda: late)
    writer.network(HOME)
    assert NetworkKey.objects.get().day == date(2026, 1, 1)


def test_keys_are_random() -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(5)]
    NetworkKey.objects.bulk_create(NetworkKey(day=day) for day in days)
    secrets = {bytes(secret) for secret in NetworkKey.objects.values_list("secret", flat=True)}
    assert {len(secret) for secret in secrets} == {32}
    assert len(secrets) == 5


@pytest.mark.django_db(transaction=True)
def test_first_writers_of_a_day_at_once_have_one_key() -> None:
    def write(_: int) -> str:
        try:
            return writer.network(HOME)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(write, range(24)))
    assert (len(found), NetworkKey.objects.count()) == (1, 1)


@pytest.mark.parametrize("address", ["", "unix:", "999.1.1.1", "<b>"])
def test_no_address_is_no_network(address: str) -> None:
    assert writer.network(address) == ""


def test_receipt_is_for_one_comment() -> None:
    assert writer.is_receipt(writer.receipt(7), 7)
    assert not writer.is_receipt(writer.receipt(7), 8)
    assert not writer.is_receipt("é", 7)


@pytest.mark.parametrize(
    ("site", "secure"), [("http://a.example", ""), ("https://a.example", True)]
)
def test_cookie_is_kept_from_scripts_and_other_sites(
    settings: Settings, site: str, secure: object
) -> None:
    settings.SITE_URL = site
    response = HttpResponse()
    writer.remember(response, "a" * 32)
    cookie = response.cookies[writer.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["secure"] == secure
