"""News sitemaps (Google's extension of sitemaps.org): each address as the item of an RSS feed.

So a sitemap's entries are read like any other feed's; they have no text, only what leads to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape

from lxml import etree

from newsroom.ingest.datelines import from_document
from newsroom.ingest.wording import tidy

NEWEST = 200  # addresses that are taken from one sitemap
LONG_AGO = datetime(1600, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Address:
    """One `url` of a news sitemap; dates as they are written."""

    url: str
    title: str
    published: str
    updated: str
    outlet: str

    def item(self) -> str:
        """It as an RSS item."""
        names = ("link", "guid", "title", "pubDate", "updated")
        values = (self.url, self.url, self.title, self.published, self.updated)
        pairs = ((name, value) for name, value in zip(names, values, strict=True) if value)
        inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in pairs)
        return f"<item>{inside}</item>"

    def at(self) -> datetime:
        """When it was last changed; long ago where that is not said."""
        dated = from_document(self.updated) or from_document(self.published)
        if dated is None:
            return LONG_AGO
        return dated.at or datetime.combine(dated.on, time.min, UTC)


def addresses(text: str) -> list[Address]:
    """The newest addresses that a sitemap's `urlset` calls news, newest first.

    Broken XML is read as far as it goes. What has no news element is an old page, and left out.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return []
    if tree is None:
        return []
    found = list(_news(tree))
    return sorted(found, key=Address.at, reverse=True)[:NEWEST]


def _news(tree: etree._Element) -> Iterator[Address]:
    for url in tree.iterfind("{*}url"):
        news = url.find("{*}news")
        if news is None:
            continue
        yield Address(
            url=_text(url, "{*}loc"),
            title=_text(news, "{*}title"),
            published=_text(news, "{*}publication_date"),
            updated=_text(url, "{*}lastmod"),
            outlet=_text(news, "{*}publication/{*}name"),
        )


def _text(element: etree._Element, path: str) -> str:
    return tidy(str(element.findtext(path) or ""))
