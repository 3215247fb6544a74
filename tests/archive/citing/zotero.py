"""Reads a page's head in the order of Zotero's “Embedded Metadata” and “RDF” translators.

After Embedded Metadata.js of 2024-06-13 and RDF.js of 2019-09-08 in the repository of Zotero's
translators; each step names the function whose order it keeps.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import html

DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
BIB, Z = "http://purl.org/net/biblio#", "http://www.zotero.org/namespaces/export#"
OG, ARTICLE = "http://ogp.me/ns#", "http://ogp.me/ns/article#"
PRISM = "http://prismstandard.org/namespaces/1.2/basic/"
KNOWN = {"bib": BIB, "dc": DC, "dcterms": DCTERMS, "prism": PRISM, "z": Z}
KNOWN |= {"og": OG, "article": ARTICLE}
HIGHWIRE_TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_public_url": "url",
    "citation_language": "language",
}


@dataclass
class Item:
    """What Zotero would file. A creator is its role, given names and surname."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[tuple[str, str, str]] = field(default_factory=list)


def file(page: str) -> Item:
    """The item that the page becomes."""
    document = html.document_fromstring(page)
    metas = [
        (meta.get("name") or meta.get("property"), meta.get("content"))
        for meta in document.iter("meta")
        if (meta.get("name") or meta.get("property")) and meta.get("content")
    ]
    statements = _statements(document, metas)
    item = _import(statements)
    _highwire(item, metas)
    _low_quality(item, document)
    return item


def _statements(
    document: html.HtmlElement, metas: list[tuple[str, str]]
) -> defaultdict[str, list[str]]:
    """`getPrefixes` and `init`: names with a known prefix become statements about the page."""
    prefixes = dict(KNOWN)
    for link in document.iter("link"):
        if declared := re.match(r"schema\.([a-zA-Z]+)", link.get("rel") or ""):
            prefixes[declared[1].lower()] = link.get("href")
    said: defaultdict[str, list[str]] = defaultdict(list)
    for names, value in metas:
        for name in names.split():
            parts = re.split(r"[.:_]", name)
            skipped = len(parts) > 2 and parts[1].lower() in prefixes
            prefix = parts[1 if skipped else 0].lower()
            if prefix in prefixes:
                rest = name.split(parts[1 if skipped else 0], 1)[1][1:]
                said[prefixes[prefix] + rest[:1].lower() + rest[1:]].append(value)
    return said


def _first(said: defaultdict[str, list[str]], *names: str) -> str:
    """`getFirstResults`."""
    return next((said[name][0] for name in names if said.get(name)), "")


def _import(said: defaultdict[str, list[str]]) -> Item:
    """`detectType` and `importItem` of the RDF translator."""
    kind = _first(said, Z + "itemType", Z + "type") or _first(said, DC + "type") or "webpage"
    item = Item(kind)
    authors = (BIB + "authors", DC + "creator", DCTERMS + "creator", DC + "contributor")
    roles = {"author": authors, "contributor": (BIB + "contributors",)}
    roles |= {"editor": (BIB + "editors",), "translator": (Z + "translators",)}
    for role, names in roles.items():
        values: list[str] = next((said[name] for name in names if said.get(name)), [])
        item.creators += [_clean_author(value, role) for value in values]
    order = {
        "title": (DC + "title", DCTERMS + "title", OG + "title"),
        "publicationTitle": (PRISM + "publicationName", DC + "source", OG + "site_name"),
        "date": (
            OG + "published_time",
            ARTICLE + "published_time",
            DCTERMS + "issued",
            DC + "date",
        ),
        "url": (OG + "url",),
        "language": (DC + "language", DCTERMS + "language"),
    }
    item.fields = {name: value for name, names in order.items() if (value := _first(said, *names))}
    # “OTHER FIELDS”: whatever stands in Zotero's own namespace has the last word.
    item.fields |= {name.removeprefix(Z): said[name][0] for name in said if name.startswith(Z)}
    return item


def _clean_author(name: str, role: str) -> tuple[str, str, str]:
    """`cleanAuthor`: surname first before a comma, else the last word that begins with a letter."""
    inverted = "," in name
    name = re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", name)
    if inverted:
        family, *given = re.split(r", ?", re.sub(r"\.([^ ])", r". \1", name, count=1))
        return role, given[0] if given else "", family
    place = len(name)
    while True:
        place = name.rfind(" ", 0, place)
        if place <= 0 or name[place + 1].isalpha():
            return role, name[: max(place, 0)], name[place + 1 :]


def _highwire(item: Item, metas: list[tuple[str, str]]) -> None:
    """`addHighwireMetadata`: its authors push out all creators, its types all other types."""
    for name, target in HIGHWIRE.items():
        if value := next((content for found, content in metas if found.endswith(name)), ""):
            item.fields[target] = " ".join(value.split())
    authors = [content for found, content in metas if found.endswith("citation_author")]
    if authors:
        item.creators = [_clean_author(author, "author") for author in authors]
    for name, _ in metas:
        item.type = HIGHWIRE_TYPES.get(name[max(name.rfind("citation_"), 0) :], item.type)


def _low_quality(item: Item, document: html.HtmlElement) -> None:
    """`addLowQualityMetadata`: the first day on the page, and its language, where none is said."""
    days = [time.get("datetime") for time in document.iter("time") if time.get("datetime")]
    if days:
        item.fields.setdefault("date", days[0])
    item.fields.setdefault("language", document.get("lang") or "")
    item.fields.setdefault("title", document.findtext(".//title") or "")
