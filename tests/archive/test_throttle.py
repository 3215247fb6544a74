"""Ten tries in fifteen minutes, counted once for all processes of a host."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.models import NetworkKey
from archive.throttle import MOST_TRIES, WINDOW, admit, forget, key


def test_ten_tries_are_let_through_and_no_more(tmp_path: Path) -> None:
    assert [admit(tmp_path, "a", now=100.0 + n) for n in range(12)] == [True] * 10 + [False] * 2


def test_tries_fall_due_one_by_one(tmp_path: Path) -> None:
    for n in range(MOST_TRIES):
        admit(tmp_path, "a", now=100.0 + n)
    assert not admit(tmp_path, "a", now=99.0 + WINDOW)
    assert admit(tmp_path, "a", now=100.5 + WINDOW)
    assert not admit(tmp_path, "a", now=100.5 + WINDOW)


def test_other_names_are_free(tmp_path: Path) -> None:
    for _ in range(MOST_TRIES + 1):
        admit(tmp_path, "a")
    assert admit(tmp_path, "b")


def test_right_password_begins_anew(tmp_path: Path) -> None:
    for _ in range(MOST_TRIES + 1):
        admit(tmp_path, "a")
    forget(tmp_path, "a")
    assert admit(tmp_path, "a")


def test_tries_at_once_are_all_counted(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda _: admit(tmp_path, "a"), range(40)))
    assert sum(admitted) == MOST_TRIES


def test_old_counts_are_swept_away(tmp_path: Path) -> None:
    admit(tmp_path, "a")
    later = (tmp_path / "a").stat().st_mtime + WINDOW + 1
    admit(tmp_path, "b", now=later)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.django_db
def test_key_tells_neither_name_nor_address() -> None:
    found = key("edith", "203.0.113.9")
    assert found == key(" Edith ", "203.0.113.9")
    assert found != key("edith", "203.0.113.10")
    assert "edith" not in found
    assert len(found) == 64


@pytest.mark.django_db
def test_network_of_ipv6_is_the_64_bits_that_one_person_has() -> None:
    assert key("a", "2001:db8::1") == key("a", "2001:db8::ffff:2")
    assert key("a", "2001:db8::1") != key("a", "2001:db8:0:1::1")
    assert key("a", "") == key("a", "")


@pytest.mark.django_db
def test_key_goes_with_its_day() -> None:
    found = key("edith", "203.0.113.9")
    assert found == key("edith", "203.0.113.9")
    NetworkKey.objects.all().delete()
    assert found != key("edith", "203.0.113.9")
