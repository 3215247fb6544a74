"""Reading the environment: each wrong value has its sentence."""

import ipaddress
import stat
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.environment import (
    as_bool,
    as_networks,
    as_sender,
    foreign,
    is_loopback,
    kept_secret,
)


@pytest.mark.parametrize("word", ["1", "true", "YES", " On "])
def test_yes_has_many_words(word: str) -> None:
    assert as_bool("DEBUG", word) is True


@pytest.mark.parametrize("word", ["", "0", "False", "no", "OFF"])
def test_no_has_many_words(word: str) -> None:
    assert as_bool("DEBUG", word) is False


def test_any_other_word_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG is 'perhaps': it must be 1 or 0\.$"):
        as_bool("DEBUG", "perhaps")


def test_addresses_and_networks_are_read() -> None:
    read = as_networks("TRUSTED_PROXIES", ["10.0.0.0/8", " 192.0.2.1 ", "", "2001:db8::/32"])
    assert read == [
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("192.0.2.1/32"),
        ipaddress.ip_network("2001:db8::/32"),
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "LOCALHOST."])
def test_this_machine_has_many_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "*", "0.0.0.0", "10.0.0.1", "a.localhost.example"])
def test_others_reach_any_other_host(host: str) -> None:
    assert not is_loopback(host)
    assert foreign(["localhost", host, host]) == [host]


@pytest.mark.parametrize("value", ["news@example.org", "Le Pont à Paris <n@a.example>"])
def test_sender_is_an_address_with_or_without_a_name(value: str) -> None:
    assert as_sender("DEFAULT_FROM_EMAIL", value) == value


@pytest.mark.parametrize(
    "value", ["", "news", "@a.example", "News <news>", "a b@a.example", "a@b.c\r\nBcc: d@e.f"]
)
def test_what_is_no_sender_is_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEFAULT_FROM_EMAIL is "):
        as_sender("DEFAULT_FROM_EMAIL", value)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES: '10\.0\.0\.300' does not"):
        as_networks("TRUSTED_PROXIES", ["10.0.0.300"])


def test_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret_key"
    first = kept_secret(path)
    assert len(first) >= 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_two_sites_do_not_share_a_secret(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "one") != kept_secret(tmp_path / "two")


def test_processes_that_start_together_read_the_same_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(1, 100))
    monkeypatch.setattr("os.getpid", lambda: next(numbers))
    found: list[str] = []
    starters = [
        threading.Thread(target=lambda: found.append(kept_secret(tmp_path / "secret_key")))
        for _ in range(8)
    ]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_short_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("too short")
    with pytest.raises(ImproperlyConfigured, match=r"holds fewer than 32 characters\.$"):
        kept_secret(tmp_path / "key")


def test_secret_that_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY_FILE .* cannot be used: "):
        kept_secret(tmp_path / "file" / "key")
