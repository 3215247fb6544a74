"""A new generation: all articles, or nothing."""

from pathlib import Path

import pytest

from archive.search import building, generations, index
from archive.search.opening import searcher
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three() -> None:
    for _ in range(3):
        publish(make_article())


@pytest.mark.usefixtures("three")
def test_building_says_how_far_it_is() -> None:
    seen: list[int] = []
    assert index.build(seen.append) == 3
    assert sum(seen) == 3


@pytest.mark.usefixtures("three")
def test_hidden_and_untranslated_articles_are_left_out() -> None:
    make_article()
    publish(make_article(state="hidden"))
    assert searcher(building.filled()).num_docs == 3


@pytest.mark.usefixtures("three")
def test_nothing_is_left_of_a_generation_that_is_broken_off(index_of_its_own: Path) -> None:
    def no_further(more: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.build(no_further)
    assert list(index_of_its_own.glob("g-*")) == []
    assert generations.current() is None


def test_older_generation_goes_when_a_new_one_stands(index_of_its_own: Path) -> None:
    index.build()
    index.build()
    assert len(list(index_of_its_own.glob("g-*"))) == 1


@pytest.mark.usefixtures("three")
def test_generation_in_use_is_written_while_another_is_built() -> None:
    index.build()
    seen: list[int] = []

    def meanwhile(more: int) -> None:
        if not seen:
            publish(make_article())
            index.drain()
            seen.append(index.count())

    index.build(meanwhile)
    assert seen == [4]
    index.catch_up()
    assert index.count() == 4
