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
        ("after:autumn", "“after:autumn” is no date such as after:2024, after:2024-10-23."),
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


def test_names_of_people_and_places_are_terms_of_their_kind() -> None:
    typed = parse('person:putin -place:"saint petersburg"')
    assert typed.groups == ((Term("putin", kind="person"),),)
    assert typed.unwanted == (Term("saint petersburg", "phrase", wanted=False, kind="place"),)
    assert typed.has_words
    assert not typed.wanted


def test_sources_and_tags_may_be_refused_and_are_read_as_addresses() -> None:
    typed = parse('-source:"Le Journal" source:Éco -tag:Iran')
    assert (typed.sources, typed.not_sources) == (("eco",), ("le-journal",))
    assert typed.not_tags == ("iran",)


def test_equals_sign_takes_a_word_as_written() -> None:
    (pont,), (phrase,), (loose,) = parse('=élu ="les élus" élu').groups
    assert (pont, phrase.exact, loose.exact) == (Term("élu", exact=True), True, False)
    assert all(term.exact for group in parse("a b", exact=True).groups for term in group)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("after:2024", date(2024, 1, 1), None),
        ("before:2024", None, date(2024, 12, 31)),
        ("after:2024-02 before:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("before:2024-3-5", None, date(2024, 3, 5)),
    ],
)
def test_months_and_years_are_whole(text: str, after: date | None, before: date | None) -> None:
    assert (parse(text).after, parse(text).before) == (after, before)


@pytest.mark.parametrize("text", ["pont OR", "OR pont", "🙂", "-lang:fr", "-after:2024", "tag:🙂"])
def test_what_asks_for_nothing_is_said(text: str) -> None:
    assert len(parse(text).ignored) == 1


def test_remarks_are_few_whatever_is_typed() -> None:
    assert len(parse(" ".join(f"a{n}* ~" for n in range(90))).ignored) <= 5
