"""A citation in a page's head, for what collects references from pages.

The order in which Zotero's “Embedded Metadata” translator reads decides the names. It takes the
type from `z:itemType`, authors from `bib:authors` before `DC.creator`, translators only from
`z:translators`, and lets any `z:` name have the last word. Four names must never stand here:
`citation_author` drops the translators, `citation_journal_title` makes it a journal article,
`DC.contributor` turns a translator into an author, and `DC.source` names the newspaper.
"""

from collections.abc import Iterator

from archive.citing.names import Name
from archive.citing.works import Work

SCHEMAS = {
    "DC": "http://purl.org/dc/elements/1.1/",
    "bib": "http://purl.org/net/biblio#",
    "z": "http://www.zotero.org/namespaces/export#",
}


def embedded(work: Work) -> Iterator[tuple[str, str]]:
    """Names and contents of the `meta` elements."""
    yield "DC.title", work.title
    yield from (("DC.creator", name.inverted) for name in work.authors)
    if work.published_on:
        yield "DC.date", work.published_on.isoformat()
    yield "DC.language", work.language
    yield "citation_language", work.language
    yield from (("bib:authors", _unparted(name)) for name in work.authors)
    yield from _for_zotero(work)


def _for_zotero(work: Work) -> Iterator[tuple[str, str]]:
    yield "z:itemType", "newspaperArticle"
    yield "z:publicationTitle", work.outlet
    if work.published_on is None:
        # Else the first day on the page is taken, and that is the day of receipt.
        yield "z:date", "n.d."
    if work.url:
        yield "z:url", work.url
    if work.edition is not None:
        yield from (("z:translators", _machine(name)) for name in work.translators)
        yield "z:edition", str(work.edition)
        yield "z:extra", f"Original Title: {work.other_title}"


def _unparted(name: Name) -> str:
    """Zotero takes the last word of a name without a comma for the surname."""
    if name.given:
        return name.inverted
    return f"{name.family.replace(',', ' –')}," if " " in name.family else name.family


def _machine(name: str) -> str:
    """A name that ends in brackets is taken whole; a comma would take its version apart."""
    return name if name.endswith(")") else _unparted(Name(name))
