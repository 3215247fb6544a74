"""All that one person wrote, to be shown, taken home and erased.

A person is whoever holds a browser's cookie, or reads the letters to an address. By the address
only comments and suggestions are found that were sent with it: who mistyped theirs gives nobody
else more than that. Reports and doubts have no address; they are found by the cookie.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from archive.discuss import desk, scrubbing, suggestions
from archive.discuss.sealing import unseal
from archive.models import Comment, Doubt, Report, Standing, Suggestion
from archive.search import outbox

AT_ONCE = 200  # comments, and as many suggestions, erased in one request
GONE = "Gone with the words that it was about."
CLEAN = {
    "text": "",
    "note": "",
    "name": "",
    "email_sealed": "",
    "email_digest": "",
    "writer": "",
    "network": "",
    "checks": [],
    "hold_reason": "",
    "evidence": "",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose words are meant: by the digest of a writer's cookie, or else of an address."""

    writer: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went, and whether something is left for another time."""

    comments: int
    suggestions: int
    reports: int
    doubts: int
    is_all: bool


def comments(owner: Owner) -> QuerySet[Comment]:
    """Their comments, the newest first; by a cookie, also the empty places of erased ones."""
    return Comment.objects.filter(**_by(owner)).order_by("-created_at", "-pk")


def of_suggestions(owner: Owner) -> QuerySet[Suggestion]:
    """Their suggestions, the newest first."""
    found = Suggestion.objects.filter(**_by(owner)).select_related("segment", "base")
    return found.order_by("-created_at", "-pk")


def reports(owner: Owner) -> QuerySet[Report]:
    """What they have against others' comments: by the cookie alone."""
    return Report.objects.filter(writer=owner.writer).exclude(writer="").order_by("-pk")


def doubts(owner: Owner) -> QuerySet[Doubt]:
    """Where they said that a sentence reads wrong: by the cookie alone."""
    return Doubt.objects.filter(writer=owner.writer).exclude(writer="").order_by("-pk")


def standing(owner: Owner) -> Standing | None:
    """How moderators treat them: by the cookie alone."""
    return Standing.objects.filter(writer=owner.writer).exclude(writer="").first()


def address(email_digest: str) -> str:
    """The address of that digest, as it was last given with a comment or a suggestion."""
    for model in (Comment, Suggestion):
        rows = model.objects.filter(email_digest=email_digest).exclude(email_digest="")
        sealed = rows.order_by("-pk").values_list("email_sealed", flat=True).first()
        if sealed and (found := unseal(sealed)):
            return found
    return ""


def erase(owner: Owner) -> Erased:
    """Erase what they wrote, for good; each comment and suggestion in a transaction of its own.

    An empty place stays for each comment. A wording that an editor took over stays in the
    archive, with nobody's name.
    """
    left = comments(owner).exclude(state=Comment.State.ERASED)
    mine, wordings = list(left[:AT_ONCE]), list(of_suggestions(owner)[:AT_ONCE])
    erased = sum(desk.erase(comment) is not None for comment in mine)
    for suggestion in wordings:
        forget(suggestion)
    with transaction.atomic():
        reported, doubted = reports(owner).delete()[0], doubts(owner).delete()[0]
        scrubbing.enqueue()
    is_all = not left.exists() and not of_suggestions(owner).exists()
    return Erased(erased, len(wordings), reported, doubted, is_all=is_all)


def forget(suggestion: Suggestion) -> None:
    """Take the reader out of a suggestion, and their words; one that waits is taken back."""
    with transaction.atomic():
        rows = Suggestion.objects.select_for_update(no_key=True, of=("self",))
        suggestion.refresh_from_db(from_queryset=rows)
        if suggestion.state == Suggestion.State.NEW:
            suggestions.withdraw(suggestion)
        reason = GONE if suggestion.reason else ""
        Suggestion.objects.filter(pk=suggestion.pk).update(reason=reason, **CLEAN)
        outbox.touch(suggestion.segment.article_id)


def _by(owner: Owner) -> dict[str, object]:
    if owner.writer:
        return {"writer": owner.writer}
    return {"email_digest": owner.email} if owner.email else {"pk__in": []}
