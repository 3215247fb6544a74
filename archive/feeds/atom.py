"""Atom as RFC 4287 has it: what Django's writer leaves out, and nothing that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

UNLAWFUL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DUBLIN_CORE = "http://purl.org/dc/terms/"
OPENSEARCH = "application/opensearchdescription+xml"
EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
Element = tuple[str, str, Mapping[str, str]]


def lawful(text: str) -> str:
    """The text without the characters that no XML document may hold (XML 1.0, section 2.2)."""
    return UNLAWFUL.sub("", text)


class Writer(SimplerXMLGenerator):
    """Leaves unlawful characters out, where Django's stops at them."""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 the parent's name
        """An element, its attributes lawful."""
        kept = {key: lawful(str(value)) for key, value in attrs.items()}
        super().startElement(name, AttributesImpl(kept))

    def characters(self, content: str) -> None:
        """Text, lawful."""
        super().characters(lawful(content))


class Atom(Atom1Feed):
    """Any feed of the archive."""

    def latest_post_date(self) -> datetime:
        """When the newest of what it holds last changed; always the same where it holds nothing."""
        return max((item["updateddate"] for item in self.items), default=EMPTY_SINCE)

    def write(self, outfile: IO[bytes], encoding: str) -> None:
        """Write all of it."""
        handler = Writer(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a feed tells it. Addresses are whole; `id` outlives every other one.

    `issued` is the day that the French bears, where it bears one and no time of day. `summary` is
    HTML. `source` and `tags` are pairs of slug and name. `comments` is the feed of its comments.
    """

    id: str
    page: str
    title: str
    title_fr: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    source: tuple[str, str]
    summary: SafeString
    issued: date | None = None
    original: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    comments: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself. Its own address is its id too; `page` shows the same to people.

    `site` is the name and address of the archive, which stands for whoever made the feed.
    """

    title: str
    subtitle: str
    address: str
    page: str
    site: tuple[str, str]
    search: str
    schemes: Mapping[str, str] = field(default_factory=dict)


class ArticlesAtom(Atom):
    """A feed of articles in two languages."""

    def __init__(self, head: Head, entries: Iterable[Entry]) -> None:
        name, address = head.site
        super().__init__(
            title=head.title,
            link=head.page,
            description="",
            subtitle=head.subtitle,
            language="en",
            feed_url=head.address,
            feed_guid=head.address,
            author_name=name,
            author_link=address,
        )
        self.head = head
        for entry in entries:
            self.add_item(entry.title, entry.page, "", updateddate=entry.updated, entry=entry)

    def root_attributes(self) -> dict[str, str]:
        """The namespaces and the language."""
        return {**super().root_attributes(), "xmlns:dcterms": DUBLIN_CORE}

    def add_root_elements(self, handler: Any) -> None:
        """What Django writes, and how the archive is searched (OpenSearch 1.1)."""
        super().add_root_elements(handler)
        search = {"rel": "search", "type": OPENSEARCH, "href": self.head.search}
        handler.addQuickElement("link", "", search)

    def add_item_elements(self, handler: Any, item: Mapping[str, Any]) -> None:
        """An entry, with more than Django's writer knows of."""
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author)
            handler.endElement("author")
        for name, text, attributes in (*_texts(entry), *_links(entry), *self._categories(entry)):
            handler.addQuickElement(name, text, attributes)

    def _categories(self, entry: Entry) -> Iterator[Element]:
        """The source, then the tags, told apart by their schemes."""
        labelled = [("source", entry.source), *(("tag", tag) for tag in entry.tags)]
        for kind, (slug, label) in labelled:
            yield "category", "", {"term": slug, "scheme": self.head.schemes[kind], "label": label}


def _texts(entry: Entry) -> Iterator[Element]:
    """Titles, times and text. An entry has one title: the French one is Dublin Core's."""
    yield "id", entry.id, {}
    yield "title", entry.title, {}
    yield "dcterms:alternative", entry.title_fr, {"xml:lang": "fr"}
    yield "published", rfc3339_date(entry.published), {}
    yield "updated", rfc3339_date(entry.updated), {}
    if entry.issued:
        yield "dcterms:issued", entry.issued.isoformat(), {}
    yield "summary", entry.summary, {"type": "html"}
    if entry.rights:
        yield "rights", entry.rights, {}


def _links(entry: Entry) -> Iterator[Element]:
    """The English page, the French where it was published, and what readers say (RFC 4685)."""
    page = {"rel": "alternate", "type": "text/html", "hreflang": "en", "href": entry.page}
    yield "link", "", page
    if entry.original:
        original = {"rel": "via", "hreflang": "fr", "title": entry.title_fr}
        yield "link", "", {**original, "href": iri_to_uri(entry.original)}
    replies = {"rel": "replies", "type": "application/atom+xml", "href": entry.comments}
    yield "link", "", replies
