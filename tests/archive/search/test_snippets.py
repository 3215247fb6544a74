"""The passages shown: the right one, marked, and safe."""

from archive.search.query import parse
from archive.search.schema import Language
from archive.search.snippets import LONGEST, best, marked, spoken, stems

EN = Language.ENGLISH


def passage(query: str, *sentences: str, language: Language = EN) -> str:
    words = spoken(sentences, stems(parse(query), language), language)
    at = best(sentences, words)
    return "" if at is None else marked(sentences[at], words)


def test_words_are_marked_as_they_stand() -> None:
    assert passage("bridge", "The Bridges are shut.") == "The <mark>Bridges</mark> are shut."


def test_accents_do_not_matter() -> None:
    found = passage("presidence", "La présidence.", language=Language.FRENCH)
    assert found == "La <mark>présidence</mark>."


def test_sentence_with_most_of_the_words_is_taken() -> None:
    assert "river" in passage("red river", "A red door.", "The red river.")


def test_text_is_escaped() -> None:
    shown = passage("bridge", "<script>bridge</script> & co")
    assert shown == "&lt;script&gt;<mark>bridge</mark>&lt;/script&gt; &amp; co"


def test_beginning_is_marked() -> None:
    assert passage("brid*", "A bridge.") == "A <mark>bridge</mark>."


def test_long_sentence_is_shortened_round_the_word() -> None:
    shown = passage("bridge", "word " * 100 + "bridge" + " word" * 100)
    assert "<mark>bridge</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < LONGEST + 40


def test_no_word_gives_no_passage() -> None:
    assert passage("bridge", "Nothing.") == ""
