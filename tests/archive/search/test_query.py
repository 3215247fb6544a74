"""What was typed is understood, and what cannot be used is said."""

from datetime import date

import pytest

from archive.search.query import MOST_TERMS, Term, parse


def test_words_phrases_beginnings_and_refusals() -> None:
    typed = parse('pont "sommet des BRICS" presid* -neige -"en vain"')
    assert typed.groups == (
        (Term("pont"),),
        (Term("sommet des BRICS", "phrase"),),
        (Term("presid", "beginning"),),
    )
    assert typed.unwanted == (Term("neige", wanted=False), Term("en vain", "phrase", wanted=False))


def test_or_joins_its_neighbours() -> None:
    assert parse("pont OR gué rive").groups == ((Term("pont"), Term("gué")), (Term("rive"),))


@pytest.mark.parametrize("text", ["OR", "pont OR", "OR pont", "OR OR pont"])
def test_lonely_or_joins_nothing(text: str) -> None:
    assert len(parse(text).groups) <= 1


def test_named_filters() -> None:
    typed = parse("source:Files tag:iran tag:russia after:2024-10-01 before:2024-10-31 lang:fr")
    assert (typed.sources, typed.tags) == (("files",), ("iran", "russia"))
    assert (typed.after, typed.before) == (date(2024, 10, 1), date(2024, 10, 31))
    assert typed.language == "fr"
    assert not typed.has_words


def test_other_names_are_words() -> None:
    assert parse("id:1").groups == ((Term("id:1", "phrase"),),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("after:autumn", "“after:autumn” is no date such as after:2024-10-23."),
        ("lang:de", "“lang:de” is neither lang:en nor lang:fr."),
        ("ab*", "“ab*” is too short for a beginning: give at least 3 letters."),
        ("a " * 20, f"Only the first {MOST_TERMS} words were looked for."),
        ("a" * 501, "Only the first 500 characters were read."),
    ],
)
def test_what_is_ignored_is_said(text: str, said: str) -> None:
    assert said in parse(text).ignored


@pytest.mark.parametrize("text", ["", " ", '"', '""', "-", "*", "()", "\x00", "…"])
def test_nothing_typed_asks_for_nothing(text: str) -> None:
    assert not parse(text).has_words


def test_unclosed_quotation_reads_to_the_end() -> None:
    assert parse('"le pont').groups == ((Term("le pont", "phrase"),),)
