"""What a writer is told of their comment, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.discuss.states import State
from archive.discuss.text import as_html
from archive.models import Article, Comment, Decision

# Why a rule held a comment back, by the rule's code.
HELD: Mapping[str, str] = {
    "first": "as every writer’s first one does",
    "links": "because it holds several links",
    "repeated": "because the same words were sent elsewhere too",
    "honeypot": "because a field was filled in that people do not see",
    "again": "who wants to look at it again",
}

# Why a moderator may refuse a comment or take it back, by the code to give the desk.
REASONS: Mapping[str, str] = {
    "off-topic": "It is not about the article.",
    "abuse": "It attacks people.",
    "advert": "It advertises.",
    "private": "It tells private facts about someone.",
    "unlawful": "It may be against the law.",
    "unreadable": "It cannot be understood.",
}

DECIDED: Mapping[State, str] = {
    State.PUBLISHED: "Your comment is published.",
    State.REJECTED: "A moderator decided not to publish your comment.",
    State.SPAM: "A moderator took your comment for an advertisement.",
    State.WITHDRAWN: "A moderator took your comment back.",
    State.ERASED: "You erased this comment.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One comment for its writer's eyes. `article` is None where readers cannot see it."""

    comment: Comment
    words: str
    note: str
    article: Article | None

    @property
    def html(self) -> SafeString:
        """What the writer wrote, as paragraphs."""
        return as_html(self.comment.body)


def tell(comments: Iterable[Comment]) -> list[Told]:
    """What the writer is told of each comment, from two queries more."""
    found = list(comments)
    seen = Article.objects.published().for_lists().in_bulk({c.article_id for c in found})
    last = {d.comment_id: d for d in Decision.objects.filter(comment__in=found).order_by("pk")}
    return [_told(c, last.get(c.pk), seen.get(c.article_id)) for c in found]


def _told(comment: Comment, last: Decision | None, article: Article | None) -> Told:
    return Told(comment, notice(comment, last), last.note if last else "", article)


def notice(comment: Comment, last: Decision | None) -> str:
    """How the comment stands and why. `last` is the newest decision on it."""
    state = State(comment.state)
    by_rule = last is None or last.by_id is None
    if state == State.PENDING or (state == State.SPAM and by_rule):
        return _waits(comment.hold_reason)
    reason = REASONS.get(last.reason, "") if last else ""
    return f"{DECIDED[state]} {reason}".strip()


def _waits(reason: str) -> str:
    why = HELD.get(reason)
    return f"Your comment waits for a moderator{f', {why}' if why else ''}."
