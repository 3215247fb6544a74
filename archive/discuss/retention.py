"""What is kept for a time only, and goes when the time is over: every day, in small steps.

What is due is read off the rows, so that it may run twice, on several hosts, or be killed halfway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from archive.discuss import letters, steps
from archive.discuss.erasing import EMPTY, forget
from archive.discuss.states import State
from archive.models import Comment, Decision, MailLink, NetworkKey, Report, Suggestion
from archive.search import outbox

STEP = 200  # rows in one transaction
# Today's key and five before it: one made at midnight is six days old when it goes, and gone
# within seven even if the clockwork stood still for a day.
KEYS_KEPT = timedelta(days=5)
SPAM_KEPT, REFUSED_KEPT = timedelta(days=30), timedelta(days=90)
NOTES_KEPT, LINKS_KEPT = timedelta(days=90), timedelta(days=1)
LET_GO = {**EMPTY, "hold_reason": steps.LET_GO}
NOT_TAKEN = ("rejected", "superseded", "withdrawn")
FILES = ("letter kept as a file", "letters kept as files")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that goes: its name in the singular and plural, the rows due, and how they go."""

    names: tuple[str, str]
    due: Callable[[datetime], QuerySet[Any]]
    act: Callable[[QuerySet[Any]], object]


def run(*, between: Callable[[], object] = lambda: None) -> Mapping[str, int]:
    """Let go what is due; return how much of each. `between` is called after each step."""
    now = timezone.now()
    counts = {rule.names[1]: _all(rule, now, between) for rule in RULES}
    return {**counts, FILES[1]: letters.drop_files(now - LINKS_KEPT)}


def due() -> Mapping[str, int]:
    """How much of each would go now."""
    now = timezone.now()
    counts = {rule.names[1]: rule.due(now).count() for rule in RULES}
    return {**counts, FILES[1]: len(letters.files(now - LINKS_KEPT))}


def sentence(counts: Mapping[str, int]) -> str:
    """What went, in words: such as `3 network keys and 1 comment taken for spam`."""
    singular = {many: one for one, many in [*(rule.names for rule in RULES), FILES]}
    said = [f"{n:,} {singular[name] if n == 1 else name}" for name, n in counts.items() if n]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]])) or "nothing"


def _all(rule: Rule, now: datetime, between: Callable[[], object]) -> int:
    """One step after another, by number backwards: an answer goes before what it answers."""
    count, numbers = 0, _next(rule, now)
    while numbers:
        with transaction.atomic():
            rule.act(rule.due(now).filter(pk__in=numbers))
        count += len(numbers)
        between()
        numbers = _next(rule, now, below=numbers[-1])
    return count


def _next(rule: Rule, now: datetime, below: int | None = None) -> list[int]:
    """The numbers of the next rows due; what one step could not let go is passed over."""
    rows = rule.due(now) if below is None else rule.due(now).filter(pk__lt=below)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:STEP])


def _first_day_kept(now: datetime) -> datetime:
    """The midnight (UTC) from which on the networks' keys are kept."""
    return datetime.combine((now.astimezone(UTC) - KEYS_KEPT).date(), time.min, UTC)


def _old_keys(now: datetime) -> QuerySet[NetworkKey]:
    return NetworkKey.objects.filter(day__lt=_first_day_kept(now).date())


def _networks(rows: QuerySet[Any], at: str) -> Callable[[datetime], QuerySet[Any]]:
    """Rows with a digest of a network that was made under a key that is gone."""
    return lambda now: rows.filter(**{f"{at}__lt": _first_day_kept(now), "network__gt": ""})


def _blank(field: str) -> Callable[[QuerySet[Any]], object]:
    return lambda rows: rows.update(**{field: ""})


def _delete(rows: QuerySet[Any]) -> object:
    return rows.delete()


def _decided_before(state: State, kept: timedelta) -> Callable[[datetime], QuerySet[Comment]]:
    """Comments that have stood in that state for so long: nothing was decided on them since."""

    def found(now: datetime) -> QuerySet[Comment]:
        since = Decision.objects.filter(comment=OuterRef("pk"), at__gte=now - kept)
        old = Comment.objects.filter(state=state, created_at__lt=now - kept)
        return old.filter(~Exists(since))

    return found


def _let_go(rows: QuerySet[Comment]) -> None:
    """Delete the comments; of one on which something hangs the empty place stays.

    That is an answer to it, or a person's decision, which the public count of removed ones shows.
    """
    for comment in rows.select_for_update(no_key=True).order_by("-pk"):
        by_people = comment.decisions.filter(by__isnull=False)
        if comment.replies.exists() or by_people.exists():
            steps.move(comment, State.ERASED, steps.Why(reason=steps.LET_GO), LET_GO)
            forget(comment)
        else:
            outbox.touch(comment.article_id)
            comment.delete()


def _spam_suggestions(now: datetime) -> QuerySet[Suggestion]:
    """Those with the trap filled in that no editor ever took up."""
    waiting = Suggestion.objects.filter(state="new", hold_reason="honeypot")
    return waiting.filter(created_at__lt=now - SPAM_KEPT)


def _suggestions_not_taken(now: datetime) -> QuerySet[Suggestion]:
    left = Suggestion.objects.filter(state__in=NOT_TAKEN, created_at__lt=now - REFUSED_KEPT)
    return left.exclude(decided_at__gte=now - REFUSED_KEPT)


def _old_notes(now: datetime) -> QuerySet[Report]:
    settled = Report.objects.exclude(state=Report.State.OPEN)
    return settled.filter(at__lt=now - NOTES_KEPT, note__gt="")


def _old_links(now: datetime) -> QuerySet[MailLink]:
    return MailLink.objects.filter(made_at__lt=now - LINKS_KEPT)


NETWORKS: Iterable[tuple[str, QuerySet[Any], str]] = (
    ("comment", Comment.objects.all(), "created_at"),
    ("report", Report.objects.all(), "at"),
    ("suggestion", Suggestion.objects.all(), "created_at"),
)
RULES: tuple[Rule, ...] = (
    Rule(("network key", "network keys"), _old_keys, _delete),
    *(
        Rule(
            (f"network of a {name}", f"networks of {name}s"), _networks(rows, at), _blank("network")
        )
        for name, rows, at in NETWORKS
    ),
    Rule(
        ("comment taken for spam", "comments taken for spam"),
        _decided_before(State.SPAM, SPAM_KEPT),
        _let_go,
    ),
    Rule(
        ("refused comment", "refused comments"),
        _decided_before(State.REJECTED, REFUSED_KEPT),
        _let_go,
    ),
    Rule(("suggestion like spam", "suggestions like spam"), _spam_suggestions, _delete),
    Rule(("suggestion not taken", "suggestions not taken"), _suggestions_not_taken, _delete),
    Rule(("note of a report", "notes of reports"), _old_notes, _blank("note")),
    Rule(("mail link", "mail links"), _old_links, _delete),
)
