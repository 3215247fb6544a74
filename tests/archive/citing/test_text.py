"""Citations for people."""

from archive.citing.names import Name
from archive.citing.text import closed, note, parts, write
from tests.archive.citing.making import make_hostile, make_original, make_translation


def test_original_gives_author_headline_outlet_day_address_and_digest() -> None:
    assert write([make_original()]) == (
        "Jean Dupont. «\u00a0Le pont rouvre\u00a0». La Revue, 3 October 2024. https://a.example/1. "
        "Received by Passerelle 1 January 2026. SHA-256 aaaaaaaaaaaa.\n"
    )


def test_translation_names_the_original_the_machine_and_the_edition() -> None:
    assert write([make_translation()]) == (
        "Jean Dupont. “The bridge reopens”, translation of «\u00a0Le pont rouvre\u00a0» (La Revue, "
        "3 October 2024). Machine translation from French by toy 1.0 (000000000000). "
        "https://news.example/articles/12/v3/. Passerelle, edition 3, 5 February 2026. "
        "SHA-256 aaaaaaaaaaaa.\n"
    )


def test_undated_article_has_no_invented_day() -> None:
    undated = {"published_on": None, "authors": (), "url": ""}
    assert write([make_original(**undated)]).startswith(
        "«\u00a0Le pont rouvre\u00a0». La Revue, n.d. Received by Passerelle"
    )
    assert "(La Revue, n.d.)." in write([make_translation(**undated)])


def test_inferred_day_is_called_inferred() -> None:
    assert "3 October 2024, date inferred." in write([make_original(date_is_inferred=True)])


def test_note_says_that_a_day_is_inferred() -> None:
    assert "Date inferred from the text." in note(make_original(date_is_inferred=True))
    assert "inferred" not in note(make_original())


def test_no_second_mark_follows_the_first() -> None:
    assert [closed(words) for words in ("a", "a.", "a…", "a ?")] == ["a.", "a.", "a…", "a ?"]


def test_abbreviated_author_ends_with_one_full_stop() -> None:
    assert write([make_original(authors=(Name("A.F.P."),))]).startswith("A.F.P. «")


def test_parts_name_what_is_french_and_what_is_an_outlet() -> None:
    marked = [(part.mark, part.words) for part in parts(make_translation()) if part.mark]
    assert marked == [("french", "«\u00a0Le pont rouvre\u00a0»"), ("outlet", "La Revue")]


def test_each_citation_is_one_line_whatever_is_in_it() -> None:
    for seed in range(300):
        lines = write(make_hostile(seed)).splitlines()
        assert len(lines) == 3, lines
        assert lines[1] == ""
