"""How well names are found: against sentences whose names a person has marked.

One sentence a line; a name is written `[surface|kind]`. A line that begins with `#` is a comment.
Lines between two blank ones are read as one article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.models import Tag
from newsroom.tag.mentions import Article, Mention, Sentence

MARKED = re.compile(r"\[(?P<surface>[^\[\]|]+)\|(?P<kind>[^\[\]|]+)\]")
KINDS = (Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION)
Span = tuple[int, int, int, str]  # line, start, end, kind


class Malformed(Exception):
    """A line that breaks the format; says which and why."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of `marked` names and `found` ones, `right` are the same: span and kind."""

    right: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        """The part of the names found that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The part of the names marked that were found."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its marked spans."""

    sentence: Sentence
    spans: tuple[Span, ...]


def parse(lines: Iterable[str]) -> list[list[Marked]]:
    """The file's articles. Raises Malformed at the first line that breaks the format."""
    articles: list[list[Marked]] = [[]]
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if not text.strip():
            articles.append([])
        elif not text.startswith("#"):
            articles[-1].append(_marked(text, number))
    return [article for article in articles if article]


def _marked(line: str, number: int) -> Marked:
    plain, end, spans = "", 0, []
    for mark in MARKED.finditer(line):
        plain += _plain(line[end : mark.start()], number)
        if mark["kind"] not in KINDS:
            raise Malformed(f"line {number}: {mark['kind']!r} is no kind of name.")
        spans.append((number, len(plain), len(plain) + len(mark["surface"]), mark["kind"]))
        plain += mark["surface"]
        end = mark.end()
    plain += _plain(line[end:], number)
    return Marked(Sentence(number, plain, paragraph=number), tuple(spans))


def _plain(text: str, number: int) -> str:
    if odd := re.search(r"[\[\]|]", text):
        raise Malformed(f"line {number}: there is a {odd[0]!r} that is part of no [name|kind].")
    return text


def evaluate(
    articles: Sequence[Sequence[Marked]], find: Callable[[Article], list[Mention]]
) -> dict[str, Score]:
    """The score of each kind, and of `all`."""
    right, found, marked = Counter[str](), Counter[str](), Counter[str]()
    for article in articles:
        expected = {span for line in article for span in line.spans}
        got = set(_spans(find([line.sentence for line in article])))
        for counter, spans in ((right, expected & got), (found, got), (marked, expected)):
            counter.update(kind for _, _, _, kind in spans)
    scores = {str(kind): Score(right[kind], found[kind], marked[kind]) for kind in KINDS}
    return scores | {"all": Score(right.total(), found.total(), marked.total())}


def _spans(mentions: Iterable[Mention]) -> Iterator[Span]:
    return ((m.uid, m.start, m.end, str(m.kind)) for m in mentions)
