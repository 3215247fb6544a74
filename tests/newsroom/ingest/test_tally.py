"""The closing sentence."""

from newsroom.ingest.desk import Receipt
from newsroom.ingest.tally import Tally


def test_sentence_counts_each_outcome() -> None:
    tally = Tally(stored=set(range(12)), unchanged=3, refused=1)
    assert tally.sentence() == "Stored 12 articles, 3 unchanged, 1 refused."


def test_changed_ones_are_named_only_where_there_are_any() -> None:
    tally = Tally()
    tally.count(Receipt("stored", 1))
    tally.count(Receipt("changed", 2))
    tally.count(Receipt("unchanged", 3))
    assert tally.sentence() == "Stored 1 article, 1 changed, 1 unchanged, 0 refused."
    assert tally.articles() == {1, 2}
