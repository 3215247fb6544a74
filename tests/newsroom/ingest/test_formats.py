"""Telling formats."""

import pytest

from newsroom.ingest.formats import detect


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (b"Bonjour", "a.txt", "text"),
        (b"Bonjour", "standard input", "text"),
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"\xef\xbb\xbf\n <HTML lang=fr>", "a", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "a.xhtml", "html"),
        (b"Bonjour", "a.html", "html"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "a.html", "feed"),
        (b"<feed xmlns='x'>", "a", "feed"),
        (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'>", "a", "feed"),
        (b'{"ref": "a"}', "a.txt", "jsonl"),
        (b"[", "a.jsonl", "jsonl"),
        (b"{ voir la note }", "a.txt", "text"),
        ("<rss>".encode("utf-16"), "a", "feed"),
    ],
)
def test_contents_come_before_the_name(raw: bytes, name: str, kind: str) -> None:
    assert detect(raw, name) == kind
