"""How much an article is about what it names: how often, how early, in the headline or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsroom.tag.mentions import Article, Mention

EARLY = 400  # characters of the text, its headline apart
OFTEN = 2  # mentions
FOR_EARLY, FOR_HEADLINE = 2, 3


class Prominence:
    """Where an article's sentences stand, ready to be asked about mentions in them."""

    def __init__(self, article: Article) -> None:
        self.order = {sentence.uid: n for n, sentence in enumerate(article)}
        self.headlines = {sentence.uid for sentence in article if sentence.is_headline}
        self.starts = dict(_starts(article))

    def place(self, mention: Mention) -> tuple[int, int]:
        """What sorts mentions as they are read."""
        return self.order[mention.uid], mention.start

    def salience(self, mentions: Sequence[Mention]) -> float:
        """How often it is named, + 2 if early in the text, + 3 if in the headline."""
        early, titular = self._is_early(mentions), self._in_headline(mentions)
        return float(len(mentions) + FOR_EARLY * early + FOR_HEADLINE * titular)

    def is_prominent(self, mentions: Sequence[Mention]) -> bool:
        """Whether it is named twice, early, or in the headline."""
        often = len(mentions) >= OFTEN
        return often or self._is_early(mentions) or self._in_headline(mentions)

    def _is_early(self, mentions: Sequence[Mention]) -> bool:
        return any(self.starts.get(m.uid, EARLY) + m.start < EARLY for m in mentions)

    def _in_headline(self, mentions: Sequence[Mention]) -> bool:
        return any(mention.uid in self.headlines for mention in mentions)


def _starts(article: Article) -> Iterator[tuple[int, int]]:
    """Where each sentence of the text begins, in characters, a space between two."""
    at = 0
    for sentence in article:
        if not sentence.is_headline:
            yield sentence.uid, at
            at += len(sentence.text) + 1
