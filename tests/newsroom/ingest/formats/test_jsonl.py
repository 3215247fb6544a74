"""JSON lines."""

import json
from datetime import date

import pytest

from newsroom.ingest.formats.jsonl import read
from newsroom.ingest.story import Refusal, Story

FULL = {
    "ref": "a-1",
    "url": "https://ex.org/a?utm_source=x",
    "title": "Le titre",
    "text": "Un.\nDeux.",
    "byline": "L'agence",
    "published": "2024-10-23",
    "other": [1],
}


def lines(*values: object) -> list[Story | Refusal]:
    written = [value if isinstance(value, str) else json.dumps(value) for value in values]
    return list(read("\n".join(written).encode("utf-8", "surrogatepass"), "x", "x.jsonl"))


def test_every_documented_field_is_read() -> None:
    (story,) = lines(FULL)
    assert isinstance(story, Story)
    assert (story.ref, story.canonical_url) == ("a-1", "https://ex.org/a")
    assert (story.title, story.byline) == ("Le titre", "L'agence")
    assert [block.text for block in story.blocks] == ["Un.", "Deux."]
    assert story.published
    assert story.published.on == date(2024, 10, 23)


def test_address_serves_as_reference() -> None:
    (story,) = lines({"url": "https://ex.org/a", "paragraphs": ["Un.", "Deux."]})
    assert isinstance(story, Story)
    assert (story.ref, len(story.blocks), story.title) == ("https://ex.org/a", 2, None)


def test_raw_is_the_line_alone_byte_for_byte() -> None:
    raw = '{"ref":"é", "text":"Un."}'.encode()
    (one, two) = read(raw + b"\r\n\r\n" + raw.replace(b"Un", b"Deux"), "x", "x")
    assert isinstance(one, Story)
    assert isinstance(two, Story)
    assert (one.raw, two.where) == (raw, "line 3")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"ref": ', "Line 2 is not valid JSON: Expecting value at column 9."),
        ('{"ref', "Line 2 is not valid JSON: Unterminated string starting at column 2."),
        ("[" * 100_000, "Line 2 is not valid JSON: it cannot be read."),
        ('{"a": ' + "9" * 5000 + "}", "Line 2 is not valid JSON: it cannot be read."),
        ("[1]", "Line 2 is not a JSON object."),
        ('{"text": "Un."}', "Line 2 has neither “ref” nor “url”."),
        ('{"ref": 1}', "Line 2: “ref” must be a string."),
        ('{"ref": "a", "title": []}', "Line 2: “title” must be a string."),
        ('{"ref": "a", "paragraphs": [1]}', "Line 2: “paragraphs” must be a list of strings."),
        ('{"ref": "a", "published": "hier"}', "Line 2: “published” is not an ISO 8601 date."),
    ],
)
def test_broken_line_is_refused_and_the_others_are_read(line: str, reason: str) -> None:
    one, two, three = lines(FULL, line, FULL)
    assert isinstance(one, Story)
    assert isinstance(two, Refusal)
    assert (two.reason, two.where) == (reason, "line 2")
    assert isinstance(three, Story)


def test_what_no_database_holds_goes_out() -> None:
    (story,) = lines('{"ref": "a", "text": "Un\\u0000 \\ud800 deux."}')
    assert isinstance(story, Story)
    assert story.blocks[0].text == "Un \ufffd deux."
