"""In which order an article's comments are read, and on which page of them each one stands.

Worked out from one light query, however many there are and however long they are: no words are
loaded for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from archive.discuss.states import State
from archive.models import Comment

DEEPEST = 3
PAGE = 50  # comments
DIGITS = 6  # of a page's number, at most


class Row(NamedTuple):
    """What the order is made of: a comment without its words. `about` is a sentence's uid."""

    id: int
    parent: int | None
    state: str
    featured: bool
    about: int | None


class Place(NamedTuple):
    """Where a comment stands. `level` is 1 for one that answers none.

    `parent` is the comment it answers; `is_orphan` says that readers do not see that one.
    """

    id: int
    level: int
    parent: int | None
    is_orphan: bool

    @property
    def depth(self) -> int:
        """How far it is set in: what lies deeper than three stays at three."""
        return min(self.level, DEEPEST)


@dataclass(frozen=True)
class Order:
    """All comments that readers meet under an article, each followed by its answers.

    `count` leaves out those taken back; `featured` are the staff's choice; `about` counts what is
    said about single sentences, by uid.
    """

    places: tuple[Place, ...]
    count: int
    featured: tuple[int, ...]
    about: Mapping[int, int]

    @cached_property
    def _index(self) -> dict[int, int]:
        return {place.id: n for n, place in enumerate(self.places)}

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-len(self.places) // PAGE))

    def on_page(self, n: int) -> tuple[Place, ...]:
        """The places on the page of that number, from 1."""
        return self.places[(n - 1) * PAGE : n * PAGE]

    def page_of(self, pk: int) -> int | None:
        """The page on which a comment stands; None where readers do not meet it."""
        at = self._index.get(pk)
        return None if at is None else at // PAGE + 1

    def asked(self, text: str) -> int:
        """The page that an address asks for: the first for nonsense, the last beyond the end."""
        is_number = text.isascii() and text.isdigit() and len(text) <= DIGITS
        return min(max(int(text), 1), self.pages) if is_number else 1

    def with_answers(self, pk: int) -> list[int]:
        """A comment and all that lies below it; none where readers do not meet it."""
        start = self._index.get(pk)
        if start is None:
            return []
        found = [pk]
        for place in self.places[start + 1 :]:
            if place.level <= self.places[start].level:
                break
            found.append(place.id)
        return found


def order(article_id: int) -> Order:
    """The order of an article's comments: published ones, the earliest first.

    One taken back keeps its place only where an answer to it can still be read.
    """
    found = Comment.objects.in_threads().filter(article=article_id).order_by("created_at", "pk")
    named = found.values_list("pk", "parent_id", "state", "featured", "segment__uid")
    rows = [Row(*row) for row in named]
    wanted = _wanted(rows)
    readable = [row for row in rows if row.state == State.PUBLISHED]
    places = tuple(_in_order([row for row in rows if row.id in wanted]))
    chosen = {row.id for row in readable if row.featured}
    return Order(
        places=places,
        count=len(readable),
        featured=tuple(place.id for place in places if place.id in chosen),
        about=Counter(row.about for row in readable if row.about is not None),
    )


def _wanted(rows: Sequence[Row]) -> set[int]:
    """Published comments, and whatever lies on the way up from them."""
    above = {row.id: row.parent for row in rows}
    wanted: set[int] = set()
    for row in rows:
        pk: int | None = row.id if row.state == State.PUBLISHED else None
        while pk is not None and pk in above and pk not in wanted:
            wanted.add(pk)
            pk = above[pk]
    return wanted


def _in_order(rows: Sequence[Row]) -> Iterator[Place]:
    """Depth first, without recursion: a chain of answers may be as long as it likes."""
    shown = {row.id for row in rows}
    answers: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        answers[row.parent if row.parent in shown else None].append(row)
    waiting = [(row, 1) for row in reversed(answers[None])]
    while waiting:
        row, level = waiting.pop()
        parent = row.parent if row.parent in shown else None
        yield Place(row.id, level, parent, row.parent is not None and parent is None)
        waiting.extend((below, level + 1) for below in reversed(answers.get(row.id, ())))
