"""Articles read several at a time, before any of them is locked: that costs less than one by one.

A Reading says what it was made of, so that whoever writes it down knows whether it still holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Count

from archive.models import Article, Segment, Translation
from newsroom.tag.finding import find_in_each, stop_list
from newsroom.tag.finding.filters import Stop
from newsroom.tag.mentions import Mention, Sentence
from newsroom.tag.subjects import Subject, subjects

MOST_SENTENCES = 500  # read at once, unless one article has more: what bounds memory
Worded = Mapping[tuple[int, int], str]  # the English that stands, by article and uid


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine read in an article's newest capture, and by which stop list.

    `worded` gives the English of the articles read together, as it stands when it is first asked.
    """

    article_id: int
    capture_id: int | None
    stops: frozenset[Stop]
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    subjects: Sequence[Subject]
    worded: Callable[[], Worded]

    def english(self, mentions: Iterable[Mention]) -> Iterator[str]:
        """The English sentences of some mentions; nothing is asked before the first is wanted."""
        worded = self.worded()
        places = ((self.article_id, mention.uid) for mention in mentions)
        yield from (worded[place] for place in places if place in worded)


def readings(article_ids: Sequence[int]) -> Iterator[Reading]:
    """A Reading of each article, in this order; one that is not there has an empty one."""
    for some in _parts(article_ids):
        yield from _read(some)


def _parts(article_ids: Sequence[int]) -> Iterator[list[int]]:
    """The articles in groups that can be read at once."""
    alive = Segment.objects.filter(article__in=article_ids, alive=True).order_by()
    counts = dict(alive.values_list("article").annotate(Count("pk")))
    part, total = list[int](), 0
    for pk in article_ids:
        count = counts.get(pk, 0)
        if part and total + count > MOST_SENTENCES:
            yield part
            part, total = [], 0
        part.append(pk)
        total += count
    if part:
        yield part


def _read(article_ids: Sequence[int]) -> list[Reading]:
    # Captures come before sentences: of an article changed in between, the number is the old one.
    captures = dict(Article.objects.filter(pk__in=article_ids).values_list("pk", "capture"))
    stops, sentences = stop_list(), _sentences(article_ids)
    articles = [sentences[pk] for pk in article_ids]
    worded = cache(partial(_worded, article_ids))
    return [
        Reading(pk, captures.get(pk), stops, article, mentions, subjects(article), worded)
        for pk, article, mentions in zip(
            article_ids, articles, find_in_each(articles, stops), strict=True
        )
    ]


def _sentences(article_ids: Sequence[int]) -> Mapping[int, list[Sentence]]:
    alive, title = Segment.objects.alive().filter(article__in=article_ids), Segment.Kind.TITLE
    found: defaultdict[int, list[Sentence]] = defaultdict(list)
    for article, uid, text, kind, paragraph in alive.values_list(
        "article", "uid", "text", "kind", "paragraph"
    ):
        found[article].append(Sentence(uid, text, kind == title, paragraph))
    return found


def _worded(article_ids: Sequence[int]) -> Worded:
    alive = Segment.objects.filter(article__in=article_ids, alive=True)
    standing = alive.with_current().order_by().values("current_id")
    rows = Translation.objects.filter(pk__in=standing).order_by()
    found = rows.values_list("segment__article", "segment__uid", "text")
    return {(article, uid): text for article, uid, text in found}
