"""Which words are the same, and where a phrase stands."""

import pytest

from archive.discuss.pipeline.likeness import Words, is_nearly, normalised


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Éléphant, déjà vu !", "l elephant deja vu"),
        ("Œuvre d'ÆTHER", "oeuvre d aether"),
        ("ＣＡＳＩＮＯ", "casino"),
        ("ca\u200dsi\u00adno", "casino"),
        ("c\u0332asino", "casino"),
        ("under_scored", "under scored"),
        ("10 000 km", "10 000 km"),
        ("… 👍 —", ""),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert normalised(text) == words


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("At the Casino.", "casino", "Casino"),
        ("Casinos", "casino", ""),
        ("supercasino", "casino", ""),
        ("C’est l’ÉTÉ-là", "ete la", "ÉTÉ-là"),
        ("a b a b c", "a b c", "a b c"),
        ("a b", "a b c", ""),
        ("a b", "", ""),
        ("Ca\u200dsino", "casino", "Ca\u200dsino"),
    ],
)
def test_phrase_is_found_in_whole_words(text: str, phrase: str, found: str) -> None:
    assert Words(text).find(phrase) == found


SOLD = "the best watches of all the town are sold at our shop on the old bridge"


def test_text_with_a_word_changed_is_nearly_the_same() -> None:
    assert is_nearly(SOLD, SOLD)
    assert is_nearly(SOLD, SOLD.replace("town", "city"))
    assert is_nearly(SOLD, f"hello {SOLD} every day")


def test_text_that_only_quotes_another_is_not() -> None:
    assert not is_nearly(SOLD, f"{SOLD} and that is just the kind of remark we read on every page")
    assert not is_nearly(SOLD, "the best shop of the town is old and stands on the bridge they say")


def test_short_texts_are_alike_only_if_they_are_the_same() -> None:
    assert not is_nearly("thank you", "thank him")
    assert not is_nearly("", "thank you")
