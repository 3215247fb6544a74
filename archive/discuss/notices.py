"""What a writer is told of their comment, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.safestring import SafeString

from archive.discuss.states import State
from archive.discuss.steps import EDITED, LET_GO, UNDONE
from archive.discuss.text import as_html
from archive.models import Article, Comment, Decision

# Why a comment is held back, by the rule's code. A refusal's words are the rule's own.
HELD: Mapping[str, str] = {
    "first": "as every writer’s first one does",
    "links": "because it holds several links",
    "words": "because of a word in it that moderators look at first",
    "repeated": "because the same words, or nearly the same, were sent before",
    "refusals": "because most of what came from you or from near you had to be refused",
    "honeypot": "because a field was filled in that people do not see",
    "standing": "who looks at all that you write before readers do",
    "reports": "because several readers reported it",
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
OVER = "A moderator refused this comment; after a time its words are kept no longer."
REPORTED = "Thank you. A moderator will look at the comment."


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
    # What was changed or undone since says nothing of why the comment stands as it does.
    steps = Decision.objects.filter(comment__in=found, after=F("comment__state"))
    steps = steps.exclude(reason__in=[EDITED, UNDONE]).order_by("pk")
    last = {decision.comment_id: decision for decision in steps}
    return [_told(c, last.get(c.pk), seen.get(c.article_id)) for c in found]


def _told(comment: Comment, last: Decision | None, article: Article | None) -> Told:
    return Told(comment, notice(comment, last), last.note if last else "", article)


def notice(comment: Comment, last: Decision | None) -> str:
    """How the comment stands and why. `last` is the decision that brought it there."""
    state = State(comment.state)
    by_rule = last is None or last.by_id is None
    if state == State.PENDING or (state == State.SPAM and by_rule):
        return _waits(comment)
    if comment.hold_reason == LET_GO:
        return OVER
    reason = REASONS.get(last.reason, "") if last else ""
    return f"{DECIDED[state]} {reason}".strip()


def _waits(comment: Comment) -> str:
    why = HELD.get(comment.hold_reason)
    words = f"Your comment waits for a moderator{f', {why}' if why else ''}."
    if comment.hold_reason == "standing":
        return f"{words} The reason: {comment.evidence}"
    return words
