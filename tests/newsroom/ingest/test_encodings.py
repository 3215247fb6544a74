"""From bytes to text."""

import codecs

import pytest

from newsroom.ingest.encodings import NOT_TEXT, decode
from newsroom.ingest.story import Refusal

TEXT = "L'été à Noël : « où est-ce ? »"


def test_utf8_is_read() -> None:
    assert decode(TEXT.encode()).text == TEXT
    assert decode(TEXT.encode()).encoding == "utf-8"


def test_byte_order_mark_is_no_part_of_the_text() -> None:
    decoded = decode(codecs.BOM_UTF8 + TEXT.encode())
    assert (decoded.text, decoded.encoding) == (TEXT, "utf-8-sig")


def test_utf16_with_its_mark_is_read() -> None:
    assert decode(TEXT.encode("utf-16")).text == TEXT


def test_windows_1252_is_told_by_its_quotes() -> None:
    decoded = decode("L’été coûte 3 € – ou “rien”".encode("windows-1252"))
    assert decoded.encoding == "windows-1252"
    assert decoded.text == "L’été coûte 3 € – ou “rien”"


def test_iso_8859_1_is_read() -> None:
    decoded = decode(TEXT.encode("iso-8859-1"))
    assert (decoded.text, decoded.encoding) == (TEXT, "iso-8859-1")


def test_meta_charset_is_honoured() -> None:
    raw = '<meta charset="iso-8859-15"><p>Un œuf coûte 3 €</p>'.encode("iso-8859-15")
    assert decode(raw).text.endswith("Un œuf coûte 3 €</p>")
    assert decode(raw).encoding == "iso8859-15"


def test_xml_declaration_is_honoured() -> None:
    raw = '<?xml version="1.0" encoding="windows-1250"?><a>Český œ</a>'.replace("œ", "ř")
    assert decode(raw.encode("windows-1250")).text == raw


def test_charset_of_the_sender_counts_where_the_document_says_nothing() -> None:
    raw = "<p>Un œuf coûte 3 €</p>".encode("iso-8859-15")
    assert decode(raw, "ISO-8859-15").text == "<p>Un œuf coûte 3 €</p>"


def test_document_knows_better_than_its_sender() -> None:
    raw = '<meta charset="iso-8859-15"><p>Un œuf coûte 3 €</p>'.encode("iso-8859-15")
    assert decode(raw, "windows-1252").encoding == "iso8859-15"


def test_charset_that_cannot_be_is_passed_over() -> None:
    raw = "<p>Été</p>".encode("iso-8859-1")
    assert decode(raw, "utf-8").text == decode(raw, "unicode_escape").text == "<p>Été</p>"


def test_page_saved_as_utf8_outdoes_its_old_declaration() -> None:
    raw = '<meta charset="iso-8859-1"><p>Été</p>'.encode()
    assert decode(raw).encoding == "utf-8"


def test_codec_that_is_no_charset_is_not_used() -> None:
    raw = b'<meta charset="unicode_escape"><p>\\u0041 \xe9t\xe9 en ville</p>'
    assert "\\u0041 été" in decode(raw).text


def test_damaged_utf8_is_read_with_a_warning() -> None:
    decoded = decode(("été à Noël " * 9).encode() + b"\xff")
    assert decoded.text.startswith("été à Noël")
    assert decoded.warnings == ("1 characters could not be read and show as \ufffd.",)


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04\x00\x00text", bytes(range(256)), b"\x01\x02\x03\x04text", b"\x81\x8d\x8f"]
)
def test_binary_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match=NOT_TEXT):
        decode(raw)
