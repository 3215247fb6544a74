"""Who writes, without knowing who."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from archive.discuss import writer

DAY = date(2026, 1, 1)


def test_ids_are_random_and_of_our_making(rf: RequestFactory) -> None:
    first, second = writer.new_writer_id(), writer.new_writer_id()
    assert first != second
    request = rf.get("/", headers={"Cookie": f"{writer.COOKIE}={first}"})
    assert writer.writer_id(request) == first


@pytest.mark.parametrize("cookie", ["", "short", "x" * 33, "é" * 32, "<script>" * 4])
def test_foreign_cookie_is_no_writer(rf: RequestFactory, cookie: str) -> None:
    request = rf.get("/")
    request.COOKIES[writer.COOKIE] = cookie
    assert writer.writer_id(request) == ""


def test_digest_hides_the_id_and_hangs_on_the_secret(settings: Settings) -> None:
    one = writer.digest("a" * 32)
    assert re.fullmatch(r"[0-9a-f]{64}", one)
    settings.SECRET_KEY = "another secret"
    assert writer.digest("a" * 32) != one
    assert writer.digest("") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.7", "203.0.113.9", True),
    ],
)
def test_network_is_a_neighbourhood(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (writer.network(one, DAY) == writer.network(other, DAY)) == same


def test_two_days_of_a_network_cannot_be_joined() -> None:
    assert writer.network("203.0.113.7", DAY) != writer.network("203.0.113.7", date(2026, 1, 2))


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
