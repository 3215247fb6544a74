"""Opening a generation: once, and with one kind of error."""

import shutil

import pytest

from archive.search import generations, opening
from archive.search.opening import Broken


def test_index_is_opened_once() -> None:
    place = generations.begin()
    opening.made(place)
    assert opening.opened(place) is opening.opened(place)


def test_empty_index_can_be_searched() -> None:
    place = generations.begin()
    opening.made(place)
    assert opening.searcher(place).num_docs == 0


def test_files_that_are_gone_are_broken() -> None:
    place = generations.begin()
    index = opening.made(place)
    opening.opened(place)
    shutil.rmtree(place)
    with pytest.raises(Broken):
        opening.searcher(place)
    with pytest.raises(Broken):
        opening.writer(index)


def test_what_is_no_index_is_broken() -> None:
    with pytest.raises(Broken):
        opening.opened(generations.begin())
