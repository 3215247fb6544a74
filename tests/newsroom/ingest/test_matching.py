"""Which sentences go on under their old number."""

from newsroom.ingest.matching import matched


def pairs(old: str, new: str) -> list[int | None]:
    return matched(list(old), list(new))


def test_equal_texts_match_one_to_one() -> None:
    assert pairs("abc", "abc") == [0, 1, 2]


def test_changed_sentence_is_new() -> None:
    assert pairs("abc", "axc") == [0, None, 2]


def test_moved_sentence_keeps_its_place_in_the_old_text() -> None:
    assert pairs("abcd", "acbd") == [0, 2, 1, 3]


def test_of_equal_sentences_the_unmoved_one_goes_on() -> None:
    assert pairs("xax", "ax") == [1, 2]
    assert pairs("xax", "xa") == [0, 1]


def test_no_old_sentence_goes_on_twice() -> None:
    assert pairs("a", "aaa") == [0, None, None]


def test_empty_texts_match_nothing() -> None:
    assert pairs("", "ab") == [None, None]
    assert pairs("ab", "") == []
