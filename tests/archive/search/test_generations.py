"""The folder of the index: one generation in use, changed in one step."""

from pathlib import Path

import pytest
from django.utils import timezone

from archive.search import generations
from archive.search.locks import locked
from archive.search.outbox import Cursor, Lost


def test_generation_is_in_use_once_it_is_switched_to(index_of_its_own: Path) -> None:
    assert generations.current() is None
    first = generations.begin()
    assert generations.current() is None
    generations.switch(first)
    second = generations.begin()
    assert generations.current() == first
    generations.switch(second)
    assert generations.current() == second
    assert list(index_of_its_own.glob("g-*")) == [second]


def test_what_killed_builders_left_goes_with_the_next(index_of_its_own: Path) -> None:
    generations.switch(generations.begin())
    left = generations.begin()
    generations.begin()
    assert not left.exists()
    assert len(list(index_of_its_own.glob("g-*"))) == 2


def test_cursor_is_kept_whole() -> None:
    place, cursor = generations.begin(), Cursor(3, 4, timezone.now())
    generations.write_cursor(place, cursor)
    assert generations.cursor(place) == cursor


@pytest.mark.parametrize("text", ["", "{", "[]", '{"xid": 1}', '{"xid": 1, "pk": 2, "at": "?"}'])
def test_cursor_that_cannot_be_read_is_lost(text: str) -> None:
    place = generations.begin()
    (place / "cursor").write_text(text)
    with pytest.raises(Lost):
        generations.cursor(place)


def test_progress_is_that_of_a_living_builder() -> None:
    with locked(generations.building(), wait=True):
        assert generations.progress() is None
        generations.say_progress(3, 10)
        assert generations.progress() == (3, 10)
    assert generations.progress() is None


def test_doubt_stays_until_it_is_taken_away(index_of_its_own: Path) -> None:
    generations.doubt()
    index_of_its_own.mkdir()
    assert not generations.is_doubtful()
    generations.doubt()
    assert generations.is_doubtful()
    generations.trust()
    assert not generations.is_doubtful()


def test_size_counts_every_file() -> None:
    place = generations.begin()
    (place / "data" / "a").write_bytes(b"12345")
    (place / "version").write_bytes(b"123")
    assert generations.size(place) == 8
