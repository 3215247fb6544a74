"""What moderators do beside deciding: choose a comment, close an article, undo what was done.

Acts done together share a batch; `past` tells of the last ones, `undo` takes one back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from archive import audit
from archive.discuss import desk, reports, steps
from archive.discuss.states import Impossible, State
from archive.discuss.steps import EDITED, UNDONE, Overtaken, Why
from archive.models import Article, Comment, Decision
from archive.search import outbox

FEATURED, UNFEATURED = "featured", "unfeatured"
MOST_IN_BATCH = 100
AGAIN = "Comment {} was decided on again since: it stays as it is."


def new_batch() -> str:
    """A name for acts that are done together."""
    return secrets.token_hex(8)


def feature(comment: Comment, by: User, *, batch: str = "") -> Decision | None:
    """Show a published comment among the staff’s choice; None where it is there already.

    Who chooses it has read it: it is approved, and its open reports are dismissed.
    """
    return _choose(comment, by, batch, featured=True)


def unfeature(comment: Comment, by: User, *, batch: str = "") -> Decision | None:
    """Take a comment out of the staff’s choice; None where it is not there."""
    return _choose(comment, by, batch, featured=False)


def close(article: Article, by: User) -> bool:
    """Take no more comments on the article; False where that is so already."""
    return _set_closed(article, by, closed=True)


def reopen(article: Article, by: User) -> bool:
    """Take comments on the article again, unless its age closes it; False where it does."""
    return _set_closed(article, by, closed=False)


@dataclass(frozen=True, slots=True)
class Past:
    """Decisions taken together: how many comments went where, by whom, and whether undone."""

    batch: str
    after: str
    reason: str
    comments: tuple[int, ...]
    by: str
    at: datetime
    undone: bool


def past(at_most: int = 20) -> list[Past]:
    """The last batches, the newest first; taking one back is none itself."""
    own = _with_next(Decision.objects.filter(by__isnull=False, batch__gt=""))
    newest = own.exclude(reason=UNDONE).select_related("by").order_by("-pk")
    found: dict[str, list[Decision]] = {}
    for decision in newest[: at_most * MOST_IN_BATCH].iterator(chunk_size=MOST_IN_BATCH):
        if len(found) == at_most and decision.batch not in found:
            break
        found.setdefault(decision.batch, []).append(decision)
    return [_past(group[::-1]) for group in found.values()]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many decisions were taken back, and why others were not."""

    count: int
    refused: tuple[str, ...] = ()


def undo(batch: str, by: User) -> Undone:
    """Take back what was decided together, the last first, each in a transaction of its own.

    A comment that moved since is left where it is, and told. What was undone before stays so.
    """
    if not batch:
        return Undone(0)
    own = _with_next(Decision.objects.filter(batch=batch, by__isnull=False))
    waiting = [d for d in own.exclude(reason=UNDONE).order_by("-pk") if not _is_undone(d)]
    taken_back = new_batch()
    said = [_take_back(decision, by, taken_back) for decision in waiting]
    return Undone(said.count(""), tuple(words for words in said if words))


def _choose(comment: Comment, by: User, batch: str, *, featured: bool) -> Decision | None:
    """A decision that moves nothing: the audit tells which reports it settled."""
    if comment.state != State.PUBLISHED:
        raise Overtaken(comment, State(comment.state), State.PUBLISHED)
    act, reason = ("feature", FEATURED) if featured else ("unfeature", UNFEATURED)
    with transaction.atomic():
        if not Comment.objects.filter(pk=comment.pk, featured=not featured).exists():
            return None
        steps.change(comment, State.PUBLISHED, {"featured": featured})
        step = steps.decided(comment, State.PUBLISHED, Why(by, reason, batch=batch))
        facts = {"decision": step.pk, "reports": reports.settle(comment), "batch": batch}
        audit.record(f"{act} comment", f"comment:{comment.pk}", actor=by, **facts)
    return step


def _set_closed(article: Article, by: User, *, closed: bool) -> bool:
    with transaction.atomic():
        others = Article.objects.filter(pk=article.pk, comments_closed=not closed)
        if not others.update(comments_closed=closed):
            return False
        act = "close comments" if closed else "reopen comments"
        audit.record(act, f"article:{article.pk}", actor=by)
        outbox.touch(article.pk)
    article.comments_closed = closed
    return True


def _past(group: list[Decision]) -> Past:
    first = group[0]
    by = first.by.get_username() if first.by else ""
    comments = tuple(decision.comment_id for decision in group)
    undone = all(map(_is_undone, group))
    return Past(first.batch, first.after, first.reason, comments, by, first.at, undone)


def _with_next(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """With the reason of what came next for the same comment: an undoing follows at once."""
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    following = later.order_by("pk").values("reason")[:1]
    return decisions.annotate(following=Subquery(following))


def _is_undone(decision: Decision) -> bool:
    return bool(vars(decision)["following"] == UNDONE)


def _take_back(decision: Decision, by: User, batch: str) -> str:
    """Undo one; the sentence that says why not, or nothing."""
    try:
        with transaction.atomic():
            desk.undo(decision, by=by, batch=batch)
            if decision.reason in {FEATURED, UNFEATURED}:
                was_chosen = decision.reason == UNFEATURED
                Comment.objects.filter(pk=decision.comment_id).update(featured=was_chosen)
                outbox.touch(Comment.objects.values_list("article").get(pk=decision.comment_id)[0])
    except Overtaken as refused:
        is_same = refused.now == decision.after
        is_decided = vars(decision)["following"] not in {None, EDITED}
        return AGAIN.format(decision.comment_id) if is_same and is_decided else str(refused)
    except Impossible as refused:
        return f"Comment {decision.comment_id} stays: {refused}"
    return ""
