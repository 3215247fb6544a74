"""The conversation under an article, one page of it at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.discuss import steps
from archive.discuss.order import Order, Place, order
from archive.discuss.passages import Passage, passage
from archive.discuss.states import State
from archive.discuss.text import as_html, opening
from archive.models import Comment
from archive.models.comment import CommentQuerySet
from archive.reading import Reading

CHOSEN_MOST = 5  # of the staff's choice, shown first
CHOSEN_LONGEST = 600  # characters of each
ABOUT_MOST = 50  # comments that a sentence's own page shows
NEAR = 2  # pages on either side that the pager names
TAKEN_BACK = {
    State.WITHDRAWN.value: "A moderator took this comment back.",
    State.ERASED.value: "Its writer erased this comment.",
}
LET_GO = {steps.LET_GO: TAKEN_BACK[State.WITHDRAWN.value]}


@dataclass(frozen=True, slots=True)
class Answered:
    """The comment that another answers; `is_here` where it stands on the same page."""

    id: int
    name: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A comment in its place. `gone` holds a sentence in place of words that were taken back."""

    comment: Comment
    place: Place
    html: SafeString
    gone: str = ""
    passage: Passage | None = None
    parent: Answered | None = None

    @property
    def name(self) -> str:
        """Who wrote it; nothing where it was taken back."""
        return "" if self.gone else self.comment.name


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of the comments that readers meet, with what the pager and the sentences tell.

    `chosen` are the staff's choice, on the first page alone. `answering` is the comment that the
    reader is about to answer, if any.
    """

    order: Order
    page: int
    nodes: tuple[Node, ...]
    chosen: tuple[Node, ...] = ()
    answering: Comment | None = None

    @property
    def count(self) -> int:
        """How many comments can be read, on all pages."""
        return self.order.count

    @property
    def earlier(self) -> int:
        """The page before this one."""
        return self.page - 1

    @property
    def later(self) -> int:
        """The page after this one."""
        return self.page + 1

    def standing(self, pk: str) -> Comment | None:
        """The comment of that number, as an address gives it, if its words are on this page."""
        return next((n.comment for n in self.nodes if str(n.comment.pk) == pk and not n.gone), None)

    @property
    def pages(self) -> list[int]:
        """The numbers that the pager names, with 0 for each gap: the ends, and those near."""
        last = self.order.pages
        near = {1, last, *range(max(self.page - NEAR, 1), min(self.page + NEAR, last) + 1)}
        named: list[int] = []
        for n in sorted(near):
            if named and n - named[-1] == 2:
                named.append(n - 1)
            elif named and n - named[-1] > 2:
                named.append(0)
            named.append(n)
        return named


def thread(reading: Reading, page: str = "", reply: str = "") -> Thread:
    """The page that an address asks for, from two queries, however many comments there are.

    `reply` is the number of the comment to be answered, as the address gives it.
    """
    standing = order(reading.article.pk)
    n = standing.asked(page)
    places = standing.on_page(n)
    chosen = standing.featured[:CHOSEN_MOST] if n == 1 else ()
    asked = _numbered(standing, reply)
    found = _loaded({*_with_parents(places), *chosen, *asked})
    here = {place.id for place in places}
    nodes = [_node(place, found, here, reading) for place in places if place.id in found]
    answering = next((found[pk] for pk in asked if pk in found), None)
    return Thread(
        order=standing,
        page=n,
        nodes=tuple(nodes),
        chosen=tuple(_chosen(found[pk], reading) for pk in chosen if _is_readable(found.get(pk))),
        answering=answering if _is_readable(answering) else None,
    )


def about(reading: Reading, uid: int) -> list[Node]:
    """What is said about one sentence, the earliest first, from one query."""
    said = Comment.objects.published().filter(article=reading.article, segment__uid=uid)
    found = _whole(said).order_by("created_at", "pk")[:ABOUT_MOST]
    return [_alone(comment, as_html(comment.body), reading) for comment in found]


def _numbered(standing: Order, text: str) -> list[int]:
    """The comment of that number, if readers meet it: a list of one or none."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return [int(text)] if is_number and standing.page_of(int(text)) else []


def _with_parents(places: Sequence[Place]) -> Iterable[int]:
    for place in places:
        yield place.id
        if place.parent is not None:
            yield place.parent


def _whole(comments: CommentQuerySet) -> CommentQuerySet:
    """With all that a place shows, and nothing that only the desk may read."""
    return comments.select_related("segment", "translation").defer("email_sealed", "evidence")


def _loaded(pks: set[int]) -> Mapping[int, Comment]:
    """The comments of a page. One that left the thread a moment ago is not among them."""
    return _whole(Comment.objects.in_threads()).in_bulk(pks)


def _node(place: Place, found: Mapping[int, Comment], here: set[int], reading: Reading) -> Node:
    comment = found[place.id]
    above = found.get(place.parent) if place.parent else None
    answered = None
    if above:
        name = above.name if _is_readable(above) else ""
        answered = Answered(above.pk, name, is_here=above.pk in here)
    if gone := LET_GO.get(comment.hold_reason) or TAKEN_BACK.get(comment.state, ""):
        return Node(comment, place, SafeString(""), gone, parent=answered)
    words = as_html(comment.body)
    return Node(comment, place, words, "", passage(comment, reading), answered)


def _chosen(comment: Comment, reading: Reading) -> Node:
    return _alone(comment, as_html(opening(comment.body, CHOSEN_LONGEST)), reading)


def _alone(comment: Comment, html: SafeString, reading: Reading) -> Node:
    """A comment out of its place."""
    place = Place(comment.pk, 1, None, is_orphan=False)
    return Node(comment, place, html, passage=passage(comment, reading))


def _is_readable(comment: Comment | None) -> bool:
    return comment is not None and comment.state == State.PUBLISHED
