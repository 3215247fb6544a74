"""Saved pages."""

from datetime import date

import pytest

from newsroom.ingest.formats.html import read
from newsroom.ingest.story import Block, Refusal, Story
from tests.newsroom.ingest.texts import FRENCH, SECOND, THIRD, page


def story(body: str, head: str = "", encoding: str = "utf-8") -> Story:
    (found,) = read(page(body, head).encode(encoding), "file.html", "file.html")
    assert isinstance(found, Story)
    return found


def test_main_text_is_taken_and_menus_are_not() -> None:
    found = story(f"<h1>Le titre</h1><p>{FRENCH}</p><p>{SECOND}</p>")
    assert found.blocks == (Block(FRENCH), Block(SECOND))
    assert found.title == "Le titre"


def test_quotes_lists_and_captions_keep_their_kind() -> None:
    found = story(
        f"<p>{FRENCH}</p><figure><img src=a><figcaption>{THIRD}</figcaption></figure>"
        f"<blockquote><p>{SECOND}</p></blockquote><ul><li>Le pain</li><li>Le vin</li></ul>"
    )
    kinds = [block.kind for block in found.blocks]
    assert kinds == ["paragraph", "caption", "quote", "list", "list"]


def test_line_break_ends_a_block_and_source_line_does_not() -> None:
    found = story(f"<p>{FRENCH}<br>{SECOND}</p><p>{THIRD.replace(' ', chr(10))}</p>")
    assert [block.text for block in found.blocks] == [FRENCH, SECOND, THIRD]


def test_headline_is_not_said_twice() -> None:
    assert story(f"<h1>Le titre</h1><p>{FRENCH}</p>").blocks[0] == Block(FRENCH)


def test_reference_is_the_canonical_address_else_the_file() -> None:
    link = '<link rel="canonical" href="https://EX.org/a?utm_source=x">'
    assert story(f"<p>{FRENCH}</p>", link).ref == "https://ex.org/a"
    assert story(f"<p>{FRENCH}</p>").ref == "file.html"


def test_date_comes_from_the_page() -> None:
    found = story(f"<p>{FRENCH}</p>", '<meta itemprop="datePublished" content="2024-10-23">')
    assert found.published
    assert (found.published.on, found.published.basis) == (date(2024, 10, 23), "document")


def test_declared_charset_is_honoured() -> None:
    found = story(f"<p>{FRENCH}</p>", '<meta charset="iso-8859-1">', "iso-8859-1")
    assert found.blocks[0].text == FRENCH


@pytest.mark.parametrize("raw", [b"<html></html>", b"<html><body><p></p></body>", b"<!-- -->"])
def test_page_without_text_gives_no_blocks(raw: bytes) -> None:
    try:
        (found,) = read(raw, "a", "a.html")
    except Refusal as refusal:
        found = refusal
    assert getattr(found, "blocks", ()) == ()
