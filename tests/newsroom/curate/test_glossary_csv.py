"""The glossary as CSV, in and out."""

import pytest
from django.contrib.auth.models import User

from newsroom.curate import glossary_csv
from newsroom.curate.desk import Refused
from newsroom.curate.terms import Facts
from newsroom.models import Term
from tests.newsroom.curate.worded import STRIKE, term

pytestmark = pytest.mark.django_db


def lines(text: str) -> list[tuple[int, str]]:
    return [(each.number, each.fate) for each in glossary_csv.preview(text.encode()).lines]


@pytest.mark.parametrize("mark", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "bom"])
def test_any_usual_file_is_read(mark: str, start: str) -> None:
    rows = [["French", "ENGLISH", "part"], ["grève", "strike", ""], ["pont", "bridge", "noun"]]
    text = start + "\r\n".join(mark.join(row) for row in rows)
    found = glossary_csv.preview(text.encode())
    assert [each.change.after for each in found.lines] == [
        Facts("grève", "strike"),
        Facts("pont", "bridge"),
    ]


def test_lines_are_new_changed_same_or_refused(edith: User) -> None:
    term(edith)
    term(edith, Facts("pont", "bridge"))
    text = (
        "french,english,part,forbidden\n"
        "grève,strike,noun,everg\n"
        "\n"
        "pont,crossing,noun,\n"
        "port,harbour,noun,\n"
        "Port,haven,noun,\n"
        "rien,,noun,\n"
    )
    assert lines(text) == [
        (2, "same"), (4, "changed"), (5, "new"), (6, "refused"), (7, "refused"),
    ]  # fmt: skip
    found = glossary_csv.preview(text.encode())
    problems = [each.problem for each in found.of("refused")]
    assert problems == ["Line 5 has this term already.", "Write the English of the term."]
    assert len(found.changes) == 2


def test_part_of_speech_may_be_in_words() -> None:
    found = glossary_csv.preview(b"french,english,part\nValmont,Vallmount,Proper name\n")
    assert found.lines[0].change.after == Facts("Valmont", "Vallmount", (), "name")


def test_line_number_is_that_of_the_file() -> None:
    text = 'french,english,note\nun,one,"two\nlines"\ndeux,,\n'
    assert lines(text) == [(2, "new"), (4, "refused")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a,b\n1,2\n", "must name the columns"),
        ("french,english\nété,été\n".encode("latin-1"), "not in UTF-8"),
        (b'french,english\n"a,b\n', "Line 2 is no CSV"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_file_that_is_none_is_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        glossary_csv.preview(raw)


def test_too_many_terms_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary_csv, "MOST_CHANGES", 2)
    with pytest.raises(Refused, match="more than 2 terms"):
        glossary_csv.preview(b"french,english\na,b\nc,d\ne,f\n")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-x", "@x", "'=x", "''@x"])
def test_no_cell_is_a_formula_and_all_come_back(edith: User, cell: str) -> None:
    facts = Facts(f"{cell} français", f"{cell} english", (f"{cell} wrong",), "phrase", cell)
    term(edith, facts)
    text = "".join(glossary_csv.write(Term.objects.all()))
    assert not any(each.startswith(("=", "+", "-", "@")) for each in text.split(","))
    assert lines(text) == [(2, "same")]


def test_export_begins_with_what_spreadsheets_look_for(edith: User) -> None:
    term(edith, STRIKE)
    first, *rest = glossary_csv.write(Term.objects.all())
    assert first == "\ufefffrench,english,part,forbidden,note\r\n"
    assert rest == ["grève,strike,noun,everg,\r\n"]
