"""The desk of the conversation: the only place where a comment is written, changed or moved.

Each act is one transaction: the comment, its Decision, the staff's audit, and the search outbox.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from archive.discuss import circumstances, reports, steps
from archive.discuss.circumstances import Place
from archive.discuss.deciding import Unexplained, decide, undo
from archive.discuss.erasing import EMPTY, forget
from archive.discuss.pinning import pinned
from archive.discuss.pipeline import CLOSED, Hold, Refusal, Sent, judge
from archive.discuss.sealing import digest_of, seal
from archive.discuss.states import State
from archive.discuss.steps import Overtaken, Why, is_approved, version
from archive.models import Article, Comment, Decision
from archive.search import outbox

__all__ = [
    "Overtaken",
    "Unexplained",
    "decide",
    "edit",
    "erase",
    "is_approved",
    "submit",
    "undo",
    "version",
]

logger = logging.getLogger(__name__)

EDITABLE_FOR = timedelta(minutes=10)
LATE = "A comment can be changed for ten minutes after it was sent, and these are over."
SETTLED = "This comment is neither on the page nor waiting, so it cannot be changed."
NOT_HELD = {"hold_reason": "", "evidence": ""}
# What a person held stays held, whatever its writer changes.
HELD_BY_PEOPLE = frozenset({steps.AGAIN, reports.HELD_BY_REPORTS})


def submit(article: Article, sent: Sent) -> Comment:
    """Store a reader's comment as the pipeline judges it. A Refusal stores nothing.

    The same words at the same place from the same writer or network within a day are the same
    comment, sent twice: the first is returned.
    """
    with transaction.atomic():
        place = circumstances.place(article.pk, sent)
        if place is None:
            raise Refusal("closed", CLOSED)
        said = circumstances.recent(sent)
        if earlier := next((c for c in said if _is_twin(c, article, sent)), None):
            return earlier
        hold = judge(circumstances.of_comment(place, sent, said))
        comment = _written(article, place, sent, hold)
        steps.decided(comment, "", Why(reason=hold.reason if hold else ""))
        if place.parent_wants_letter and hold is None:
            steps.enqueue_letter(comment)
        outbox.touch(article.pk)
    logger.info("article %s: comment %s is %s", article.pk, comment.pk, comment.state)
    return comment


def edit(comment: Comment, sent: Sent) -> Comment:
    """Give a comment another text within ten minutes of its sending. A Refusal changes nothing.

    Only its writer may ask for it: whoever calls this has compared the digest. The same rules
    judge the new text; the old one is kept for the staff. Name, address and place stay.
    """
    with transaction.atomic():
        place = circumstances.place(comment.article_id, sent, besides=comment.pk)
        comment.refresh_from_db(from_queryset=Comment.objects.select_for_update(no_key=True))
        _ensure_editable(comment)
        if sent.text == comment.body:
            _speak(comment, sent.language)
            return comment
        if place is None:
            raise Refusal("closed", CLOSED)
        hold = judge(circumstances.of_edit(place, comment, sent))
        _change(comment, sent, hold)
    logger.info("comment %s: edited, is %s", comment.pk, comment.state)
    return comment


def erase(comment: Comment) -> Decision | None:
    """Take the writer's words, name and address out for good; None where they are gone already.

    What was said about them goes too: earlier texts, the notes of reports and of moderators. The
    empty place stays, so that answers keep theirs. Only its writer may ask for it: whoever calls
    this has compared the digest.
    """
    with transaction.atomic():
        comment.refresh_from_db(from_queryset=Comment.objects.select_for_update(no_key=True))
        if comment.state == State.ERASED:
            return None
        decision = steps.move(comment, State.ERASED, Why(reason=steps.ERASED), EMPTY)
        forget(comment)
    return decision


def _is_twin(earlier: Comment, article: Article, sent: Sent) -> bool:
    """Whether the earlier comment says the same at the same place under the same name."""
    here = (earlier.article_id, earlier.parent_id, earlier.segment_id, earlier.name, earlier.body)
    return here == (article.pk, sent.parent, sent.segment, sent.name, sent.text)


def _written(article: Article, place: Place, sent: Sent, hold: Hold | None) -> Comment:
    segment, translation = pinned(article, place, sent)
    return Comment.objects.create(
        article=article,
        parent_id=sent.parent,
        segment_id=segment,
        translation_id=translation,
        body=sent.text,
        name=sent.name,
        language=sent.language,
        email_sealed=seal(sent.email),
        email_digest=digest_of(sent.email),
        notify=sent.notify and bool(sent.email),
        writer=sent.writer,
        network=sent.network,
        state=_judged(hold),
        published_at=timezone.now() if hold is None else None,
        **_held(hold),
    )


def _judged(hold: Hold | None) -> State:
    return State.PUBLISHED if hold is None else State.SPAM if hold.spam else State.PENDING


def _held(hold: Hold | None) -> dict[str, str]:
    return {"hold_reason": hold.reason, "evidence": hold.evidence} if hold else NOT_HELD


def _ensure_editable(comment: Comment) -> None:
    if comment.state not in {State.PENDING, State.PUBLISHED}:
        raise Refusal("decided", SETTLED)
    if timezone.now() > comment.created_at + EDITABLE_FOR:
        raise Refusal("late", LATE)


def _speak(comment: Comment, language: str) -> None:
    """Mark the same text as being in another language, which is no other text."""
    if language != comment.language:
        steps.change(comment, comment.state, {"language": language})


def _change(comment: Comment, sent: Sent, hold: Hold | None) -> None:
    """Write the new text, and move the comment to where the rules want it.

    What a person held stays held, unless it is spam now. Nobody featured the new text.
    """
    before, after = State(comment.state), _judged(hold)
    comment.revisions.create(body=comment.body)
    steps.decided(comment, before, Why(reason=steps.EDITED))
    fields: dict[str, object] = {"body": sent.text, "language": sent.language}
    fields |= {"edited_at": timezone.now(), "featured": False}
    is_held = before == State.PENDING and comment.hold_reason in HELD_BY_PEOPLE
    if is_held and after != State.SPAM:
        after = before
    else:
        fields |= _held(hold)
    if before == after:
        steps.change(comment, before, fields)
    else:
        steps.move(comment, after, Why(reason=hold.reason if hold else ""), fields)
