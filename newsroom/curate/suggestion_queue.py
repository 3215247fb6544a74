"""What the editors' page of readers' suggestions shows, fetched in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, Value, When

from archive.discuss import recurrences
from archive.discuss.differing import Piece, differences
from archive.discuss.suggestions import State
from archive.models import Article, Segment, Suggestion, Translation

PER_PAGE = 20
ACCEPTED = (State.ACCEPTED, State.ACCEPTED_EDITED)
# Why a rule wants it looked at with care, by the rule's code.
HELD = {
    "honeypot": "a field was filled in that people do not see",
    "links": "it holds several links",
    "words": "it holds words that are watched for",
    "refusals": "most of what came last from there was not taken",
    "standing": "a moderator wants to see all that this writer sends",
}
# What an editor says most often; each is one click, or one key.
REASONS = (
    "The standing wording says the same.",
    "The French says something else.",
    "It reads less well in English.",
    "It is no wording of this sentence.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion beside what stands; `moved` where that is no longer what the reader saw."""

    suggestion: Suggestion
    article: Article
    standing: Translation | None
    was: tuple[Piece, ...]
    would_be: tuple[Piece, ...]
    typed: str
    is_uncredited: bool = False

    @property
    def moved(self) -> bool:
        """Whether the sentence was reworded since the reader saw it."""
        return self.standing is not None and self.standing.pk != self.suggestion.base_id

    @property
    def held(self) -> str:
        """Why a rule wants it looked at with care."""
        code = self.suggestion.hold_reason
        return HELD.get(code, code)


@dataclass(frozen=True, slots=True)
class Offer:
    """Other places with the same French, to which an accepted wording may be given."""

    suggestion: Suggestion
    places: tuple[recurrences.Place, ...]
    count: int


def counts() -> dict[str, int]:
    """How many wait, how many of them look like spam, and how many were taken and not taken."""
    waits = Q(state=State.NEW)
    found: dict[str, int] = Suggestion.objects.aggregate(
        waiting=Count("pk", filter=waits),
        spam=Count("pk", filter=waits & Q(hold_reason="honeypot")),
        accepted=Count("pk", filter=Q(state__in=ACCEPTED)),
        rejected=Count("pk", filter=Q(state=State.REJECTED)),
    )
    return found


def waiting(number: str | None) -> Page[Any]:
    """Those that wait, the oldest first; what is held comes after, what looks like spam last."""
    trust = Case(
        When(hold_reason="", then=Value(0)),
        When(hold_reason="honeypot", then=Value(2)),
        default=Value(1),
    )
    return _page(Suggestion.objects.filter(state=State.NEW).order_by(trust, "pk"), number)


def decided(number: str | None) -> Page[Any]:
    """Those that editors decided on, the latest first."""
    found = Suggestion.objects.filter(decided_by__isnull=False).order_by("-decided_at", "-pk")
    return _page(found.select_related("decided_by"), number)


def row(suggestion: Suggestion, *, typed: str | None = None, credited: bool = True) -> Row:
    """One by itself, with what an editor typed in its place."""
    (made,) = rows([_whole(Suggestion.objects).get(pk=suggestion.pk)])
    text = made.typed if typed is None else typed
    return Row(
        made.suggestion,
        made.article,
        made.standing,
        made.was,
        made.would_be,
        text,
        is_uncredited=not credited,
    )


def rows(suggestions: Iterable[Suggestion]) -> list[Row]:
    """Each beside the wording that stands, from two queries more."""
    found = list(suggestions)
    segments = Segment.objects.filter(pk__in={s.segment_id for s in found}).with_current()
    current = {segment.pk: segment.current_id for segment in segments}
    standing = Translation.objects.in_bulk([pk for pk in current.values() if pk])
    return [_row(each, standing.get(current[each.segment_id])) for each in found]


def offer(suggestion: Suggestion) -> Offer | None:
    """Where else the same French stands; None for nowhere."""
    places, count = recurrences.elsewhere(suggestion)
    return Offer(suggestion, tuple(places), count) if places else None


def _row(suggestion: Suggestion, standing: Translation | None) -> Row:
    before = standing if suggestion.state == State.NEW and standing else suggestion.base
    was, would_be = differences(before.text, suggestion.text)
    article = suggestion.segment.article
    return Row(suggestion, article, standing, tuple(was), tuple(would_be), suggestion.text)


def _page(found: QuerySet[Suggestion], number: str | None) -> Page[Any]:
    page: Page[Any] = Paginator(_whole(found), PER_PAGE).get_page(number)
    page.object_list = rows(page.object_list)
    return page


def _whole(found: Any) -> QuerySet[Suggestion]:
    """With all that a row shows, and no address."""
    whole: QuerySet[Suggestion] = found.select_related(
        "base", "translation", "segment__article__source", "segment__article__edition"
    )
    return whole.defer("email_sealed", "email_digest", "segment__article__edition__manifest")
