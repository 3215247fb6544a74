"""The query language, told by examples that find something in this very archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive.listing import held_sources
from archive.models import Article, Tag
from archive.search.schema import FOLDED
from archive.tagging import most_used

# What an example shows where the archive holds nothing of the kind yet: it leads nowhere then.
PLAIN = {
    "english": "bridge",
    "french": "passerelle",
    "beginning": "passe",
    "phrase": "la passerelle",
    "source": "le-journal",
    "tag": "france",
    "person": "zola",
    "place": "paris",
    "organisation": "senate",
    "month": "2024-10",
    "year": "2024",
}
GUIDE: dict[str, list[tuple[str, str]]] = {
    "Words": [
        ("{english}", "Articles with this word in any of its forms, in either language."),
        ("{capitals}", "Capitals and accents make no difference, nor does œ for oe."),
        ("{english} {french}", "Both words must stand, each in either language."),
        ("{english} OR zebra", "One of the two must stand."),
        ("{english} -zebra", "The second must not stand."),
        ('"{phrase}"', "These words in a row."),
        ("{beginning}*", "Words that begin so."),
        ("={french}", "This word just as it is written, with its accents and its ending."),
    ],
    "Names": [
        ("person:{person}", "Articles about a person of that name, however it is spelt."),
        ("place:{place}", "The same for a place."),
        ("organisation:{organisation}", "The same for an organisation."),
        ("tag:{tag}", "Articles that bear this very tag, by the word of its address."),
        ("-tag:{tag}", "Articles that do not bear it."),
    ],
    "Dates and sources": [
        ("after:{month}", "From the first day of the month on. A year or a day will do too."),
        ("before:{year}", "Until the last day of the year, that day included."),
        ("{english} source:{source}", "Of one source, by the word of its address."),
        ("{english} -source:{source}", "Of any other source."),
    ],
    "Languages": [
        ("lang:fr {french}", "Only articles in whose French the word stands."),
        ("lang:en {english}", "Only articles in whose English it stands."),
    ],
}


class Line(NamedTuple):
    """Something that can be typed, and what it asks for; `runs` if it is of this archive."""

    typed: str
    words: str
    runs: bool


class Section(NamedTuple):
    """What belongs together in the help, under a heading."""

    slug: str
    title: str
    lines: list[Line]


def guide() -> list[Section]:
    """All that can be asked, from three queries."""
    held = _held()
    filled = {name: held.get(name) or plain for name, plain in PLAIN.items()}
    filled["capitals"] = filled["french"].upper()
    lacking = [name for name in PLAIN if not held.get(name)]
    return [
        Section(
            title.split()[0].lower(),
            title,
            [_line(pattern, words, filled, lacking) for pattern, words in lines],
        )
        for title, lines in GUIDE.items()
    ]


def _line(pattern: str, words: str, filled: Mapping[str, str], lacking: list[str]) -> Line:
    needed = pattern.replace("{capitals}", "{french}")
    runs = not any(f"{{{name}}}" in needed for name in lacking)
    return Line(pattern.format_map(filled), words, runs)


def _held() -> dict[str, str]:
    """Words of the newest article, and the most frequent names."""
    newest = Article.objects.translated().dated().for_lists().newest_first().first()
    if newest is None or newest.edition is None:
        return {}
    source = held_sources().order_by("-articles_held", "pk").first()  # type: ignore[misc]
    tags = most_used(200)
    french = _longest(newest.edition.title_fr)
    return {
        "english": _longest(newest.edition.title),
        "french": french,
        "beginning": "".join(FOLDED.analyze(french))[:5],
        "phrase": " ".join(FOLDED.analyze(newest.edition.title_fr)[:3]),
        "source": source.slug if source else "",
        "tag": tags[0].slug if tags else "",
        "person": _surname(tags, Tag.Kind.PERSON),
        "place": _surname(tags, Tag.Kind.PLACE),
        "organisation": _surname(tags, Tag.Kind.ORGANISATION),
        "month": f"{newest.listed_on:%Y-%m}",
        "year": f"{newest.listed_on.year:04}",
    }


def _longest(headline: str) -> str:
    words = (word for word in headline.split() if word.isalpha() and FOLDED.analyze(word))
    return max(words, key=len, default="").lower()


def _surname(tags: Iterable[Tag], kind: Tag.Kind) -> str:
    """The last word of the most frequent name of the kind."""
    label = next((tag.label_en for tag in tags if tag.kind == kind), "")
    return (FOLDED.analyze(label) or [""])[-1]
