"""Citations in RIS, as reference managers import them.

RIS Format Specifications (Research Information Systems, 2001; tags and types as revised in 2011):
six characters of tag, one field a line, lines end with CR LF, TY first and ER last. An asterisk
is not allowed in names and periodicals, a reference's ID is of capitals and digits, and a
semicolon parts web addresses.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from archive.citing.names import Name
from archive.citing.text import closed, dated, note
from archive.citing.works import Work


def write(works: Iterable[Work]) -> str:
    """The records, one after the other."""
    lines = (f"{tag}  - {value}\r\n" for work in works for tag, value in _fields(work))
    return "".join(lines)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", work.key.upper()
    yield from (("AU", _author(name)) for name in work.authors)
    yield from (("A4", _plain(_whole(name))) for name in work.translators)
    yield "TI", work.title
    if work.edition is not None:
        yield "OP", f"{closed(work.other_title)} {work.outlet}, {dated(work)}"
    elif work.other_title:
        yield "TT", work.other_title
    yield "T2", _plain(work.outlet)
    if work.published_on:
        yield "PY", f"{work.published_on:%Y}"
        yield "DA", _day(work.published_on)
    if work.edition is not None:
        yield "ET", str(work.edition)
    yield "LA", work.language
    if work.url:
        yield "UR", work.url.replace(";", "%3B")
    yield "Y2", _day(work.seen_on)
    yield "DB", work.archive
    yield "N1", note(work)
    yield "ER", ""


def _author(name: Name) -> str:
    return _plain(name.inverted if name.given else _whole(name.family))


def _whole(name: str) -> str:
    """A name that must not be taken apart: a comma would part the surname from the rest."""
    return name.replace(",", " –")


def _plain(value: str) -> str:
    return value.replace("*", "")


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"
