"""What an editor does with a suggestion: take it as it came, take it changed, or leave it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from archive import wordings
from archive.discuss.checking import checked
from archive.discuss.suggestions import steps
from archive.discuss.suggestions.sending import is_same
from archive.discuss.suggestions.steps import REASON_LONGEST, Conflict, Refused, State
from archive.discuss.text import one_line
from archive.models import Article, Segment, Suggestion, Translation

NOTE = "Sentence {} reworded as a reader suggested."
STATES = {
    State.ACCEPTED: Translation.State.APPROVED,
    State.ACCEPTED_EDITED: Translation.State.EDITED,
}


def accept(
    suggestion: Suggestion,
    *,
    by: User,
    text: str | None = None,
    expected_base: int | None,
    credited: bool = True,
) -> Translation:
    """Give the sentence the reader's wording, or the editor's `text` made of it.

    Readers of a live article see it at once, with the name unless it is not to be credited.
    `expected_base` is the wording that stood when the editor decided; Conflict is raised where
    that, or the suggestion, is no longer so.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=suggestion.segment.article_id)
        fresh = Suggestion.objects.select_related("segment").get(pk=suggestion.pk)
        words = fresh.text if text is None else one_line(text)
        after = State.ACCEPTED if words == fresh.text else State.ACCEPTED_EDITED
        steps.check(fresh.state, after)
        segment, standing = still_said(article, fresh.segment_id, expected_base)
        _ensure_new(words, standing)
        found, origin = checked(segment, words), Translation.Origin.READER
        made = wordings.add(segment, words, found, origin=origin, state=STATES[after], by=by)
        named = {} if credited else {"name": ""}
        steps.move(fresh, after, by=by, translation=made, **named)
        others = _supersede(fresh, by)
        wordings.show(article, by=by, note=NOTE.format(segment.uid))
        facts = {"base": expected_base, "wording": made.pk, "length": len(words)}
        act = "accept suggestion" if after == State.ACCEPTED else "accept suggestion with changes"
        steps.note(act, fresh, by, superseded=[other.pk for other in others], **facts)
    suggestion.refresh_from_db()
    return made


def reject(suggestion: Suggestion, *, by: User, reason: str) -> None:
    """Leave the wording as it stands; the reader is told the reason."""
    reason = one_line(reason)
    if not reason:
        raise Refused("Say why: the reader is told the reason.")
    if len(reason) > REASON_LONGEST:
        raise Refused(f"A reason may have {REASON_LONGEST} characters. Shorten it a little.")
    with transaction.atomic():
        steps.move(suggestion, State.REJECTED, by=by, reason=reason)
        steps.note("reject suggestion", suggestion, by, reason_length=len(reason))


def reopen(suggestion: Suggestion, *, by: User) -> None:
    """Let a rejected suggestion wait again."""
    with transaction.atomic():
        steps.move(suggestion, State.NEW, by=by, reason="")
        steps.note("reopen suggestion", suggestion, by)


def still_said(
    article: Article, segment_id: int, expected: int | None
) -> tuple[Segment, Translation | None]:
    """The sentence and what stands for it, if that is still the wording that the editor saw."""
    segment = article.segments.alive().with_current().filter(pk=segment_id).first()
    if segment is None:
        raise Conflict("The article’s text has changed: it no longer holds this sentence.")
    if segment.current_id != expected:
        raise Conflict(
            f"Sentence {segment.uid} was reworded by someone else in the meantime. "
            "Look at the new wording, then decide."
        )
    standing = segment.translations.get(pk=expected) if expected else None
    return segment, standing


def _ensure_new(words: str, standing: Translation | None) -> None:
    """Raise Refused for what readers cannot be given, or have already."""
    if not words:
        raise Refused("Write the wording that readers shall see.")
    if len(words) > wordings.MOST_CHARACTERS:
        raise Refused(f"A wording may have {wordings.MOST_CHARACTERS:,} characters.")
    if standing and is_same(standing.text, words):
        raise Refused("Just these words stand already: there is nothing to accept.")


def _supersede(accepted: Suggestion, by: User) -> Sequence[Suggestion]:
    """Settle whatever else waits for the sentence, which now has a person's wording."""
    others = Suggestion.objects.filter(segment=accepted.segment_id, state=State.NEW)
    found = list(others.order_by("pk"))
    for other in found:
        steps.move(other, State.SUPERSEDED, by=by)
    return found
