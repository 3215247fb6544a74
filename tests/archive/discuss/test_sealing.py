"""E-mail addresses at rest."""

import re

import pytest
from pytest_django import Settings

from archive.discuss.sealing import digest_of, seal, unseal

ADDRESS = "rosa@a.example"


def test_what_is_sealed_is_read_by_this_site_alone(settings: Settings) -> None:
    sealed = seal(ADDRESS)
    assert unseal(sealed) == ADDRESS
    settings.SECRET_KEY = "another secret"
    assert unseal(sealed) == ""


def test_sealed_address_tells_nothing_and_differs_each_time() -> None:
    first, second = seal(ADDRESS), seal(ADDRESS)
    assert first != second
    assert "rosa" not in first
    assert len(seal(f"{'x' * 240}@a.example")) <= 600


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAA==", "é", ADDRESS])
def test_what_was_not_sealed_here_is_nothing(sealed: str) -> None:
    assert unseal(sealed) == ""


def test_altered_seal_is_nothing() -> None:
    sealed = seal(ADDRESS)
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    assert unseal(f"{sealed[:middle]}{other}{sealed[middle + 1 :]}") == ""


def test_no_address_is_sealed_as_none() -> None:
    assert (seal(""), digest_of(""), digest_of("  ")) == ("", "", "")


def test_digest_finds_an_address_however_it_is_typed(settings: Settings) -> None:
    one = digest_of(ADDRESS)
    assert re.fullmatch(r"[0-9a-f]{64}", one)
    assert digest_of(" Rosa@A.Example ") == one
    assert digest_of("rosa@b.example") != one
    settings.SECRET_KEY = "another secret"
    assert digest_of(ADDRESS) != one
