"""RSS and Atom files."""

from datetime import UTC, date, datetime

import pytest

from newsroom.ingest.formats import feed
from newsroom.ingest.formats.feed import ENTITY, NO_ENTRIES, TOO_MANY, read
from newsroom.ingest.story import Refusal, Story
from tests.newsroom.ingest.texts import FRENCH, SECOND, item, rss


def stories(text: str) -> list[Story]:
    found = list(read(text.encode(), "feed.xml", "feed.xml"))
    assert all(isinstance(each, Story) for each in found), found
    return [each for each in found if isinstance(each, Story)]


def test_each_entry_is_a_story() -> None:
    one, two = stories(rss(item("Un &amp; deux", FRENCH), item("Trois", f"<p>{SECOND}</p>")))
    assert (one.title, one.blocks[0].text) == ("Un & deux", FRENCH)
    assert (two.title, two.blocks[0].text) == ("Trois", SECOND)


def test_reference_is_link_then_id_then_digest() -> None:
    link = "<link>https://ex.org/a?utm_source=rss</link><guid>1</guid>"
    one, two, three = stories(
        rss(item("a", FRENCH, link), item("b", FRENCH, "<guid>urn:2</guid>"), item("c", FRENCH))
    )
    assert (one.ref, one.canonical_url) == ("https://ex.org/a", "https://ex.org/a")
    assert two.ref == "urn:2"
    assert three.ref.startswith("sha256:")


def test_date_and_byline_are_read() -> None:
    extra = "<pubDate>Wed, 23 Oct 2024 23:30:00 GMT</pubDate><dc:creator>L'agence</dc:creator>"
    (one,) = stories(rss(item("a", FRENCH, extra)))
    assert one.byline == "L'agence"
    assert one.published
    assert one.published.on == date(2024, 10, 24)
    assert one.published.at == datetime(2024, 10, 23, 23, 30, tzinfo=UTC)
    assert one.published.evidence == "Wed, 23 Oct 2024 23:30:00 GMT"


def test_content_comes_before_summary() -> None:
    content = f"<content:encoded><![CDATA[<p>{FRENCH}</p>]]></content:encoded>"
    (one,) = stories(rss(item("a", "En bref.", content)))
    assert one.blocks[0].text == FRENCH


def test_atom_is_read() -> None:
    (one,) = stories(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Fil</title><entry><title>Un</title>'
        '<link href="https://ex.org/a"/><id>urn:1</id><published>2024-10-23T08:00:00+02:00'
        f'</published><content type="html">&lt;p&gt;{FRENCH}&lt;/p&gt;</content></entry></feed>'
    )
    assert (one.title, one.ref, one.blocks[0].text) == ("Un", "https://ex.org/a", FRENCH)
    assert one.published
    assert one.published.on == date(2024, 10, 23)


def test_raw_is_the_entry_alone_byte_for_byte() -> None:
    entries = [item("Un", f"<item>{FRENCH}</item>"), item("Deux", SECOND)]
    assert [each.raw for each in stories(rss(*entries))] == [each.encode() for each in entries]


def test_declared_encoding_is_honoured() -> None:
    text = rss(item("Été", FRENCH)).replace("UTF-8", "ISO-8859-1")
    (one,) = read(text.encode("iso-8859-1"), "f", "f")
    assert isinstance(one, Story)
    assert (one.title, one.encoding) == ("Été", "iso-8859-1")


def test_broken_entry_harms_no_other() -> None:
    found = list(read(rss("<item><title>a</ti", item("Deux", SECOND)).encode(), "f", "f"))
    assert isinstance(found[-1], Story)
    assert found[-1].blocks[0].text == SECOND


def test_entity_is_refused() -> None:
    head = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(Refusal) as caught:
        list(read(rss(item("a", "&b;"), head=head).encode(), "f", "f"))
    assert caught.value.reason == ENTITY


def test_feed_without_entries_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        list(read(rss().encode(), "f", "f"))
    assert caught.value.reason == NO_ENTRIES


def test_entries_past_the_limit_are_refused_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST_ENTRIES", 50)
    entries = [item(f"a{n}", FRENCH) for n in range(52)]
    *kept, last = read(rss(*entries).encode(), "feed.xml", "feed.xml")
    assert len(kept) == 50
    assert isinstance(last, Refusal)
    assert last.reason == TOO_MANY
