"""Reading and writing OPML."""

import pytest
from lxml import etree

from newsroom.wire.accepting import Refused
from newsroom.wire.opml import Group, Outline, grouped, read_opml, write_opml

FEED = '<outline type="rss" text="Une" xmlUrl="https://valmer.example/rss"/>'


def opml(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A file with these outlines."""
    return f'{head}<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_feed_is_read_with_its_words() -> None:
    said = 'title="À la une" xmlUrl="https://valmer.example/rss" htmlUrl="https://valmer.example/"'
    assert read_opml(opml(f'<outline text="x" {said}/>')) == [
        Outline("https://valmer.example/rss", "À la une", "https://valmer.example/")
    ]


def test_nested_folders_are_walked_and_the_nearest_is_named() -> None:
    nested = f'<outline text="France"><outline text="Valmer">{FEED}</outline></outline>{FEED}'
    assert [outline.folder for outline in read_opml(opml(nested))] == ["Valmer", ""]


def test_feed_inside_a_feed_lies_in_no_folder() -> None:
    nested = f'<outline text="Une" xmlUrl="https://valmer.example/une">{FEED}</outline>'
    assert [outline.folder for outline in read_opml(opml(nested))] == ["", ""]


def test_attributes_may_be_written_in_any_case() -> None:
    (outline,) = read_opml(opml('<outline TEXT="Une" xmlurl="https://valmer.example/rss"/>'))
    assert (outline.title, outline.url) == ("Une", "https://valmer.example/rss")


def test_bad_address_is_read_as_it_stands() -> None:
    (outline,) = read_opml(opml('<outline xmlUrl="javascript:alert(1)"/>'))
    assert outline.url == "javascript:alert(1)"


def test_bare_ampersand_in_an_address_is_passed_over() -> None:
    raw = opml(f'<outline text="Arts & lettres" xmlUrl="https://valmer.example/?a=1"/>{FEED}')
    assert len(read_opml(raw)) == 2


def test_other_encodings_are_known() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    raw = opml(FEED.replace("Une", "Été"), head).decode().encode("iso-8859-1")
    assert read_opml(raw)[0].title == "Été"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "It is no OPML", id="empty"),
        pytest.param(b"Bonjour", "It is no OPML", id="text"),
        pytest.param(b"\x00\x01\x02" * 90, "It is no OPML", id="binary"),
        pytest.param(b"<rss><channel/></rss>", "It is no OPML", id="a feed"),
        pytest.param(opml('<outline text="Vide"/>'), "It lists no feed.", id="no feed"),
        pytest.param(opml(FEED * 5001), "It has more than 5,000 outlines.", id="too many"),
        pytest.param(b" " * (5 * 1024 * 1024 + 1), "It is larger than 5 MB.", id="too large"),
        pytest.param(
            opml(FEED, '<!DOCTYPE opml [<!ENTITY a "b">]>'), "It declares", id="an entity"
        ),
        pytest.param(
            opml(FEED, '<!doctype opml SYSTEM "file:///etc/passwd">'), "It declares", id="a type"
        ),
        pytest.param(
            ('<?xml version="1.0"?><!DOCTYPE opml>' + opml(FEED, "").decode()).encode("utf-16"),
            "It declares",
            id="a type in UTF-16",
        ),
    ],
)
def test_what_is_no_list_is_refused_whole(raw: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_opml(raw)
    assert refused.value.reason.startswith(reason)


def test_five_thousand_outlines_are_read() -> None:
    assert len(read_opml(opml(FEED * 5000))) == 5000


def test_outlines_are_grouped_by_the_host_of_their_site_else_their_own() -> None:
    a = Outline("https://flux.example/1", homepage="https://www.valmer.example/sport")
    b = Outline("https://valmer.example/rss")
    c = Outline("https://flux.example/2")
    assert grouped([a, b, c]) == [[a, b], [c]]


def test_slug_of_a_passerelle_keeps_sources_apart() -> None:
    a = Outline("https://valmer.example/1", slug="valmer")
    b = Outline("https://valmer.example/2", slug="valmer-sport")
    assert grouped([a, b]) == [[a], [b]]


def test_written_file_is_opml_two_with_our_words_in_a_namespace() -> None:
    outlines = (Outline("https://valmer.example/rss?a=1&b=2"), Outline("https://v.example", "Une"))
    raw = write_opml([Group("L’<Écho>", "echo", "https://e.example/", outlines)], title="Feeds")
    root = etree.fromstring(raw)
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Feeds")
    named = {name for each in root.iter("outline") for name in each.keys()}  # noqa: SIM118
    plain = {"text", "title", "type", "xmlUrl", "htmlUrl"}
    assert named == {*plain, "{urn:passerelle:opml}slug"}
    assert all(each.get("text") for each in root.iter("outline"))


def test_what_is_written_is_read_back() -> None:
    outlines = (Outline("https://valmer.example/rss", "Une"),)
    raw = write_opml([Group("L’Écho", "echo", "https://e.example/", outlines)], title="Feeds")
    said = {"homepage": "https://e.example/", "folder": "L’Écho", "slug": "echo"}
    assert read_opml(raw) == [Outline("https://valmer.example/rss", "Une", **said)]
