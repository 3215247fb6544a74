"""Articles made up for measuring: words that follow Zipf's law, some planted at known rates.

The same number gives the same article in every run and however many are made: only the batch
that it falls in is drawn from. No word of either vocabulary holds a k, every planted word begins
with one: what is looked for stands nowhere by chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import numpy as np

SEED = 4
BATCH = 1000
WORDS = 40_000  # in each vocabulary
SOURCES, TAGS, TAGS_EACH = 40, 2_000, 8
FIRST_DAY, DAYS = date(2016, 11, 25), 3652
HEADLINE = (6, 12)  # words, at least and fewer than
IN_HEADLINE = 0.1  # of the articles that hold a planted word
UNDATED = 0.01


@dataclass(frozen=True, slots=True)
class Plant:
    """Words in a row that stand in this share of all articles, in both languages."""

    words: tuple[str, ...]
    share: float

    @property
    def text(self) -> str:
        """As it is typed."""
        return " ".join(self.words)


RARE = Plant(("kelvuse",), 1 / 10_000)
MEDIUM = Plant(("kelvino",), 0.01)
FREQUENT = Plant(("kelvara",), 0.25)
PHRASE = Plant(("kortano", "kadrilo"), 0.01)
ASUNDER = tuple(Plant((word,), 0.05) for word in PHRASE.words)
PLANTS = (RARE, MEDIUM, FREQUENT, *ASUNDER, PHRASE)  # the phrase last: nothing comes between it


@dataclass(frozen=True, slots=True)
class Shape:
    """How long the texts are: sentences in the middle of the range, and words of each."""

    sentences: int
    words: tuple[int, int]


LONG = Shape(12, (15, 36))  # about 300 words in each language
SHORT = Shape(2, (10, 27))  # about 40


@dataclass(frozen=True, slots=True)
class Story:
    """One article. The first sentence of either language is its headline; they go in pairs."""

    number: int
    source: int
    day: date | None
    tags: tuple[int, ...]
    english: tuple[str, ...]
    french: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Words, the most frequent first, and how likely each or one before it is drawn."""

    words: np.ndarray[Any, Any]
    upto: np.ndarray[Any, Any]

    def drawn(self, rng: np.random.Generator, number: int) -> list[str]:
        """So many words, by Zipf's law."""
        places = np.searchsorted(self.upto, rng.random(number))
        drawn: list[str] = self.words[places].tolist()
        return drawn


ENGLISH = ("b c d f g h l m n p r s t w st th sh tr pl gr", "a e i o u ea ou ai", "n r t s l d ng")
FRENCH = ("b c d f g j l m n p r s t v ch tr pl gr pr", "a e é i o u è ou oi ai ê", "n r t s l x")


def vocabulary(sounds: Sequence[str]) -> Vocabulary:
    """Words built of a language's sounds, longer as they grow rarer."""
    onsets, vowels, codas = (each.split() for each in sounds)
    dealt = random.Random(SEED)
    words: dict[str, None] = {}
    while len(words) < WORDS:
        syllables = 1 + dealt.randrange(len(str(len(words) + 1)))
        spoken = (dealt.choice(onsets) + dealt.choice(vowels) for _ in range(syllables))
        words["".join(spoken) + dealt.choice([*codas, "", ""])] = None
    return Vocabulary(np.array(list(words), dtype=object), zipf(WORDS))


def commonest() -> str:
    """The word that English texts hold most often: it stands in nearly every article."""
    return str(vocabulary(ENGLISH).words[0])


def zipf(ranks: int) -> np.ndarray[Any, Any]:
    """Zipf's law as Mandelbrot corrects it, summed up: how likely a rank or one before it is."""
    shares = 1 / (np.arange(ranks) + 2.7)
    upto: np.ndarray[Any, Any] = np.cumsum(shares) / shares.sum()
    upto[-1] = 1
    return upto


def stories(number: int, shape: Shape) -> Iterator[Story]:
    """The first so many articles, numbered from 1."""
    languages = vocabulary(ENGLISH), vocabulary(FRENCH)
    for first in range(1, number + 1, BATCH):
        for story in _batch(first, shape, languages):
            if story.number <= number:
                yield story


def _batch(first: int, shape: Shape, languages: Sequence[Vocabulary]) -> Iterator[Story]:
    rng, dealt = np.random.default_rng([SEED, first]), random.Random(SEED * 10**9 + first)
    half = shape.sentences // 2
    sentences = rng.integers(half, 3 * half + 1, BATCH).tolist()
    texts = [_sentences(rng, each, shape, sentences) for each in languages]
    sources = np.searchsorted(zipf(SOURCES), rng.random(BATCH)).tolist()
    tags = np.searchsorted(zipf(TAGS), rng.random((BATCH, 2 * TAGS_EACH))).tolist()
    for n, body, source, tagged in zip(count(first), sentences, sources, tags, strict=False):
        own = [[next(text) for _ in range(1 + body)] for text in texts]
        _plant(dealt, own)
        day = None if dealt.random() < UNDATED else FIRST_DAY + timedelta(dealt.randrange(DAYS))
        shown = tuple(dict.fromkeys(tagged))[: dealt.randint(TAGS_EACH - 2, TAGS_EACH + 2)]
        english, french = (tuple(_written(*each) for each in enumerate(text)) for text in own)
        yield Story(n, source, day, shown, english, french)


def _sentences(
    rng: np.random.Generator, words: Vocabulary, shape: Shape, sentences: Sequence[int]
) -> Iterator[list[str]]:
    """For each article in turn the words of its headline, then those of its sentences."""
    lengths = rng.integers(*shape.words, sum(sentences) + BATCH)
    headlines = np.cumsum([0, *(1 + each for each in sentences[:-1])])
    lengths[headlines] = rng.integers(*HEADLINE, BATCH)
    drawn, at = words.drawn(rng, int(lengths.sum())), 0
    for length in lengths.tolist():
        yield drawn[at : at + length]
        at += length


def _plant(dealt: random.Random, texts: Sequence[list[list[str]]]) -> None:
    """Put what is planted into the article's texts, once to three times in each language."""
    for plant in PLANTS:
        if dealt.random() < plant.share:
            headline = [0] if dealt.random() < IN_HEADLINE else []
            for text in texts:
                for n in [*headline, *_places(dealt, len(text))]:
                    at = dealt.randrange(len(text[n]) + 1)
                    text[n][at:at] = plant.words


def _places(dealt: random.Random, sentences: int) -> list[int]:
    """One to three sentences of the body."""
    times = 1 + int(dealt.random() * dealt.random() * 3)
    return [dealt.randrange(1, sentences) for _ in range(times)]


def _written(place: int, words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}{'.' if place else ''}"
