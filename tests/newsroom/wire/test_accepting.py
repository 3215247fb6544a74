"""Which addresses may be followed, and in which form they are kept."""

from ipaddress import ip_network

import pytest
from pytest_django import Settings

from newsroom.wire.accepting import Refused, accepted, front_of, host_of, shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("valmer.example", "https://valmer.example/"),
        (" www.Valmer.example/rss ", "https://www.valmer.example/rss"),
        ("HTTP://valmer.example:80/rss#top", "http://valmer.example/rss"),
        ("feed://valmer.example/rss", "https://valmer.example/rss"),
        ("feed:http://valmer.example/rss", "http://valmer.example/rss"),
        ("//valmer.example/rss", "https://valmer.example/rss"),
    ],
)
def test_address_is_kept_in_one_form(written: str, kept: str) -> None:
    assert accepted(written) == kept


def test_query_stays_whole() -> None:
    url = "https://valmer.example/?feed=rss2&xtor=RSS-1&at_page=une"
    assert accepted(url) == url


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ftp://valmer.example/rss",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://valmer.example:8080/rss",
        "https://edith:secret@valmer.example/rss",
        "https://@valmer.example/rss",
        "http://127.0.0.1/rss",
        "http://[::1]/rss",
        "http://2130706433/",
        "http://169.254.169.254/latest",
        "https://valmer.example/a b",
        f"https://valmer.example/{'a' * 2000}",
        f"https://valmer.example/?{'a=1&' * 600}",
    ],
)
def test_what_is_never_fetched_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(Refused) as refused:
        accepted(written)
    assert refused.value.permanent
    assert refused.value.reason == str(refused.value)
    assert refused.value.reason.endswith(".")
    assert "secret" not in refused.value.reason


def test_an_exception_of_the_operator_is_accepted(settings: Settings) -> None:
    settings.FETCH_EXCEPTIONS = [(ip_network("127.0.0.0/8"), 8123)]
    assert accepted("http://127.0.0.1:8123/rss") == "http://127.0.0.1:8123/rss"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.valmer.example/rss", "valmer.example"),
        ("http://Valmer.example.:8080/", "valmer.example"),
        ("no address", ""),
        ("http://[oops", ""),
    ],
)
def test_host_is_told_without_www_and_port(url: str, host: str) -> None:
    assert host_of(url) == host


def test_front_page_keeps_the_port() -> None:
    assert front_of("http://valmer.example:8123/a/b?c") == "http://valmer.example:8123/"


def test_long_address_is_shown_short() -> None:
    assert shown("a\nb") == "a b"
    assert len(shown("a" * 5000)) == 101
