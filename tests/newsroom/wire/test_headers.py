"""Headers: what they say, and that nonsense says nothing."""

import time

import pytest
from django.utils.http import http_date
from hypothesis import given
from hypothesis import strategies as st

from newsroom.wire import headers


@pytest.mark.parametrize(
    ("said", "kind", "charset"),
    [
        ("text/html", "text/html", ""),
        ("Text/HTML; Charset=ISO-8859-1", "text/html", "iso-8859-1"),
        ('application/rss+xml ;charset="UTF-8"', "application/rss+xml", "utf-8"),
        ("text/html; boundary=x; charset='utf-8'", "text/html", "utf-8"),
        ("text/html, text/plain", "text/html", ""),
        ("charset=utf-8", "", ""),
        ("text", "", ""),
        ("", "", ""),
        ("/;;;=", "", ""),
    ],
)
def test_content_type(said: str, kind: str, charset: str) -> None:
    assert (headers.media_type(said), headers.charset(said)) == (kind, charset)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("9" * 5000, headers.LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 GMT", headers.LONGEST_WAIT),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after(said: str, seconds: float | None) -> None:
    assert headers.retry_after(said) == seconds


def test_retry_after_a_date_to_come() -> None:
    seconds = headers.retry_after(http_date(time.time() + 90))
    assert seconds is not None
    assert 80 < seconds <= 90


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("max-age=600", 600.0),
        ('public, MAX-AGE = "60", must-revalidate', 60.0),
        ("s-maxage=5", None),
        ("max-age=600, no-cache", None),
        ("no-store, max-age=600", None),
        ("max-age=-1", None),
        ("max-age=" + "9" * 5000, headers.LONGEST_WAIT),
        ("", None),
    ],
)
def test_max_age(said: str, seconds: float | None) -> None:
    assert headers.max_age(said) == seconds


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (' W/"a b" ', 'W/"a b"'),
        ('"12345678"', '"12345678"'),
        ('"123456789"', ""),
        ('"é"', ""),
        ('"a\r\nHost: b"', ""),
        ('"a\n"', ""),
        ("", ""),
    ],
)
def test_validator_is_kept_whole_or_not_at_all(value: str, kept: str) -> None:
    assert headers.sendable(value, 10) == kept


def test_address_in_utf8_is_read_as_such() -> None:
    assert headers.as_sent("/été".encode().decode("latin-1")) == "/été"


@pytest.mark.parametrize("value", ["/\xe9t\xe9", "/plain", "/日本"])
def test_address_in_anything_else_stays(value: str) -> None:
    assert headers.as_sent(value) == value


@given(st.text(max_size=80))
def test_nothing_that_is_sent_makes_it_fail(value: str) -> None:
    headers.media_type(value), headers.charset(value), headers.max_age(value)
    headers.retry_after(value), headers.sendable(value, 50), headers.as_sent(value)
