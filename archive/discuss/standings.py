"""How moderators have a writer treated: all held, suspended for a time, or banned.

A writer is a digest: nobody is known by name. There is no hidden treatment: whoever is held,
suspended or banned reads the reason with the next thing they send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from archive import audit
from archive.discuss.text import one_line
from archive.models import Standing

Kind = Standing.Kind
REASON_LONGEST = 300  # characters
ACTS: Mapping[str, str] = {
    Kind.HELD: "hold writer",
    Kind.SUSPENDED: "suspend writer",
    Kind.BANNED: "ban writer",
}
NO_REASON = "Give a reason: the writer reads it."
LONG_REASON = "A reason may have {} characters; yours has {}. Shorten it a little."
NOBODY = "Nobody is known to have written this."
NOT_LATER = "Suspend until a day that is still to come."
MOVED = "Another moderator changed how this writer is treated: look at it again."


class Refused(ValueError):
    """Why a writer is not treated so: one plain sentence for the moderator."""


def of(writer: str) -> Standing | None:
    """How the writer is treated now; None where as everybody else."""
    return of_all([writer]).get(writer)


def of_all(writers: Iterable[str]) -> dict[str, Standing]:
    """How each of the writers is treated now, from one query; those treated as all are left out."""
    in_force = Standing.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))
    found = in_force.filter(writer__in=set(writers)).select_related("by")
    return {standing.writer: standing for standing in found}


def version(standing: Standing | None) -> str:
    """What a page shows of it, so that an act can say what it was taken on."""
    return f"{standing.kind} {standing.at.isoformat()}" if standing else ""


def hold(writer: str, *, by: User, reason: str, seen: str | None = None) -> Standing:
    """Let all that the writer sends wait for a moderator. Raises Refused without a reason."""
    return _treat(writer, Kind.HELD, None, by, reason, seen)


def suspend(
    writer: str, until: datetime, *, by: User, reason: str, seen: str | None = None
) -> Standing:
    """Take nothing from the writer before `until`, which lies ahead."""
    if until <= timezone.now():
        raise Refused(NOT_LATER)
    return _treat(writer, Kind.SUSPENDED, until, by, reason, seen)


def ban(writer: str, *, by: User, reason: str, seen: str | None = None) -> Standing:
    """Take nothing from the writer any more."""
    return _treat(writer, Kind.BANNED, None, by, reason, seen)


def lift(writer: str, *, by: User, seen: str | None = None) -> bool:
    """Treat the writer as everybody else again; False where they are."""
    with transaction.atomic():
        held = _held(writer, seen)
        if held is None:
            return False
        held.delete()
        _note("lift standing", writer, by, before=held.kind)
    return True


def _treat(
    writer: str, kind: str, until: datetime | None, by: User, reason: str, seen: str | None
) -> Standing:
    """Write it down in place of what held before, in one transaction with its audit."""
    reason = one_line(reason)
    if not writer:
        raise Refused(NOBODY)
    if not reason:
        raise Refused(NO_REASON)
    if len(reason) > REASON_LONGEST:
        raise Refused(LONG_REASON.format(REASON_LONGEST, len(reason)))
    with transaction.atomic():
        before = _held(writer, seen)
        made = before or Standing(writer=writer)
        was = made.kind
        made.kind, made.until, made.reason = kind, until, reason
        made.by, made.at = by, timezone.now()
        _save(made)
        end = {"until": until.isoformat()} if until else {}
        told = {"before": was, "reason_length": len(reason), **end}
        _note(ACTS[kind], writer, by, **told)
    return made


def _save(standing: Standing) -> None:
    """Raises Refused where another moderator made the writer’s row in the same moment."""
    try:
        with transaction.atomic():
            standing.save()
    except IntegrityError as error:
        raise Refused(MOVED) from error


def _held(writer: str, seen: str | None) -> Standing | None:
    """The writer’s row, locked, if it still is as the moderator saw it.

    One that has run out counts for none, as on the page.
    """
    found = Standing.objects.select_for_update().filter(writer=writer).first()
    in_force = found if found and (found.until is None or found.until > timezone.now()) else None
    if seen is not None and seen != version(in_force):
        raise Refused(MOVED)
    return found


def _note(act: str, writer: str, by: User, **facts: object) -> None:
    audit.record(act, f"writer:{writer}", actor=by, **facts)
