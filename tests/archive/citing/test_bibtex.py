"""BibTeX, held to BibTeXing and the biblatex manual and read back by pybtex."""

import re
from collections.abc import Callable, Iterable

import pytest
from pybtex.database import Entry, parse_string

from archive.citing import Work
from archive.citing.bibtex import ESCAPES, write
from archive.citing.names import Name
from tests.archive.citing.making import ENGINE, make_hostile, make_original, make_translation

SPECIAL = re.compile(r"\{\\[a-z]+\}|\\[&%$#_]|~")
PLAIN = {written: chr(code) for code, written in ESCAPES.items() if written != "~"} | {
    "~": "\u00a0"
}


def read_back(works: Iterable[Work]) -> list[Entry]:
    return list(parse_string(write(works), "bibtex").entries.values())


def entry(work: Work) -> Entry:
    (found,) = read_back([work])
    return found


def plain(value: str) -> str:
    """The words behind the escapes."""
    return SPECIAL.sub(lambda match: PLAIN[match[0]], value)


class TestBibTeXing:
    def test_section_3_1_article_has_its_required_fields(self) -> None:
        for work in (make_original(), make_translation()):
            found = entry(work)
            assert found.type == "article"
            assert {"title", "journal", "year"} <= set(found.fields)
            assert "author" in found.persons

    @pytest.mark.parametrize("lacking", [{"published_on": None}, {"authors": ()}])
    def test_section_3_1_misc_is_for_what_lacks_one(self, lacking: dict[str, None]) -> None:
        found = entry(make_original(**lacking))
        assert found.type == "misc"
        assert found.fields["howpublished"] == "La Revue"
        assert "journal" not in found.fields

    def test_section_3_2_month_is_an_abbreviation_without_braces(self) -> None:
        assert "  month = oct,\n" in write([make_original()])
        assert entry(make_original()).fields["month"] == "October"

    def test_section_3_2_names_are_parted_by_and(self) -> None:
        authors = (Name("de La Fontaine", "Jean"), Name("La rédaction et AFP", is_group=True))
        jean, newsroom = entry(make_original(authors=authors)).persons["author"]
        assert (jean.first_names, jean.prelast_names) == (["Jean"], ["de"])
        assert jean.last_names == ["La", "Fontaine"]
        assert newsroom.last_names == ["{La rédaction et AFP}"]

    def test_keys_are_stable_and_of_letters_and_digits(self) -> None:
        keys = [found.key for found in read_back([make_translation(), make_original()])]
        assert keys == ["passerelle12v3", "passerelle12c1"]


# Fields of the biblatex manual, section 2.2.2, by the original and by the translation.
FIELDS = {
    "title": ("{Le pont rouvre}", "{The bridge reopens}"),
    "journal": ("La Revue", "La Revue"),
    "date": ("2024-10-03", "2024-10-03"),
    "language": ("french", "english"),
    "origlanguage": (None, "french"),
    "origtitle": (None, "{Le pont rouvre}"),
    "version": (None, "3"),
    "url": ("https://a.example/1", "https://news.example/articles/12/v3/"),
    "urldate": ("2026-01-01", "2026-02-05"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_section_2_2_2_fields(field: str) -> None:
    found = [entry(work).fields.get(field) for work in (make_original(), make_translation())]
    assert tuple(found) == FIELDS[field]


def test_section_2_2_2_translator_is_the_machine_as_one_name() -> None:
    value = entry(make_translation(translators=("translate-fr_en 1.9 (a78b)",))).fields[
        "translator"
    ]
    assert plain(value) == "{translate-fr_en 1.9 (a78b)}"
    assert ENGINE in entry(make_translation()).fields["translator"]


def test_note_tells_how_it_was_made_and_the_whole_digest() -> None:
    note = entry(make_translation(made="By toy, partly reviewed")).fields["note"]
    assert note.startswith("By toy, partly reviewed. Passerelle, edition 3, 5 February 2026.")
    assert "a" * 64 in note


def test_undated_article_has_no_date_field() -> None:
    fields = entry(make_translation(published_on=None)).fields
    assert {"year", "month", "date"}.isdisjoint(fields)


def test_special_characters_are_written_for_latex() -> None:
    written = write([make_original(title="100 % & 5 $ #1 a_b {x} ~ ^ \\")])
    assert (
        r"title = {{100 \% \& 5 \$ \#1 a\_b {\textbraceleft}x{\textbraceright}"
        r" {\textasciitilde} {\textasciicircum} {\textbackslash}}}," in written
    )


@pytest.mark.drill
def test_no_words_break_out_of_their_field(drill_size: Callable[[int, int], int]) -> None:
    for seed in range(drill_size(250, 1000)):
        works = make_hostile(seed)
        found = read_back(works)
        assert [each.key for each in found] == [work.key for work in works]
        for work, each in zip(works, found, strict=True):
            wanted = work.title.replace("\u202f", "\u00a0")
            assert plain(each.fields["title"]) == f"{{{wanted}}}"
            names = {*FIELDS, "howpublished", "year", "month", "note", "translator", "author"}
            assert set(each.fields) <= names
            assert each.fields["date"] == "2024-10-03"
