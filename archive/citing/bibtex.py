"""Citations in BibTeX, with the fields of biblatex for what BibTeX has no word for.

“BibTeXing” (Patashnik, 1988), section 3, says which fields an entry type requires; the biblatex
manual, section 2.2, has `translator`, `origtitle`, `origlanguage`, `url`, `urldate`, `version`.
"""

from collections.abc import Iterable, Iterator

from archive.citing.names import Name
from archive.citing.text import note
from archive.citing.works import Work

LANGUAGES = {"en": "english", "fr": "french"}
# BibTeX counts braces even behind a backslash, so a brace is written as a word.
ESCAPES = {
    ord(character): written
    for character, written in {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
        "<": "{\\textless}",
        ">": "{\\textgreater}",
        "|": "{\\textbar}",
        "&": "\\&",
        "%": "\\%",
        "$": "\\$",
        "#": "\\#",
        "_": "\\_",
        "\u00a0": "~",
        "\u202f": "~",
    }.items()
}


def write(works: Iterable[Work]) -> str:
    """The entries, an empty line between."""
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    # An @article requires author, journal and year; what lacks one of them is an @misc.
    kind = "article" if work.authors and work.published_on else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work, kind))
    return f"@{kind}{{{work.key},\n{fields}}}\n"


def _fields(work: Work, kind: str) -> Iterator[tuple[str, str]]:
    if work.authors:
        yield "author", f"{{{' and '.join(map(_author, work.authors))}}}"
    yield "title", f"{{{_literal(work.title)}}}"
    if work.edition is not None:
        yield "translator", f"{{{' and '.join(map(_literal, work.translators))}}}"
        yield "origtitle", f"{{{_literal(work.other_title)}}}"
        yield "origlanguage", "{french}"
        yield "version", f"{{{work.edition}}}"
    yield "journal" if kind == "article" else "howpublished", f"{{{_escaped(work.outlet)}}}"
    if work.published_on:
        yield "year", f"{{{work.published_on:%Y}}}"
        yield "month", f"{work.published_on:%b}".lower()
        yield "date", f"{{{work.published_on:%Y-%m-%d}}}"
    yield "language", f"{{{LANGUAGES[work.language]}}}"
    if work.url:
        yield "url", f"{{{work.url}}}"
    yield "urldate", f"{{{work.seen_on:%Y-%m-%d}}}"
    yield "note", f"{{{_escaped(note(work))}}}"


def _author(name: Name) -> str:
    return _escaped(name.inverted) if name.given else _literal(name.family)


def _literal(value: str) -> str:
    """In braces of its own: no style changes its case or takes it apart."""
    return f"{{{_escaped(value)}}}"


def _escaped(value: str) -> str:
    return value.translate(ESCAPES)
