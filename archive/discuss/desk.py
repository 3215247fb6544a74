"""The desk of the conversation: the only place where a comment is written or moved.

Each act is one transaction: the comment, its Decision, the staff's audit, and the search outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive import audit
from archive.discuss import states
from archive.discuss.pipeline import (
    CLOSED,
    GONE,
    RATE_WINDOW,
    Hold,
    Refusal,
    Sent,
    Submission,
    judge,
)
from archive.discuss.sealing import digest_of, seal
from archive.discuss.states import State
from archive.models import Article, Comment, Decision
from archive.models.comment import CommentQuerySet
from archive.search import outbox

logger = logging.getLogger(__name__)

ALIKE_WINDOW = timedelta(days=1)

ACTS: Mapping[State, str] = {
    State.PENDING: "look at again",
    State.PUBLISHED: "publish",
    State.REJECTED: "reject",
    State.SPAM: "set aside as spam",
    State.WITHDRAWN: "withdraw",
}


class Overtaken(Exception):
    """Another moderator, or the writer, was first. `now` is how the comment stands."""

    def __init__(self, comment: Comment, now: State) -> None:
        self.now = now
        super().__init__(f"Comment {comment.pk} was decided by someone else: it is {now.label}.")


def submit(article: Article, sent: Sent) -> Comment:
    """Store a reader's comment as the pipeline judges it. A Refusal stores nothing.

    The same words at the same place from the same writer or network within a day are the same
    comment, sent twice: the first is returned.
    """
    with transaction.atomic():
        # One writer at a time for each article: two clicks at once are one comment.
        open_ones = Article.objects.translated().select_for_update(no_key=True)
        if not open_ones.filter(pk=article.pk).only("pk").first():
            raise Refusal("closed", CLOSED)
        if earlier := _alike(sent).filter(article=article, parent=sent.parent).first():
            return earlier
        parent = _parent(article, sent.parent)
        hold = judge(_with_circumstances(sent))
        comment = _written(article, sent, parent, hold)
        _decided(comment, before="", reason=hold.reason if hold else "")
        outbox.touch(article.pk)
    logger.info("article %s: comment %s is %s", article.pk, comment.pk, comment.state)
    return comment


def decide(
    comment: Comment, after: str, *, by: User | None, reason: str = "", note: str = ""
) -> Decision:
    """Move the comment from the state in which the moderator saw it.

    Raises Impossible where the table holds no such step, and Overtaken where the comment has
    moved since it was loaded. `reason` is a code, `note` is what its writer is told.
    """
    if State(after) in states.BY_WRITER:
        raise states.Impossible(State(comment.state), State(after))
    with transaction.atomic():
        before = comment.state
        decision = _move(comment, State(after), by=by, reason=reason, note=note)
        if by:
            facts = {"before": before, "after": after, "reason": reason, "note_length": len(note)}
            target = f"comment:{comment.pk}"
            audit.record(f"{ACTS[State(after)]} comment", target, actor=by, **facts)
    return decision


def erase(comment: Comment) -> Decision | None:
    """Take the writer's words, name and address out for good; None where they are gone already.

    Only its writer may ask for it: whoever calls this has compared the digest.
    """
    gone = {
        "body": "",
        "name": "",
        "email_sealed": "",
        "email_digest": "",
        "notify": False,
        "network": "",
        "evidence": "",
    }
    with transaction.atomic():
        comment.refresh_from_db(from_queryset=Comment.objects.select_for_update(no_key=True))
        if comment.state == State.ERASED:
            return None
        return _move(comment, State.ERASED, by=None, reason="erased", fields=gone)


def _move(
    comment: Comment,
    after: State,
    *,
    by: User | None,
    reason: str,
    note: str = "",
    fields: Mapping[str, object] | None = None,
) -> Decision:
    before = comment.state
    states.check(before, after)
    changes: dict[str, object] = {"state": after, **(fields or {})}
    if after == State.PUBLISHED:
        changes["published_at"] = comment.published_at or timezone.now()
    if after != State.PUBLISHED:
        changes["featured"] = False
    if after == State.PENDING:
        changes["hold_reason"] = reason or "again"
    moved = Comment.objects.filter(pk=comment.pk, state=before).update(**changes)
    if not moved:
        now = Comment.objects.values_list("state", flat=True).get(pk=comment.pk)
        raise Overtaken(comment, State(now))
    for name, value in changes.items():
        setattr(comment, name, value)
    outbox.touch(comment.article_id)
    logger.info("comment %s: %s to %s", comment.pk, before, after)
    return _decided(comment, before=before, by=by, reason=reason, note=note)


def _decided(
    comment: Comment, *, before: str, by: User | None = None, reason: str = "", note: str = ""
) -> Decision:
    return comment.decisions.create(
        before=before, after=comment.state, by=by, reason=reason, note=note
    )


def _parent(article: Article, pk: int | None) -> Comment | None:
    """The comment that is answered; only one that readers of this article see may be."""
    if pk is None:
        return None
    found = article.comments.published().filter(pk=pk).first()
    if found is None:
        raise Refusal("parent", GONE)
    return found


def _with_circumstances(sent: Sent) -> Submission:
    recent = Comment.objects.filter(created_at__gt=timezone.now() - RATE_WINDOW)
    mine = Comment.objects.filter(writer=sent.writer).exclude(writer="")
    return Submission(
        sent=sent,
        by_writer=(recent & mine).count(),
        by_network=recent.filter(network=sent.network).exclude(network="").count(),
        said_elsewhere=_alike(sent).exists(),
        is_known=mine.published().exists(),
    )


def _alike(sent: Sent) -> CommentQuerySet:
    """Comments of the last day with the same words from the same writer or network."""
    same = Q(writer=sent.writer) & ~Q(writer="") | Q(network=sent.network) & ~Q(network="")
    since = timezone.now() - ALIKE_WINDOW
    return Comment.objects.filter(same, created_at__gt=since, body=sent.text, name=sent.name)


def _written(article: Article, sent: Sent, parent: Comment | None, hold: Hold | None) -> Comment:
    state = State.PUBLISHED if hold is None else State.SPAM if hold.spam else State.PENDING
    return Comment.objects.create(
        article=article,
        parent=parent,
        body=sent.text,
        name=sent.name,
        email_sealed=seal(sent.email),
        email_digest=digest_of(sent.email),
        writer=sent.writer,
        network=sent.network,
        state=state,
        hold_reason=hold.reason if hold else "",
        evidence=hold.evidence if hold else "",
        published_at=timezone.now() if hold is None else None,
    )
