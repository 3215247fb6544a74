"""RIS, held to the RIS Format Specifications and read back by rispy."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
import rispy

from archive.citing import Work
from archive.citing.names import Name
from archive.citing.ris import write
from tests.archive.citing.making import ENGINE, make_hostile, make_original, make_translation


def read_back(works: Iterable[Work]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(write(works).replace("\r\n", "\n"))
    return found


def tags(work: Work) -> list[str]:
    return [line[:2] for line in write([work]).split("\r\n") if line]


@pytest.mark.parametrize("work", [make_original(), make_translation()])
class TestSpecification:
    def test_tag_format_is_six_characters(self, work: Work) -> None:
        for line in write([work]).removesuffix("\r\n").split("\r\n"):
            assert re.match(r"[A-Z][A-Z0-9]  - ", line), line

    def test_separate_lines_each_ends_with_carriage_return_and_line_feed(self, work: Work) -> None:
        written = write([work])
        assert written.endswith("\r\n")
        assert written.count("\r") == written.count("\n") == written.count("\r\n")

    def test_tag_order_type_is_first_and_end_of_reference_last(self, work: Work) -> None:
        assert (tags(work)[0], tags(work)[-1]) == ("TY", "ER")
        assert write([work]).startswith("TY  - NEWS\r\n")

    def test_reference_id_is_capitals_and_digits(self, work: Work) -> None:
        assert re.fullmatch(r"[A-Z0-9]{1,20}", read_back([work])[0]["id"])

    def test_dates_are_year_month_day_with_slashes(self, work: Work) -> None:
        (found,) = read_back([work])
        assert (found["year"], found["date"]) == ("2024", "2024/10/03")
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", found["access_date"])

    def test_single_fields_stand_once(self, work: Work) -> None:
        once = [tag for tag in tags(work) if tag not in {"AU", "A4"}]
        assert len(once) == len(set(once))


REQUIRED = {
    "type_of_reference": ("NEWS", "NEWS"),
    "authors": (["Dupont, Jean"], ["Dupont, Jean"]),
    "title": ("Le pont rouvre", "The bridge reopens"),
    "secondary_title": ("La Revue", "La Revue"),
    "translated_title": ("The bridge reopens", None),
    "original_publication": (None, "Le pont rouvre. La Revue, 3 October 2024"),
    "subsidiary_authors": (None, [ENGINE]),
    "edition": (None, "3"),
    "language": ("fr", "en"),
    "urls": (["https://a.example/1"], ["https://news.example/articles/12/v3/"]),
    "access_date": ("2026/01/01", "2026/02/05"),
    "name_of_database": ("Passerelle", "Passerelle"),
}


@pytest.mark.parametrize("element", REQUIRED)
def test_newspaper_type_has_its_elements(element: str) -> None:
    french, english = read_back([make_original(), make_translation()])
    assert (french.get(element), english.get(element)) == REQUIRED[element]


def test_note_tells_engine_review_and_whole_digest() -> None:
    french, english = read_back([make_original(), make_translation(made="By toy, partly reviewed")])
    assert french["notes"] == [f"Received by Passerelle 1 January 2026. SHA-256 {'a' * 64}."]
    assert english["notes"][0].startswith("By toy, partly reviewed. Passerelle, edition 3, 5 Feb")


def test_undated_article_has_no_date_field() -> None:
    assert {"DA", "PY", "Y1"}.isdisjoint(tags(make_translation(published_on=None)))
    assert "La Revue, n.d." in write([make_translation(published_on=None)])


def test_asterisk_is_kept_out_of_names_and_periodicals() -> None:
    work = make_original(authors=(Name("A*B", "C*"),), outlet="Re*vue", title="Trois * pour")
    (found,) = read_back([work])
    assert (found["authors"], found["secondary_title"]) == (["AB, C"], "Revue")
    assert found["title"] == "Trois * pour"


def test_whole_name_is_not_parted_at_its_comma() -> None:
    work = make_original(authors=(Name("Jean Dupont, à Lyon"),))
    assert read_back([work])[0]["authors"] == ["Jean Dupont – à Lyon"]


def test_semicolon_in_an_address_does_not_part_it() -> None:
    (found,) = read_back([make_original(url="https://a.example/1;x=2?a;b")])
    assert found["urls"] == ["https://a.example/1%3Bx=2?a%3Bb"]


def test_no_words_break_out_of_their_field() -> None:
    for seed in range(1000):
        works = make_hostile(seed)
        found = read_back(works)
        assert len(found) == 2
        for work, record in zip(works, found, strict=True):
            assert record["title"] == work.title
            assert record["type_of_reference"] == "NEWS"
            assert set(record) <= {*REQUIRED, "id", "year", "date", "notes"}
            assert len(record.get("authors", [])) == len(work.authors)
