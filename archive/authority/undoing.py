"""Taking acts back: the last ones that were done, and those of one batch together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.authority import pairs, records, stopping
from archive.authority.holding import Refused, new_batch
from archive.authority.merging import merge
from archive.authority.unmerging import undo_merge
from archive.models import AuditEvent, Merge, MergeSuggestion, StopName, Tag
from archive.names import fold

MOST_IN_BATCH = 100


@dataclass(frozen=True, slots=True)
class Past:
    """Acts that were done together; `undone` where they were taken back.

    `targets` are the slugs of what they were done to, each with that of the other record, if one
    had a part in it; for the stop list the name itself.
    """

    batch: str
    act: str
    targets: tuple[tuple[str, str], ...]
    by: str
    at: datetime
    undone: bool


def past(at_most: int = 20) -> list[Past]:
    """The last batches of acts, the newest first; taking one back is none itself."""
    acts = AuditEvent.objects.filter(act__in=INVERSES, details__undoes__isnull=True)
    found: dict[str, list[AuditEvent]] = {}
    for event in acts.select_related("actor").iterator(chunk_size=MOST_IN_BATCH):
        batch = str(event.details.get("batch"))
        if len(found) == at_most and batch not in found:
            break
        found.setdefault(batch, []).append(event)
    undone = _undone(event for group in found.values() for event in group)
    return [_past(batch, group[::-1], undone) for batch, group in found.items()]


def _past(batch: str, group: list[AuditEvent], undone: set[int]) -> Past:
    first = group[0]
    targets = tuple(_concerned(event) for event in group)
    by = first.actor.get_username() if first.actor else ""
    gone = all(event.pk in undone for event in group)
    return Past(batch, first.act, targets, by, first.at, gone)


def _concerned(event: AuditEvent) -> tuple[str, str]:
    said = event.details
    others = (said.get(name) for name in ("into", "from", "of", "other"))
    return said.get("text") or event.target.removeprefix("tag:"), next(filter(None, others), "")


def _undone(events: Iterable[AuditEvent]) -> set[int]:
    """The numbers of those that were taken back."""
    pks = [event.pk for event in events]
    later = AuditEvent.objects.filter(pk__gt=min(pks, default=0), details__undoes__in=pks)
    return set(later.values_list("details__undoes", flat=True))


@dataclass(frozen=True, slots=True)
class Undone:
    """How many acts were taken back, and why others were not."""

    count: int
    refused: tuple[str, ...] = ()


@transaction.atomic
def undo(batch: str, by: User) -> Undone:
    """Take back what was done together, the last first, save what has been built upon since.

    What was taken back before stays so.
    """
    events = list(AuditEvent.objects.filter(act__in=INVERSES, details__batch=batch))
    undone, notes = _undone(events), {"batch": new_batch()}
    waiting = [event for event in events if event.pk not in undone]
    said = [_take_back(event, by, {**notes, "undoes": event.pk}) for event in waiting]
    return Undone(said.count(""), tuple(words for words in said if words))


def _take_back(event: AuditEvent, by: User, notes: dict[str, Any]) -> str:
    try:
        with transaction.atomic():
            INVERSES[event.act](event, by, notes)
    except Refused as refused:
        return str(refused)
    return ""


def _tag(event: AuditEvent) -> Tag:
    return Tag.objects.get(slug=event.target.removeprefix("tag:"))


def _unmerge(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    undo_merge(Merge.objects.get(pk=event.details["merge"]), by, **notes)


def _merge_again(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    merge(_tag(event), Tag.objects.get(slug=event.details["from"]), by, **notes)


def _name_back(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    records.unname(_tag(event), event.details, by, **notes)


def _status_back(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    records.restore(_tag(event), event.details, STATUS_ACTS[event.act], by, **notes)


def _allow(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    said = event.details
    folded = event.target.removeprefix("stop:")
    alike = StopName.objects.filter(folded__startswith=folded, kind=said["kind"])
    stopped = next((each for each in alike if each.text == said["text"]), None)
    if stopped is None or not stopping.unstop(stopped, by, **notes):
        raise Refused(f"“{said['text']}” is off the stop list already.")


def _stop_again(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    said = event.details
    if StopName.objects.filter(folded=fold(said["text"]), kind=said["kind"]).exists():
        raise Refused(f"“{said['text']}” is on the stop list already.")
    stopping.stop(said["text"], said["kind"], by, **notes)


def _join(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    """The name comes back with the record that was made for it."""
    merge(_tag(event), Tag.objects.get(slug=event.details["of"]), by, **notes)


def _ask_again(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    if not pairs.reopen(MergeSuggestion.objects.get(pk=event.details["suggestion"]), by, **notes):
        raise Refused(f"The pair of “{_tag(event)}” was decided otherwise meanwhile.")


def _dismiss_again(event: AuditEvent, by: User, notes: dict[str, Any]) -> None:
    if not pairs.dismiss(MergeSuggestion.objects.get(pk=event.details["suggestion"]), by, **notes):
        raise Refused(f"The pair of “{_tag(event)}” was decided otherwise meanwhile.")


STATUS_ACTS = {
    "hide tag": "show tag",
    "show tag": "hide tag",
    "review tag": "unreview tag",
    "unreview tag": "review tag",
}
INVERSES: dict[str, Callable[[AuditEvent, User, dict[str, Any]], None]] = {
    **dict.fromkeys(STATUS_ACTS, _status_back),
    "merge tag": _unmerge,
    "unmerge tag": _merge_again,
    "rename tag": _name_back,
    "stop name": _allow,
    "allow name": _stop_again,
    "split tag": _join,
    "dismiss pair": _ask_again,
    "reopen pair": _dismiss_again,
}
