"""Paragraphs as they are read at a time, and where in them each sentence lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.names import in_french_case
from newsroom.tag.mentions import Article, Sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one paragraph, joined by a space; `starts` says where each begins."""

    sentences: tuple[Sentence, ...]
    text: str
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int, int] | None:
        """Which sentence (by its order) holds the characters, and where; None if not one does."""
        for order, (begin, sentence) in enumerate(zip(self.starts, self.sentences, strict=True)):
            if begin <= start and end <= begin + len(sentence.text):
                return order, start - begin, end - begin
        return None


def passages(article: Article) -> Iterator[Passage]:
    """The article's paragraphs; a headline stands by itself."""
    for _, group in groupby(article, key=lambda s: (s.is_headline, s.paragraph)):
        yield _passage(tuple(group))


def _passage(sentences: tuple[Sentence, ...]) -> Passage:
    texts = [readable(sentence.text) for sentence in sentences]
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    return Passage(sentences, " ".join(texts), tuple(starts))


def readable(text: str) -> str:
    """The sentence as the model reads it best, each character at its place: no capitals alone."""
    if not text.isupper():
        return text
    cased = in_french_case(text)
    return cased if len(cased) == len(text) else text
