"""What the page of a writer shows, fetched in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from archive.discuss import standings
from archive.models import AuditEvent, Comment, Report, Suggestion
from newsroom.curate import comment_queues, comment_rows

EVENTS = 20  # of what moderators did about a writer
NAMES = 10  # under which a writer wrote


def of(writer: str, number: str | None) -> dict[str, Any]:
    """A writer in numbers, what they sent, and how moderators have treated them."""
    sent = comment_queues.of_writer(writer)
    standing = standings.of(writer)
    known = comment_rows.writers([writer])
    events = AuditEvent.objects.filter(target=f"writer:{writer}").select_related("actor")
    return {
        "writer": known[writer],
        "names": _names(writer),
        "rows": comment_queues.paged(sent, number, sent.count()),
        "standing": standing,
        "seen": standings.version(standing),
        "reports": _reports(writer),
        "suggested": Suggestion.objects.filter(writer=writer).count(),
        "events": events[:EVENTS],
    }


def _names(writer: str) -> list[str]:
    """The names they gave, the most frequent first."""
    named = Comment.objects.filter(writer=writer).exclude(name="").order_by()
    counted = named.values("name").annotate(n=Count("pk")).order_by("-n", "name")
    return list(counted.values_list("name", flat=True)[:NAMES])


def _reports(writer: str) -> dict[str, int]:
    """How many reports they sent, and what moderators made of them."""
    states = {state: Count("pk", filter=Q(state=state)) for state in Report.State.values}
    found: dict[str, int] = Report.objects.filter(writer=writer).aggregate(**states)
    return found
