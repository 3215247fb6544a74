"""What readers see when a page cannot be shown."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from archive.views import errors


def test_unknown_address(sam: Client) -> None:
    answer = sam.get("/nothing/here/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_broken_page_needs_no_database(sam: Client) -> None:
    with patch("archive.views.browsing.listing", side_effect=OperationalError("away")):
        answer = sam.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_unknown_host(sam: Client) -> None:
    answer = sam.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "made no sense" in answer.content.decode()


def test_refused_request() -> None:
    answer = errors.forbidden(RequestFactory().get("/"), PermissionError())
    assert answer.status_code == 403
    assert "That is not allowed" in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/nothing/", "/healthz", "/robots.txt"])
@pytest.mark.django_db
def test_headers_are_strict_everywhere(sam: Client, address: str) -> None:
    answer = sam.get(address)
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert not answer.cookies
    assert "Set-Cookie" not in answer
