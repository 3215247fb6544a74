"""What is refused, and in which words."""

from pathlib import Path

import pytest

from newsroom.ingest.reading import LIMIT, read
from newsroom.ingest.story import Refusal, Story
from tests.newsroom.ingest.texts import ENGLISH, FRENCH, SPANISH, item, page, rss

SAMPLES = Path(__file__).parents[2] / "samples"


def only(raw: bytes, name: str = "a.txt", kind: str = "auto") -> Story | Refusal:
    (found,) = read(raw, ref=name, name=name, kind=kind)
    return found


def reason(raw: bytes, name: str = "a.txt") -> str:
    found = only(raw, name)
    assert isinstance(found, Refusal), found
    return found.reason


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "It is empty."),
        (b" \r\n\t\n", "It is empty."),
        (b"\xef\xbb\xbf", "It is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "It is not text."),
        (b"a" * (LIMIT + 1), "It is larger than 5 MB."),
        (ENGLISH.encode(), "It looks like English, not French."),
        (SPANISH.encode(), "It looks like Spanish, not French."),
        (page(f"<p>{ENGLISH}</p>").encode(), "It looks like English, not French."),
        (page("").encode(), "It holds no article text."),
        (b"1234 5678", "It holds no article text."),
        (b"Votre commentaire", "It holds no article text."),
        (b"zq xk " * 30, "It does not look like French."),
        (b'{"ref": }', "Line 1 is not valid JSON: Expecting value at column 9."),
        (rss().encode(), "It is a feed without entries."),
        (
            rss(head='<!DOCTYPE a [<!ENTITY b "c">]>').encode(),
            "It declares an XML entity, which is not accepted.",
        ),
        (
            ("Oui.\n" * 20_001).encode(),
            "It has more than 20,000 sentences, too many for one article.",
        ),
        (
            ("<p>Oui.</p>" * 60_001).encode(),
            "It has too many tags to be read as a page.",
        ),
    ],
)
def test_refusal_says_why(raw: bytes, words: str) -> None:
    assert reason(raw) == words


def test_file_of_just_five_megabytes_is_read() -> None:
    found = only((FRENCH * 99_999).encode()[:LIMIT])
    assert isinstance(found, Story)


def test_few_words_pass_with_a_warning() -> None:
    found = only(b"Le maire s'en va.")
    assert isinstance(found, Story)
    assert found.warnings == ("It has fewer than 20 words, too few to tell its language.",)


def test_refused_entry_harms_no_other() -> None:
    one, two = read(rss(item("a", ENGLISH), item("b", FRENCH)).encode(), ref="f", name="f")
    assert isinstance(one, Refusal)
    assert (one.reason, one.where) == ("It looks like English, not French.", "entry 1")
    assert isinstance(two, Story)


def test_format_asked_for_is_used() -> None:
    found = only(page(f"<p>{FRENCH}</p>").encode(), kind="text")
    assert isinstance(found, Story)
    assert found.format == "text"


def test_sample_is_thirteen_paragraphs_without_the_comment_prompt() -> None:
    found = only((SAMPLES / "000_d51d13384d74c1f2.txt").read_bytes())
    assert isinstance(found, Story)
    assert len(found.blocks) == 13
    assert "Votre commentaire" not in found.text()
    assert found.raw.endswith(b"Votre commentaire")
