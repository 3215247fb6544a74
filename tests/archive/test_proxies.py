"""Whose word is taken on who reads: the named proxies', and nobody else's."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from archive.proxies import TrustedProxyMiddleware, is_trusted
from newsroom.environment import as_networks


@pytest.fixture(autouse=True)
def _proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = as_networks("TRUSTED_PROXIES", ["10.0.0.0/8", "2001:db8::/32"])


def passed_on(peer: str, **headers: str) -> HttpRequest:
    """The request as the views see it."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)  # type: ignore[arg-type]
    TrustedProxyMiddleware(view)(request)
    return seen[0]


def test_reader_behind_a_named_proxy_keeps_their_address() -> None:
    request = passed_on("10.1.2.3", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_hops_through_named_proxies_are_passed_over() -> None:
    request = passed_on("10.1.2.3", HTTP_X_FORWARDED_FOR="203.0.113.9, 10.9.9.9")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_reader_cannot_choose_an_address_by_writing_one_first() -> None:
    request = passed_on("10.1.2.3", HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_stranger_forwards_nothing() -> None:
    request = passed_on(
        "203.0.113.50",
        HTTP_X_FORWARDED_FOR="192.0.2.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="elsewhere.example",
    )
    assert request.META["REMOTE_ADDR"] == "203.0.113.50"
    assert not request.is_secure()
    assert "HTTP_X_FORWARDED_HOST" not in request.META


def test_named_proxy_says_what_is_https() -> None:
    assert passed_on("10.1.2.3", HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not passed_on("10.1.2.3", HTTP_X_FORWARDED_PROTO="http").is_secure()


def test_nobody_is_trusted_by_default(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert not is_trusted("127.0.0.1")


@pytest.mark.parametrize("address", ["10.0.0.1", " 10.200.0.1 ", "2001:db8::7"])
def test_named_networks_are_trusted(address: str) -> None:
    assert is_trusted(address)


@pytest.mark.parametrize("address", ["11.0.0.1", "", "unix:", "10.0.0.1:80", "2001:db9::7"])
def test_all_else_is_not(address: str) -> None:
    assert not is_trusted(address)
