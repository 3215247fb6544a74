"""What an editor decides on the review page: approve sentences, and dismiss what checks found.

A decision names the very wording that it was made on. Whatever no longer stands when it arrives
is not touched, and to decide the same twice is to decide it once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from archive import audit
from archive.dismissals import MOST_WORDS, dismissed, open_checks
from archive.models import Article, Dismissal, Doubt, Segment, Suggestion, Translation
from archive.search import outbox
from newsroom.curate.desk import Conflict, Refused

APPROVE, TAKE_BACK = "approve sentences", "take back approval"
DISMISS, RESTORE = "dismiss check", "take back dismissal"
MOST_REASON = 300  # characters
State = Translation.State
OF_MACHINES = (Translation.Origin.MACHINE, Translation.Origin.MEMORY)
Seen = Mapping[int, int]  # the segment's key, and that of the wording which the editor looked at


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of the sentences that were approved, and of those that are not as they were."""

    done: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A living sentence and the wording that stands for it."""

    segment: Segment
    wording: Translation


@transaction.atomic
def approve(article_id: int, seen: Seen, *, by: User) -> list[int]:
    """Approve the machine's wordings; return the numbers of the sentences that were not so before.

    All of them or, where one was reworded in the meantime, none: a Conflict names it.
    """
    held = _held(article_id, seen)
    for segment_id, wording_id in seen.items():
        if segment_id not in held:
            raise Conflict("The article’s text has changed: it no longer holds this sentence.")
        if held[segment_id].wording.pk != wording_id:
            uid = held[segment_id].segment.uid
            raise Conflict(f"Sentence {uid} was reworded by someone else in the meantime.")
    return _approve(article_id, [each for each in held.values() if _is_machines(each)], by)


@transaction.atomic
def approve_clean(article_id: int, seen: Seen, *, by: User) -> Outcome:
    """Approve those of the machine's wordings that nobody questions: no check, reader or doubt.

    What is no longer as it was seen is left, so that nothing unseen is approved.
    """
    held = _held(article_id, seen)
    same = [each for pk, each in held.items() if each.wording.pk == seen[pk]]
    fit = [each for each in _unquestioned(same) if _is_machines(each)]
    done = _approve(article_id, fit, by)
    gone = seen.keys() - held.keys()
    uids = Segment.objects.filter(pk__in=gone).values_list("uid", flat=True)
    others = {each.segment.uid for each in held.values() if not _is_persons(each)}
    return Outcome(tuple(done), tuple(sorted((others | set(uids)) - set(done))))


@transaction.atomic
def take_back(article_id: int, seen: Seen, *, by: User) -> list[int]:
    """Make approved wordings of the machine the machine's again; return the sentences' numbers."""
    held = _held(article_id, seen)
    chosen = [
        each
        for pk, each in held.items()
        if each.wording.pk == seen[pk]
        and each.wording.state == State.APPROVED
        and each.wording.origin in OF_MACHINES
    ]
    return _move(article_id, chosen, (State.APPROVED, State.MACHINE), TAKE_BACK, by)


def _held(article_id: int, segment_ids: Collection[int]) -> dict[int, Standing]:
    """Those of the sentences that live and have a wording; the article is locked from now on."""
    article = Article.objects.select_for_update().get(pk=article_id)
    segments = article.segments.alive().with_current().filter(pk__in=list(segment_ids))
    current = {segment.current_id: segment for segment in segments if segment.current_id}
    rows = Translation.objects.in_bulk(list(current))
    return {segment.pk: Standing(segment, rows[pk]) for pk, segment in current.items()}


def _is_machines(each: Standing) -> bool:
    return each.wording.state == State.MACHINE


def _is_persons(each: Standing) -> bool:
    return each.wording.state in (State.EDITED, State.APPROVED)


def _unquestioned(found: Collection[Standing]) -> list[Standing]:
    """Those without a failed check that stands, a doubt, or a reader's wording that waits."""
    held = dismissed({each.segment.sha256 for each in found if each.wording.checks})
    doubts = Doubt.objects.filter(translation__in=[each.wording.pk for each in found])
    doubted = set(doubts.values_list("translation", flat=True))
    waiting = Suggestion.objects.filter(segment__in=[each.segment.pk for each in found])
    suggested = set(waiting.waiting().values_list("segment", flat=True))
    return [
        each
        for each in found
        if each.wording.pk not in doubted
        and each.segment.pk not in suggested
        and not open_checks(each.wording.checks, each.segment.sha256, held)
    ]


def _approve(article_id: int, found: Collection[Standing], by: User) -> list[int]:
    return _move(article_id, found, (State.MACHINE, State.APPROVED), APPROVE, by)


def _move(
    article_id: int, found: Collection[Standing], way: tuple[str, str], act: str, by: User
) -> list[int]:
    """Bring the wordings from one state to the other, and note it."""
    if not found:
        return []
    before, after = way
    ids = [each.wording.pk for each in found]
    if Translation.objects.filter(pk__in=ids, state=before).update(state=after) != len(ids):
        raise Conflict("One of the sentences was decided on by someone else in the meantime.")
    uids = sorted(each.segment.uid for each in found)
    # The words are the same: what readers see is told from the wordings' states, as they are.
    Article.objects.filter(pk=article_id).update(version=F("version") + 1)
    outbox.touch(article_id)
    audit.record(act, f"article:{article_id}", actor=by, sentences=uids, wordings=ids)
    return uids


@transaction.atomic
def dismiss(segment: Segment, *, code: str, words: str, reason: str, by: User) -> Dismissal:
    """Say that what a check found in the sentence is nothing, wherever its French stands.

    Readers are no longer told of it, and editors no longer asked. Twice is once: the first
    reason stays.
    """
    reason, words = " ".join(reason.split()), words[:MOST_WORDS]
    if not reason:
        raise Refused("A check is dismissed with a reason, for whoever meets the sentence next.")
    if len(reason) > MOST_REASON:
        raise Refused(f"A reason may have {MOST_REASON} characters. Shorten it a little.")
    if not words or not code or len(code) > 40:
        raise Refused("There is no such check.")
    held, is_new = Dismissal.objects.get_or_create(
        french_sha256=segment.sha256, code=code, words=words, defaults={"reason": reason, "by": by}
    )
    if is_new:
        _tell(segment, DISMISS, by, code, reason)
    return held


@transaction.atomic
def restore(segment: Segment, *, code: str, words: str, by: User) -> bool:
    """Take a dismissal back; false where there is none."""
    rows = Dismissal.objects.filter(french_sha256=segment.sha256, code=code)
    gone = rows.filter(words=words[:MOST_WORDS]).delete()[0]
    if gone:
        _tell(segment, RESTORE, by, code, "")
    return bool(gone)


def _tell(segment: Segment, act: str, by: User, code: str, reason: str) -> None:
    facts = {"sentence": segment.uid, "check": code} | ({"reason": reason} if reason else {})
    audit.record(act, f"article:{segment.article_id}", actor=by, **facts)
    outbox.touch_all(_holders(segment.sha256))


def _holders(french_sha256: str) -> Iterable[int]:
    """The articles that readers may find the French in."""
    rows = Segment.objects.filter(sha256=french_sha256, alive=True)
    translated = Article.objects.translated().filter(pk__in=rows.values("article"))
    return translated.values_list("pk", flat=True)
