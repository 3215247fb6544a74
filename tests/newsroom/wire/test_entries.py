"""Entries: what makes one another, and what does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsroom.ingest.reading import read
from newsroom.ingest.story import Story
from newsroom.wire.listing import Entry, read_listing
from tests.newsroom.ingest.texts import FRENCH, SECOND, THIRD
from tests.newsroom.ingest.texts import item as bare
from tests.newsroom.ingest.texts import rss as bare_rss
from tests.press import Item, atom, rss

HERE = "https://valmer.example/flux/une.xml"
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PONT = Item(
    "Le pont rouvre",
    "https://valmer.example/pont",
    paragraphs=[FRENCH, SECOND],
    date=NOON,
    guid="pont-1",
)
GARE = Item("La gare ferme", "https://valmer.example/gare", paragraphs=[THIRD], date=NOON)


def entries(body: bytes, url: str = HERE) -> tuple[Entry, ...]:
    return read_listing(body, url).entries


def only(body: bytes | str, url: str = HERE) -> Entry:
    (entry,) = entries(body.encode() if isinstance(body, str) else body, url)
    return entry


def story(entry: Entry) -> Story:
    (found,) = read(entry.document, ref="r", name="n")
    assert isinstance(found, Story), found
    return found


def test_entry_tells_name_address_title_and_date() -> None:
    entry = only(rss([PONT]))
    assert (entry.ref, entry.url) == ("pont-1", PONT.url)
    assert (entry.title, entry.updated) == (PONT.title, NOON)


@pytest.mark.parametrize("write", [rss, atom], ids=["rss", "atom"])
def test_document_is_read_into_the_same_story(write: Callable[[list[Item]], bytes]) -> None:
    whole = next(read(write([PONT]), ref="r", name="n"))
    assert isinstance(whole, Story)
    alone = story(only(write([PONT])))
    assert alone == replace(whole, encoding=alone.encoding, raw=alone.raw)
    assert [block.text for block in alone.blocks] == [FRENCH, SECOND]


def test_document_is_the_same_in_every_encoding() -> None:
    found = {only(rss([PONT], encoding=name)) for name in ("utf-8", "iso-8859-1", "utf-16")}
    assert len(found) == 1


def test_utf_16_without_a_mark_is_read() -> None:
    assert only(rss([PONT]).decode().encode("utf-16-le")).title == PONT.title


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Le pont rouvre enfin"},
        {"paragraphs": [FRENCH, THIRD]},
        {"date": NOON.replace(minute=1)},
    ],
    ids=["title", "text", "date"],
)
def test_what_readers_would_see_makes_another_digest(change: dict[str, object]) -> None:
    assert only(rss([PONT])).sha256 != only(rss([replace(PONT, **change)])).sha256  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("Wed, 04 Mar 2026 12:00:00 +0000", "Wed, 04 Mar 2026 13:00:00 +0100"),
        ("Wed, 04 Mar 2026 12:00:00 +0000", "2026-03-04T12:00:00Z"),
        ("valmer.example/pont<", "valmer.example/pont?utm_source=rss&amp;xtor=RSS-1<"),
        ("<title>Le pont rouvre", "<views>12345</views><title>  Le pont\n rouvre "),
        ("</item>", "<slash:comments xmlns:slash='s'>99</slash:comments></item>"),
        ("<content:encoded>", "<content:encoded>&lt;img src='/pixel?n=42'&gt;"),
    ],
    ids=["zone", "date-format", "tracking", "counter-and-space", "comments", "pixel"],
)
def test_how_it_is_written_makes_no_other_digest(written: str, instead: str) -> None:
    plain = rss([PONT]).decode()
    assert written in plain
    other = only(plain.replace(written, instead))
    assert (other.ref, other.url, other.sha256) == ("pont-1", PONT.url, only(plain).sha256)


def test_order_changes_nothing() -> None:
    assert entries(rss([PONT, GARE])) == entries(rss([GARE, PONT]))[::-1]
    assert set(entries(rss([PONT, GARE]))) == set(entries(rss([GARE, PONT])))


def test_newest_comes_first() -> None:
    later = replace(GARE, date=NOON.replace(hour=13))
    assert [each.url for each in entries(rss([PONT, later]))] == [GARE.url, PONT.url]


def test_repeated_entry_is_there_once_in_its_newest_wording() -> None:
    later = replace(PONT, title="Le pont rouvre enfin", date=NOON.replace(hour=13))
    for order in ([PONT, later], [later, PONT]):
        (one,) = entries(rss(order))
        assert one.title == "Le pont rouvre enfin"


def test_two_names_for_one_address_are_one_entry() -> None:
    again = replace(PONT, guid="pont-2", title="Le pont, suite", date=NOON.replace(hour=13))
    assert [each.ref for each in entries(rss([PONT, again]))] == ["pont-2"]


def test_one_clock_for_all_entries_dates_none() -> None:
    listed = [PONT, GARE, replace(GARE, url="https://valmer.example/parc")]
    then = entries(rss(listed))
    later = entries(rss([replace(each, date=NOON.replace(hour=13)) for each in listed]))
    assert {each.updated for each in then} == {None}
    assert [each.sha256 for each in then] == [each.sha256 for each in later]


@pytest.mark.parametrize(
    ("root", "address"),
    [
        ("", "https://valmer.example/articles/1"),
        (" xml:base='https://autre.example/b/'", "https://autre.example/articles/1"),
        (" xml:base='/b/'", "https://valmer.example/articles/1"),
    ],
    ids=["of-the-feed", "of-its-base", "of-its-relative-base"],
)
def test_relative_link_is_read_from_the_feed(root: str, address: str) -> None:
    item = bare("Le pont rouvre", FRENCH, "<link>/articles/1</link>")
    entry = only(bare_rss(item).replace('version="2.0"', f'version="2.0"{root}'))
    assert (entry.url, story(entry).canonical_url) == (address, address)


def test_name_that_is_no_address_makes_no_link() -> None:
    entry = only(bare_rss(bare("Le pont rouvre", FRENCH, "<guid>depeche-12</guid>")))
    assert (entry.ref, entry.url) == ("depeche-12", "")


def test_link_that_no_browser_would_follow_is_none() -> None:
    extra = "<guid>depeche-12</guid><link>javascript:alert(1)</link>"
    assert only(bare_rss(bare("Le pont rouvre", FRENCH, extra))).url == ""


def test_entry_without_name_and_link_is_named_by_its_title() -> None:
    one = only(bare_rss(bare("Le pont rouvre", FRENCH)))
    other = only(bare_rss(bare("Le pont rouvre", SECOND)))
    assert one.ref == other.ref
    assert one.ref.startswith("sha256:")
    assert one.sha256 != other.sha256


def test_broken_entry_that_lost_its_name_is_left_out() -> None:
    broken = bare("Le pont <b>rouvre", FRENCH)
    assert [each.title for each in entries(bare_rss(broken, bare("Deux", SECOND)).encode())] == [
        "Deux"
    ]


def test_very_long_name_is_cut_and_stays_distinct() -> None:
    listed = [replace(PONT, guid="x" * 900, url=""), replace(PONT, guid="x" * 901, url="")]
    refs = {each.ref for each in entries(rss(listed))}
    assert len(refs) == 2
    assert max(map(len, refs)) <= 500


def test_text_too_tangled_to_be_read_is_still_listed() -> None:
    entry = only(rss([replace(PONT, paragraphs=["<i>" * 70_000])]))
    assert entry.url == PONT.url
