"""What the moderators' pages show of comments, fetched in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from archive.discuss.states import State
from archive.discuss.steps import EDITED, UNDONE
from archive.models import Comment, Decision, Report
from newsroom.curate.comment_rows import rows, whole

PER_PAGE = 50
QUEUES = {
    "pending": "Pending",
    "reported": "Reported",
    "unreviewed": "Unreviewed",
    "spam": "Spam",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator asked to see; what is none of the queues counts as the first."""

    queue: str = "pending"
    article: int | None = None
    all_chosen: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """What the address asks for."""
        queue, article = asked.get("queue", ""), asked.get("article", "")
        is_number = article.isascii() and article.isdigit() and len(article) < 19
        return cls(
            queue if queue in QUEUES else "pending",
            int(article) if is_number else None,
            asked.get("chosen") == "all",
        )

    def comments(self, queue: str) -> QuerySet[Comment]:
        """The queue's comments, on the article asked for, if any."""
        found = _QUEUES[queue]()
        return found if self.article is None else found.filter(article=self.article)


def counts(wanted: Wanted) -> dict[str, int]:
    """How many comments each queue holds."""
    return {queue: wanted.comments(queue).count() for queue in QUEUES}


def page(wanted: Wanted, number: str | None, count: int) -> Page[Any]:
    """One page of a queue that holds so many, what waits longest first."""
    return paged(wanted.comments(wanted.queue), number, count)


def paged(found: QuerySet[Comment], number: str | None, count: int) -> Page[Any]:
    """One page of the comments, as rows."""
    paginator: Any = Paginator(whole(found), PER_PAGE)
    paginator.count = count
    made: Page[Any] = paginator.get_page(number)
    made.object_list = rows(made.object_list)
    return made


def of_writer(writer: str) -> QuerySet[Comment]:
    """All that a writer sent, what waits first, then the newest."""
    waits_first = Case(When(state=State.PENDING, then=Value(0)), default=Value(1))
    return Comment.objects.filter(writer=writer).order_by(waits_first, "-created_at", "-pk")


def _pending() -> QuerySet[Comment]:
    return Comment.objects.filter(state=State.PENDING).order_by("created_at", "pk")


def _spam() -> QuerySet[Comment]:
    return Comment.objects.filter(state=State.SPAM).order_by("created_at", "pk")


def _reported() -> QuerySet[Comment]:
    """With open reports, whether readers see it or it waits; the first reported comes first."""
    still = Report.objects.filter(state=Report.State.OPEN)
    first = still.filter(comment=OuterRef("pk")).order_by("at").values("at")[:1]
    found = Comment.objects.filter(pk__in=still.values("comment"))
    found = found.filter(state__in=[State.PUBLISHED, State.PENDING])
    return found.annotate(reported_at=Subquery(first)).order_by("reported_at", "pk")


def _unreviewed() -> QuerySet[Comment]:
    """Published, without the staff's word on this text; `steps.is_approved` says it of one.

    While a comment stands published, the staff's last word since its text changed can only be to
    publish it, unless that was undone, which is what follows it then.
    """
    own = Decision.objects.filter(comment=OuterRef("pk"))
    edit = own.filter(reason=EDITED).order_by().values("comment").annotate(n=Max("pk")).values("n")
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    words = own.filter(by__isnull=False, after=State.PUBLISHED).exclude(reason=UNDONE)
    following = Subquery(later.order_by("pk").values("reason")[:1])
    words = words.annotate(following=Coalesce(following, Value("")))
    words = words.exclude(following=UNDONE).filter(pk__gt=OuterRef("text_since"))
    found = Comment.objects.published().annotate(text_since=Coalesce(Subquery(edit), 0))
    return found.filter(~Exists(words)).order_by("created_at", "pk")


_QUEUES: dict[str, Callable[[], QuerySet[Comment]]] = {
    "pending": _pending,
    "reported": _reported,
    "unreviewed": _unreviewed,
    "spam": _spam,
}
