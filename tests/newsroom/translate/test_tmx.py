"""TMX 1.4b: what is written is read back, by us and by others; what nobody needs is refused."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from translate.storage import tmx as toolkit

from newsroom.translate import tmx
from newsroom.translate.tmx import NotTmx, Unit

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FACTS = {"origin": "editor", "state": "edited", "article": "12", "sentence": "3"}
PAIR = Unit(
    "« Non », dit-il & sourit <ainsi>.", "“No,” he said & smiled <so>.", NOON, "editor", FACTS
)
TUV = '<tuv xml:lang="{}"><seg>{}</seg></tuv>'


def text(*units: Unit) -> str:
    return "".join(tmx.written(units, at=NOON))


def read(text: str | bytes) -> list[Unit]:
    return list(tmx.read(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def unit(*tuvs: tuple[str, str]) -> str:
    return f"<tu>{''.join(TUV.format(*tuv) for tuv in tuvs)}</tu>"


def file(body: str, head: str = "") -> str:
    return f'{head}<tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>'


def pairs(text: str | bytes) -> list[tuple[str, str]]:
    return [(each.french, each.english) for each in read(text)]


def test_what_is_written_is_read_back() -> None:
    assert read(text(PAIR)) == [PAIR]


def test_memory_without_a_pair_is_a_file_too() -> None:
    assert read(text()) == []


def test_translate_toolkit_reads_what_we_write(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(text(PAIR, Unit("Oui.", "Yes.")), encoding="utf-8")
    held = toolkit.tmxfile.parsefile(str(path))  # type: ignore[no-untyped-call]
    assert [(each.source, each.target) for each in held.units] == [
        (PAIR.french, PAIR.english),
        ("Oui.", "Yes."),
    ]


def test_we_read_what_translate_toolkit_writes() -> None:
    made = toolkit.tmxfile(sourcelanguage="fr", targetlanguage="en")
    made.addtranslation("Le pont rouvre.", "fr", "The bridge reopens.", "en")
    assert pairs(bytes(made)) == [("Le pont rouvre.", "The bridge reopens.")]


def test_file_names_its_languages_and_segments() -> None:
    made = text(PAIR)
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in made
    assert 'srclang="fr"' in made
    assert 'segtype="sentence"' in made
    assert '<tuv xml:lang="fr">' in made
    assert '<tuv xml:lang="en">' in made


def test_unit_says_when_and_by_which_part_but_names_nobody() -> None:
    assert '<tu creationdate="20260101T120000Z" creationid="editor">' in text(PAIR)
    assert '<prop type="x-sentence">3</prop>' in text(PAIR)


def test_control_codes_are_written_as_spaces() -> None:
    assert pairs(text(Unit("Un\x00deux\ud800.", "One\x0btwo."))) == [("Un deux .", "One two.")]


def test_blanks_are_read_as_one_and_no_break_spaces_stay() -> None:
    body = unit(("fr", "\n  Il dit :\n\t« Non\u00a0! »\u202f"), ("en", " He  says no. "))
    assert pairs(file(body)) == [("Il dit : « Non\u00a0! »", "He says no.")]


@pytest.mark.parametrize(
    ("french", "english"), [("fr", "en"), ("FR-FR", "en-GB"), ("fr_CA", "EN_us")]
)
def test_languages_are_read_however_they_are_written(french: str, english: str) -> None:
    assert pairs(file(unit((french, "Oui."), (english, "Yes.")))) == [("Oui.", "Yes.")]


def test_language_of_an_older_tmx_is_read() -> None:
    body = unit(("fr", "Oui."), ("en", "Yes.")).replace("xml:lang", "lang")
    assert pairs(file(body)) == [("Oui.", "Yes.")]


def test_unit_without_both_languages_is_passed_over() -> None:
    body = unit(("fr", "Oui.")) + unit(("fr", "Non."), ("de", "Nein.")) + unit(("en", " "))
    assert pairs(file(body)) == []


def test_of_several_english_the_first_counts() -> None:
    body = unit(("fr", "Oui."), ("en", "Yes."), ("en-US", "Yeah."))
    assert pairs(file(body)) == [("Oui.", "Yes.")]


def test_codes_of_other_programs_are_left_out() -> None:
    seg = 'Il <bpt i="1">{b}</bpt>dit<ept i="1">{/b}</ept> <hi>non</hi><ph>{x<sub>y</sub>}</ph>.'
    assert pairs(file(unit(("fr", seg), ("en", "He said no.")))) == [("Il dit non.", "He said no.")]


def test_note_is_not_part_of_a_sentence() -> None:
    body = unit(("fr", "Oui."), ("en", "Yes.")).replace("<tu>", "<tu><note>A note.</note>")
    assert pairs(file(body)) == [("Oui.", "Yes.")]


def test_persons_name_is_not_taken_over() -> None:
    body = unit(("fr", "Oui."), ("en", "Yes.")).replace("<tu>", '<tu creationid="JANE D.">')
    assert read(file(body))[0].by == ""


def test_date_that_is_none_is_left_out() -> None:
    body = unit(("fr", "Oui."), ("en", "Yes.")).replace("<tu>", '<tu creationdate="soon">')
    assert read(file(body))[0].at is None


def test_file_in_another_encoding_is_read() -> None:
    made = file(unit(("fr", "Été."), ("en", "Summer.")), '<?xml version="1.0" encoding="UTF-16"?>')
    assert pairs(made.encode("utf-16")) == [("Été.", "Summer.")]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE tmx [<!ENTITY a "b">]>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE tmx SYSTEM "http://files.example/other.dtd">',
        '<!DOCTYPE html SYSTEM "tmx14.dtd">',
        '<!DOCTYPE tmx [<!ENTITY % a "b">]>',
    ],
    ids=["entity", "outer entity", "other file", "other root", "parameter"],
)
def test_document_type_of_its_own_is_refused(head: str) -> None:
    with pytest.raises(NotTmx, match="document type other than that of TMX"):
        read(file(unit(("fr", "Oui."), ("en", "Yes.")), head))


@pytest.mark.parametrize("where", ["tmx14.dtd", "http://www.lisa.org/tmx/tmx14.dtd"])
def test_document_type_of_tmx_is_read(where: str) -> None:
    made = file(unit(("fr", "Oui."), ("en", "Yes.")), f'<!DOCTYPE tmx SYSTEM "{where}">')
    assert pairs(made) == [("Oui.", "Yes.")]


def test_entity_that_the_document_type_might_have_is_refused() -> None:
    with pytest.raises(NotTmx, match="entity of its own"):
        read(file(unit(("fr", "&eacute;"), ("en", "e")), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'))


def test_other_xml_is_refused() -> None:
    with pytest.raises(NotTmx, match="begins with “html” and not with “tmx”"):
        read("<html></html>")


@pytest.mark.parametrize("text", ["", "no XML", "<tmx><body>"], ids=["empty", "text", "cut off"])
def test_what_is_no_xml_is_refused_with_the_line(text: str) -> None:
    with pytest.raises(NotTmx, match=r"no XML that can be read: .*, in line 1"):
        read(text)


def test_endless_segment_is_refused() -> None:
    with pytest.raises(NotTmx, match="longer than 10,000 characters"):
        read(file(unit(("fr", "a" * 10_001), ("en", "b"))))


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(NotTmx, match="too deep"):
        read(file("<tu>" + "<hi>" * 50))


def test_units_before_an_error_are_given_first() -> None:
    found = tmx.read(io.BytesIO((file(unit(("fr", "Oui."), ("en", "Yes."))) + "x").encode()))
    with pytest.raises(NotTmx):
        list(found)


def test_large_memory_takes_little_memory() -> None:
    def many() -> Iterator[Unit]:
        return (Unit(f"Phrase numéro {n}.", f"Sentence number {n}.") for n in range(20_000))

    made = io.BytesIO("".join(tmx.written(many(), at=NOON)).encode())
    tracemalloc.start()
    count = sum(1 for _ in tmx.read(made))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 2_000_000
