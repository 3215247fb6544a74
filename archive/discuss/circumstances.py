"""What the archive knows when something is sent: gathered in few queries, for the rules to judge.

Of a long past only the newest is read: what is asked does not grow with the comments kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from archive.discuss.pipeline import (
    RATE_WINDOW,
    Earlier,
    Kind,
    Sent,
    Submission,
    Treatment,
    Watched,
)
from archive.discuss.pipeline.rules import DECIDED_LAST
from archive.models import (
    Article,
    Comment,
    CommentRevision,
    Decision,
    Report,
    Segment,
    Standing,
    Suggestion,
    WatchWord,
)

ALIKE_WINDOW = timedelta(days=1)
LOOKED_AT = 50  # comments of the last day, the newest
REFUSED = frozenset({"rejected", "spam", "withdrawn"})
CLOSED_BY_STAFF = "The comments on this article are closed."
CLOSED_BY_AGE = "Comments on an article close after {} days. This one has been here for longer."


@dataclass(frozen=True, slots=True)
class Place:
    """The article written to, locked until the transaction ends, as this writer finds it.

    `closed` says why it takes no comments. `uid` is the sentence's: None where none is named, or
    where it is none of the article's.
    """

    closed: str
    is_known: bool
    is_parent_there: bool
    parent_wants_letter: bool
    uid: int | None


def why_closed(article: Article) -> str:
    """The sentence that says why readers cannot comment on the article; nothing where they can.

    An article's age counts from the day the archive got it: old news may have come today.
    """
    return _why_closed(article.comments_closed, article.created_at)


def _why_closed(by_staff: bool, came_at: datetime) -> str:  # noqa: FBT001 (a column's value)
    if by_staff:
        return CLOSED_BY_STAFF
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    if days and came_at < timezone.now() - timedelta(days=days):
        return CLOSED_BY_AGE.format(days)
    return ""


def place(article_id: int, sent: Sent, *, besides: int = 0) -> Place | None:
    """Lock the article, so that one writer at a time comes to each: two clicks are one comment.

    None where readers do not see it in translation. The comment `besides` makes nobody known.
    """
    published = Comment.objects.published()
    known = published.filter(writer=sent.writer).exclude(writer="").exclude(pk=besides)
    parent = published.filter(pk=sent.parent or 0, article=OuterRef("pk"))
    sentence = Segment.objects.filter(pk=sent.segment or 0, article=OuterRef("pk"))
    found = (
        Article.objects.translated()
        .filter(pk=article_id)
        .select_for_update(no_key=True)
        .values_list(
            "comments_closed",
            "created_at",
            Exists(known),
            Exists(parent),
            Exists(parent.filter(notify=True)),
            Subquery(sentence.values("uid")[:1]),
        )
        .first()
    )
    return Place(_why_closed(*found[:2]), *found[2:]) if found else None


def recent(sent: Sent, *, besides: int = 0) -> list[Comment]:
    """What this writer, or somebody on their network, said within a day.

    The newest LOOKED_AT, and before these whatever says just the same.
    """
    is_same = Case(When(body=sent.text, then=Value(0)), default=Value(1))
    since = timezone.now() - ALIKE_WINDOW
    found = Comment.objects.filter(from_either(sent), created_at__gt=since).exclude(pk=besides)
    return list(found.order_by(is_same, "-pk")[:LOOKED_AT])


def of_comment(place: Place, sent: Sent, said: Sequence[Comment]) -> Submission:
    """A new comment, with `said` as `recent` found it."""
    since = timezone.now() - RATE_WINDOW
    late = [comment for comment in said if comment.created_at > since]
    return _of_text(
        place,
        sent,
        said,
        kind=Kind.COMMENT,
        is_parent_gone=sent.parent is not None and not place.is_parent_there,
        by_writer=sum(bool(sent.writer) and c.writer == sent.writer for c in late),
        by_network=sum(bool(sent.network) and c.network == sent.network for c in late),
    )


def of_edit(place: Place, comment: Comment, sent: Sent) -> Submission:
    """A comment's new text. What it answers was there when it was written: that is not asked."""
    said = recent(sent, besides=comment.pk)
    late = CommentRevision.objects.filter(at__gt=timezone.now() - RATE_WINDOW)
    rates = _rates(late, sent, "comment__")
    return _of_text(place, sent, said, kind=Kind.EDIT, besides=comment.pk, **rates)


