"""Acts on the suggestion that two records may be one."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from archive.authority.holding import note
from archive.models import MergeSuggestion

State = MergeSuggestion.State


def dismiss(suggestion: MergeSuggestion, by: User, **details: object) -> bool:
    """Say that the two are two: nobody is asked again. False where that is so already."""
    return _move(suggestion, State.OPEN, State.DISMISSED, "dismiss pair", by, **details)


def reopen(suggestion: MergeSuggestion, by: User, **details: object) -> bool:
    """Ask again whether the two are one."""
    return _move(suggestion, State.DISMISSED, State.OPEN, "reopen pair", by, **details)


@transaction.atomic
def _move(
    pair: MergeSuggestion, before: str, after: str, act: str, by: User, **details: object
) -> bool:
    if not MergeSuggestion.objects.filter(pk=pair.pk, state=before).update(state=after):
        return False
    pair.state = after
    note(act, pair.tag, by, suggestion=pair.pk, other=pair.other.slug, **details)
    return True
