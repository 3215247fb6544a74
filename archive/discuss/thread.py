"""The comments under an article, in the order in which they answer each other.

From one query, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from archive.discuss.states import State
from archive.discuss.text import as_html
from archive.models import Comment

DEEPEST = 3
TAKEN_BACK = {
    State.WITHDRAWN.value: "A moderator took this comment back.",
    State.ERASED.value: "Its writer erased this comment.",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A comment in its thread; `depth` runs from 1 to DEEPEST.

    `gone` holds a sentence in place of the words of a comment that was taken back. `parent` is
    the comment answered; `is_orphan` says that readers do not see the one it answered.
    """

    id: int
    name: str
    html: SafeString
    at: datetime
    depth: int
    gone: str = ""
    edited_at: datetime | None = None
    parent: Node | None = None
    is_orphan: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """All of an article's comments that readers see. `count` leaves out those taken back."""

    nodes: tuple[Node, ...]

    @property
    def count(self) -> int:
        """How many comments can be read."""
        return sum(not node.gone for node in self.nodes)

    def answered(self, pk: str) -> Node | None:
        """The readable comment of that number, as an address gives it."""
        return next((n for n in self.nodes if str(n.id) == pk and not n.gone), None)


def thread(article_id: int) -> Thread:
    """Published comments, each followed by its answers, the earliest first.

    One taken back keeps its place only where an answer to it can still be read.
    """
    found = list(Comment.objects.in_threads().filter(article=article_id).defer("email_sealed", "evidence"))
    wanted = _wanted(found)
    return Thread(tuple(_in_order([comment for comment in found if comment.pk in wanted])))


def _wanted(comments: list[Comment]) -> set[int]:
    """Published comments, and whatever lies on the way up from them."""
    above = {comment.pk: comment.parent_id for comment in comments}
    wanted: set[int] = set()
    for comment in comments:
        pk: int | None = comment.pk if comment.state == State.PUBLISHED else None
        while pk is not None and pk in above and pk not in wanted:
            wanted.add(pk)
            pk = above[pk]
    return wanted


def _in_order(comments: list[Comment]) -> Iterator[Node]:
    """Depth first, without recursion: a chain of answers may be as long as it likes."""
    shown = {comment.pk for comment in comments}
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        answers[comment.parent_id if comment.parent_id in shown else None].append(comment)
    waiting: list[tuple[Comment, Node | None]] = [(c, None) for c in reversed(answers[None])]
    while waiting:
        comment, parent = waiting.pop()
        node = _node(comment, parent)
        yield node
        waiting.extend((c, node) for c in reversed(answers[comment.pk]))


def _node(comment: Comment, parent: Node | None) -> Node:
    gone = TAKEN_BACK.get(comment.state, "")
    return Node(
        id=comment.pk,
        name="" if gone else comment.name,
        html=as_html("" if gone else comment.body),
        at=comment.created_at,
        depth=min(parent.depth + 1, DEEPEST) if parent else 1,
        gone=gone,
        edited_at=None if gone else comment.edited_at,
        parent=parent,
        is_orphan=parent is None and comment.parent_id is not None,
    )
