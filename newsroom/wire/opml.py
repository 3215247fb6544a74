"""OPML, in which feed readers hand on what they follow (version 2.0, opml.org/spec2.opml)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from newsroom.ingest.encodings import decode
from newsroom.ingest.story import Refusal
from newsroom.ingest.wording import tidy
from newsroom.wire.accepting import Refused, host_of

LIMIT = 5 * 1024 * 1024  # bytes
MOST_OUTLINES = 5_000
TOO_LARGE = "It is larger than 5 MB."
TOO_MANY = f"It has more than {MOST_OUTLINES:,} outlines."
DECLARES = "It declares a document type or an entity, which is not accepted."
NO_OPML = "It is no OPML: a list of feeds as feed readers export it."
EMPTY = "It lists no feed."
DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What we say beyond the standard, which wants a namespace for it.
OURS = "urn:passerelle:opml"
SLUG = f"{{{OURS}}}slug"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as the file lists it, in the file's own words; `folder` is the nearest that holds it.

    `slug` is what the Passerelle that wrote the file calls the feed's source.
    """

    url: str
    title: str = ""
    homepage: str = ""
    folder: str = ""
    slug: str = ""


def read_opml(raw: bytes) -> list[Outline]:
    """The feeds that the file lists, in its order, also those that are no good.

    Raises Refused where the file as a whole is.
    """
    root = _root(_text(raw))
    outlines = list(root.iterfind("./body//outline"))
    if len(outlines) > MOST_OUTLINES:
        raise Refused(TOO_MANY)
    found = [outline for outline in map(_outline, outlines) if outline.url]
    if not found:
        raise Refused(EMPTY)
    return found


def _text(raw: bytes) -> str:
    if len(raw) > LIMIT:
        raise Refused(TOO_LARGE)
    try:
        text = decode(raw).text
    except Refusal as refusal:
        raise Refused(NO_OPML) from refusal
    if DECLARATION.search(text):
        raise Refused(DECLARES)
    return text


def _root(text: str) -> etree._Element:
    """The document's root; small faults, such as a bare & in an address, are passed over."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refused(NO_OPML) from error
    if root is None or root.tag != "opml":
        raise Refused(NO_OPML)
    return root


def _outline(element: etree._Element) -> Outline:
    said = _said(element)
    above = element.getparent()
    folder = _said(above) if above is not None and above.tag == "outline" else {}
    return Outline(
        url=said.get("xmlurl", ""),
        title=said.get("title") or said.get("text", ""),
        homepage=said.get("htmlurl", ""),
        folder="" if folder.get("xmlurl") else folder.get("title") or folder.get("text", ""),
        slug=said.get(SLUG) or folder.get(SLUG, ""),
    )


def _said(element: etree._Element) -> dict[str, str]:
    """The outline's attributes by their names in lower case: xmlUrl, xmlurl and XMLURL are one."""
    return {str(name).lower(): tidy(str(text)) for name, text in element.attrib.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """The feeds that one source follows."""

    name: str
    slug: str
    homepage: str
    outlines: tuple[Outline, ...]


def grouped(outlines: Iterable[Outline]) -> list[list[Outline]]:
    """Outlines of one source together: by the slug that a Passerelle wrote, else by their host."""
    groups: dict[tuple[str, str], list[Outline]] = {}
    for outline in outlines:
        host = host_of(outline.homepage) or host_of(outline.url)
        groups.setdefault((outline.slug, "" if outline.slug else host), []).append(outline)
    return list(groups.values())


def write_opml(groups: Sequence[Group], *, title: str) -> bytes:
    """A file that any feed reader takes, a folder for each source."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"passerelle": OURS})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for group in groups:
        folder = etree.SubElement(body, "outline", {"text": group.name, SLUG: group.slug})
        for outline in group.outlines:
            said = {"type": "rss", "text": outline.title or outline.url, "xmlUrl": outline.url}
            if outline.title:
                said["title"] = outline.title
            if group.homepage:
                said["htmlUrl"] = group.homepage
            etree.SubElement(folder, "outline", said)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return bytes(written)
