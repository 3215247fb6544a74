"""What editors do to the glossary: changes together are one batch, undone as one for a week.

An act only writes the terms and says that it was done; a worker finds the sentences that it
touches (`glossary_work.py`). Each change says what the term was when it was decided: where that is
no longer so, nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from archive import audit, ledger
from archive.models import Batch
from newsroom.curate.desk import Conflict, Refused
from newsroom.curate.terms import Change, Facts, differing
from newsroom.models import Term, TermChange

GLOSSARY = "glossary"  # the kind of job; its key is the batch's number, or number and `:undo`
UNDO = ":undo"
UNDO_DAYS = 7
MOST_CHANGES = 10_000  # in one batch
NAMED = 5  # of the terms that a batch is called by
TICK = timedelta(microseconds=1)


@transaction.atomic
def apply(changes: Sequence[Change], by: User) -> Batch:
    """Change the terms as one batch, and have a worker see to the sentences that this touches.

    Raises Conflict where a term is no longer as the change has it, Refused where two would share
    their French and part of speech.
    """
    changes = differing(changes)
    if not changes:
        raise Refused("Nothing was changed.")
    if len(changes) > MOST_CHANGES:
        raise Refused(f"No more than {MOST_CHANGES:,} terms are changed together.")
    now = _later()
    written = _write(changes, by, now)
    batch = Batch.objects.create(
        kind=Batch.Kind.GLOSSARY,
        asked=_asked(changes),
        by=by,
        at=now,
        undo_until=now + timedelta(days=UNDO_DAYS),
    )
    TermChange.objects.bulk_create(
        TermChange(
            batch=batch,
            term_id_then=pk,
            before=change.before.as_json() if change.before else {},
            after=change.after.as_json() if change.after else {},
        )
        for change, pk in written
    )
    audit.record("change glossary", f"batch:{batch.pk}", actor=by, **_counted(changes))
    ledger.enqueue(GLOSSARY, str(batch.pk))
    return batch


def _later() -> datetime:
    """Now, but after every change before it: the newest `at` tells states of the glossary apart."""
    newest = Term.objects.aggregate(last=Max("at"))["last"]
    now = timezone.now()
    return max(now, newest + TICK) if newest else now


def _counted(changes: Iterable[Change]) -> dict[str, int]:
    kinds = Counter(
        "added" if not each.before else "changed" if each.after else "removed" for each in changes
    )
    return dict(sorted(kinds.items()))


def _asked(changes: Sequence[Change]) -> dict[str, Any]:
    return {**_counted(changes), "terms": [change.french for change in changes[:NAMED]]}


def _write(changes: Sequence[Change], by: User, now: datetime) -> list[tuple[Change, int]]:
    """Write each term; the changes with the number of their row."""
    ids = [change.term_id for change in changes if change.before]
    held = Term.objects.select_for_update().in_bulk([pk for pk in ids if pk])
    for change in changes:
        row = held.get(change.term_id or 0)
        if change.before and (row is None or Facts.of(row) != change.before):
            raise Conflict(
                f"“{change.before.french}” was changed by someone else in the meantime. "
                "Look at it again, then decide."
            )
    gone = [each.term_id or 0 for each in changes if each.before and not each.after]
    Term.objects.filter(pk__in=gone).delete()
    changed = [
        change.after.row(pk=change.term_id, by=by, at=now)
        for change in changes
        if change.before and change.after
    ]
    added = [c.after.row(by=by, at=now) for c in changes if c.after and not c.before]
    _save(changed, added)
    numbers = iter(added)
    return [(c, (c.term_id if c.before else next(numbers).pk) or 0) for c in changes]


FIELDS = ["french", "folded", "english", "forbidden", "part", "note", "by", "at"]


def _save(changed: Sequence[Term], added: Sequence[Term]) -> None:
    try:
        with transaction.atomic():
            Term.objects.bulk_update(changed, FIELDS, batch_size=500)
            Term.objects.bulk_create(added, batch_size=500)
    except IntegrityError as error:
        raise Refused(_twice([*changed, *added])) from error


def _twice(terms: Sequence[Term]) -> str:
    """Which of the terms is there already, in a sentence."""
    seen: set[tuple[str, str]] = set()
    for term in terms:
        key = term.folded, term.part
        others = Term.objects.filter(folded=term.folded, part=term.part).exclude(pk=term.pk)
        if key in seen or others.exists():
            return f"The glossary has “{term.french}” ({term.get_part_display()}) already."
        seen.add(key)
    return "The glossary has one of these terms already."


@transaction.atomic
def undo(batch_id: int, by: User) -> Batch:
    """Put the terms back as they were before the batch, and have a worker do so to the sentences.

    Raises Refused once that is too late, or where a later batch changed one of its terms again.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id, kind=Batch.Kind.GLOSSARY)
    now = timezone.now()
    if batch.undone_at:
        raise Refused("That was undone already.")
    if batch.undo_until is None or now > batch.undo_until:
        raise Refused(f"It can no longer be undone: {UNDO_DAYS} days have passed.")
    _restore(list(batch.term_changes.order_by("-pk")), by)
    batch.undone_by, batch.undone_at = by, now
    batch.save(update_fields=["undone_by", "undone_at"])
    audit.record("undo glossary", f"batch:{batch.pk}", actor=by)
    ledger.enqueue(GLOSSARY, f"{batch.pk}{UNDO}")
    return batch


def _restore(changes: Sequence[TermChange], by: User) -> None:
    ids = [change.term_id_then for change in changes]
    held = Term.objects.select_for_update().in_bulk(ids)
    for change in changes:
        row = held.get(change.term_id_then)
        is_now = _plain(Facts.of(row)) if row else {}
        if is_now != change.after:
            told = change.after or change.before
            raise Refused(f"“{told['french']}” was changed again since: undo that first.")
    now = _later()
    Term.objects.filter(pk__in=[c.term_id_then for c in changes if not c.before]).delete()
    back = [
        Facts.read(change.before).row(pk=change.term_id_then, by=by, at=now)
        for change in changes
        if change.before
    ]
    changed = [term for term in back if term.pk in held]
    _save(changed, [term for term in back if term.pk not in held])


def _plain(facts: Facts) -> dict[str, Any]:
    """The facts as JSON gives them back."""
    return {**facts.as_json(), "forbidden": list(facts.forbidden)}
