"""Web addresses in one form."""

import pytest

from newsroom.ingest.addresses import canonical, kept_ref, url_hash


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://EX.org/A?utm_source=x&id=3#top", "https://ex.org/A?id=3"),
        ("https://ex.org", "https://ex.org/"),
        ("http://user@ex.org:80/a?fbclid=1", "http://ex.org/a"),
        (" https://ex.org/é?a&b=1%20,2 ", "https://ex.org/é?a&b=1%20,2"),
        ("ftp://ex.org/a", ""),
        ("/a/b", ""),
        ("javascript:alert(1)", ""),
        ("https://[bad/", ""),
        ("https://ex.org/a b", ""),
        ("https://ex.org/" + "a" * 2000, ""),
    ],
)
def test_address_has_one_form(given: str, kept: str) -> None:
    assert canonical(given) == kept


def test_http_and_https_are_one_page() -> None:
    assert url_hash("http://ex.org/a#x") == url_hash("https://EX.org/a")
    assert url_hash("http://ex.org/a") != url_hash("http://ex.org/b")


def test_long_reference_is_kept_by_its_digest() -> None:
    kept = {kept_ref("a" * 600), kept_ref("a" * 601), kept_ref("a" * 500)}
    assert len(kept) == 3
    assert max(map(len, kept)) == 500
