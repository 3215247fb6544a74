"""What an article is about: one or two of the 17 top-level IPTC Media Topics, by its words.

The words are kept by hand in `subjects.txt` and compared by their French stems. Each occurrence
counts its weight, the same word at most thrice, one in the headline twice as much. The longest
phrase at a place wins; the words within it count for nothing more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.search.schema import STEMMED, Language, plain_text
from newsroom.tag.mentions import Article

LEXICON = Path(__file__).with_name("subjects.txt")
HEAD = re.compile(r"\[(?P<code>medtop:\d+)\] (?P<labels>.+)")
WEIGHTS = {"1", "2", "3"}
MOST, OFTEN = 2, 3  # subjects on an article, occurrences that count
FLOOR = 3.0  # points below which nothing is said
SHARE = 0.5  # of the first subject's points, which a second one must reach
HEADLINE = 2  # times as much

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A Media Topic under its IPTC code, such as medtop:11000000."""

    code: str
    label_en: str
    label_fr: str
    slug: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of an article; `points` have no unit, `confidence` is its share of all points."""

    topic: Topic
    points: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Clue:
    """That some stems speak for a topic, and how much."""

    stems: Stems
    topic: Topic
    weight: int


def subjects(article: Article) -> list[Subject]:
    """At most two subjects, the first before all else; none where too little speaks for any."""
    points = _points(article)
    ranked = sorted(points.items(), key=lambda item: (-item[1], item[0].code))
    total = sum(points.values())
    return [
        Subject(topic, score, round(score / total, 3))
        for topic, score in ranked[:MOST]
        if score >= max(FLOOR, SHARE * ranked[0][1])
    ]


def _points(article: Article) -> dict[Topic, float]:
    counts: Counter[Clue] = Counter()
    for sentence in article:
        for clue in _clues(stems(sentence.text)):
            counts[clue] += HEADLINE if sentence.is_headline else 1
    points: defaultdict[Topic, float] = defaultdict(float)
    for clue, count in counts.items():
        points[clue.topic] += clue.weight * min(count, OFTEN)
    return dict(points)


def _clues(text: Sequence[str]) -> Iterator[Clue]:
    """The lexicon's words in a sentence, the longest at each place."""
    place, clues = 0, lexicon()
    while place < len(text):
        known = clues.get(text[place])
        if not known:
            place += 1
            continue
        fitting = [c for c in known if tuple(text[place : place + len(c.stems)]) == c.stems]
        length = len(fitting[0].stems) if fitting else 1
        yield from (clue for clue in fitting if len(clue.stems) == length)
        place += length


def stems(text: str) -> list[str]:
    """The French stems of a text's words."""
    found: list[str] = STEMMED[Language.FRENCH].analyze(plain_text(text))
    return found


@cache
def topics() -> tuple[Topic, ...]:
    """The topics, in the order of their codes."""
    return tuple(dict.fromkeys(topic for topic, _ in _lines()))


@cache
def lexicon() -> Mapping[str, tuple[Clue, ...]]:
    """Clues by the first of their stems, the longest first."""
    clues = dict.fromkeys(_clue(topic, line) for topic, line in _lines())
    found: defaultdict[str, list[Clue]] = defaultdict(list)
    for clue in sorted(clues, key=lambda clue: -len(clue.stems)):
        found[clue.stems[0]].append(clue)
    return {first: tuple(entries) for first, entries in found.items()}


def _clue(topic: Topic, line: str) -> Clue:
    words, _, last = line.rpartition(" ")
    if last in WEIGHTS:
        return Clue(tuple(stems(words)), topic, int(last))
    return Clue(tuple(stems(line)), topic, 1)


def _lines() -> Iterator[tuple[Topic, str]]:
    """Each word or phrase of the lexicon with its topic."""
    topic = None
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if head := HEAD.fullmatch(line):
            topic = Topic(head["code"], *head["labels"].split(" | "))
        elif topic and line and not line.startswith("#"):
            yield topic, line
