"""The record of one sentence for editors: every wording it had, by whom, since when, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive.crediting import credit
from archive.dismissals import Key
from archive.models import AuditEvent, Dismissal, Edition, Segment, Suggestion, Translation
from archive.reading import origin_of
from newsroom.curate import reviewing
from newsroom.curate.review_page import Check, checked, dismissals_of


@dataclass(frozen=True, slots=True)
class Act:
    """That somebody approved a wording or took that back."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording that the sentence had. `since` is the first Edition that showed it, if any did.

    `checks` are those that it failed, dismissed ones among them.
    """

    translation: Translation
    credit: str
    stands: bool
    since: Edition | None
    checks: tuple[Check, ...]
    acts: tuple[Act, ...]

    @property
    def origin(self) -> str:
        """Who made it, in words."""
        return origin_of(self.translation, self.credit)

    @property
    def by(self) -> str:
        """The member of the staff whose wording it is."""
        author = self.translation.author
        return author.get_username() if author else ""

    @property
    def suggestion(self) -> Suggestion | None:
        """The reader's suggestion that became it; None for any other."""
        return getattr(self.translation, "suggestion", None)


def wordings(segment: Segment, standing: int | None) -> list[Wording]:
    """All of them, the newest first, from five queries."""
    rows = segment.translations.annotate(credit=credit()).order_by("-n")
    found = list(rows.select_related("author", "suggestion"))
    since, acts = _first_shown(segment), _acts(segment)
    dismissals = dismissals_of(segment)
    return [
        Wording(
            translation=row,
            credit=row.credit,
            stands=row.pk == standing,
            since=since.get(row.pk),
            checks=_checks(segment, row, dismissals),
            acts=tuple(acts[row.pk]),
        )
        for row in found
    ]


def _checks(
    segment: Segment, row: Translation, dismissals: dict[Key, Dismissal]
) -> tuple[Check, ...]:
    return tuple(checked(segment, c["code"], c["words"], dismissals) for c in row.checks)


def _first_shown(segment: Segment) -> dict[int, Edition]:
    """For each wording that readers saw, by id, the Edition that began it."""
    firsts: dict[int, Edition] = {}
    for edition in Edition.objects.filter(article=segment.article_id).order_by("n"):
        for uid, _, _, pk in edition.manifest:
            if uid == segment.uid:
                firsts.setdefault(pk, edition)
    return firsts


def _acts(segment: Segment) -> dict[int, list[Act]]:
    """Approvals, and what was taken back of them, by the wording's id."""
    target = f"article:{segment.article_id}"
    said = {reviewing.APPROVE: "Approved", reviewing.TAKE_BACK: "Approval taken back"}
    events = AuditEvent.objects.filter(target=target, act__in=said).select_related("actor")
    found: defaultdict[int, list[Act]] = defaultdict(list)
    for event in _of(events.order_by("pk"), segment.uid):
        act = Act(said[event.act], event.actor.get_username() if event.actor else "", event.at)
        for pk in event.details["wordings"]:
            found[pk].append(act)
    return found


def _of(events: Iterable[AuditEvent], uid: int) -> Iterable[AuditEvent]:
    return (event for event in events if uid in event.details["sentences"])