def of_suggestion(sent: Sent, *, given: str = "") -> Submission:
    """A better wording, set out from the one `given`: whatever stands there is not the writer's."""
    late = Suggestion.objects.filter(created_at__gt=timezone.now() - RATE_WINDOW)
    decided = Suggestion.objects.filter(from_either(sent), decided_by__isnull=False)
    newest = decided.order_by("-decided_at").values_list("state", flat=True)[:DECIDED_LAST]
    states = [state for state in newest if state != "superseded"]
    return Submission(
        sent,
        Kind.SUGGESTION,
        given=given,
        treatment=_treatment(sent),
        watched=_watched(),
        refused=states.count("rejected"),
        decided=len(states),
        **_rates(late, sent),
    )


def of_report(sent: Sent) -> Submission:
    """A report on somebody's comment."""
    late = Report.objects.filter(at__gt=timezone.now() - RATE_WINDOW)
    return Submission(sent, Kind.REPORT, treatment=_treatment(sent), **_rates(late, sent))


def _of_text(
    place: Place,
    sent: Sent,
    said: Sequence[Comment],
    *,
    kind: Kind,
    besides: int = 0,
    **facts: Any,
) -> Submission:
    last = _decided(sent, besides)
    return Submission(
        sent,
        kind,
        closed=place.closed,
        treatment=_treatment(sent),
        earlier=tuple(Earlier(c.pk, c.body) for c in said if c.body),
        watched=_watched(),
        refused=sum(state in REFUSED for state in last),
        decided=len(last),
        is_known=place.is_known,
        **facts,
    )


def from_either(sent: Sent, of: str = "") -> Q:
    """What picks rows from the same writer or network. An unknown one is like no other.

    `of` leads to the rows' comments, such as `comment__`.
    """
    writer = Q(**{f"{of}writer": sent.writer}) if sent.writer else Q(pk__in=[])
    network = Q(**{f"{of}network": sent.network}) if sent.network else Q(pk__in=[])
    return writer | network


def _rates(rows: QuerySet[Any], sent: Sent, of: str = "") -> dict[str, Any]:
    """How many of the rows came from the writer, and how many from the network."""
    mine = Q(**{f"{of}writer": sent.writer}) & ~Q(**{f"{of}writer": ""})
    near = Q(**{f"{of}network": sent.network}) & ~Q(**{f"{of}network": ""})
    found = rows.filter(from_either(sent, of))
    return found.aggregate(by_writer=Count("pk", filter=mine), by_network=Count("pk", filter=near))


def _treatment(sent: Sent) -> Treatment | None:
    in_force = Standing.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))
    found = in_force.filter(writer=sent.writer).values_list("kind", "reason", "until").first()
    return Treatment(*found) if found else None


def _watched() -> tuple[Watched, ...]:
    words = WatchWord.objects.values_list("folded", "act")
    return tuple(Watched(folded, act == WatchWord.Act.REJECT) for folded, act in words)


def _decided(sent: Sent, besides: int) -> list[str]:
    """To what the staff moved the last comments that they decided on, the newest first.

    Read from the decisions, so that erasing what was refused makes nobody better.
    """
    by_staff = Decision.objects.filter(from_either(sent, "comment__"), by__isnull=False)
    steps = by_staff.exclude(comment=besides).order_by("-pk").values_list("comment", "after")
    last: dict[int, str] = {}
    for comment, after in steps[: DECIDED_LAST * 4]:
        last.setdefault(comment, after)
    return [after for after in last.values() if after != Comment.State.PENDING][:DECIDED_LAST]
