"""The door of curation: what editors do to an article, each act whole in one transaction.

Every act says which state of the article it was decided on: `expected` is the version the editor
saw, and for a sentence `base` is the wording. Where that is no longer so, nothing is written.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateformat import format as in_words

from archive import audit, corrections, editions, embargoes, ledger, tagging, wordings
from archive.checks import Finding, findings
from archive.models import Article, Segment, Source, Tag, Translation
from archive.search import outbox
from archive.wordings import MOST_CHARACTERS
from newsroom import line

State = Article.State


class Refused(Exception):
    """Why an act cannot be done: one plain sentence for the editor."""

    permanent = True


class Conflict(Refused):
    """Someone else was faster: the article is no longer as the editor saw it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An English wording, and what the checks found in it."""

    text: str
    checks: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A new English wording of a sentence, made while looking at the wording `base`."""

    segment_id: int
    text: str
    base: int | None


@transaction.atomic
def publish(article_id: int, *, by: User, expected: int) -> None:
    """Show readers the article with the wordings that stand now.

    One whose source waits for review must be translated; any other may go live before that.
    """
    article = _in(article_id, State.HIDDEN, State.SCHEDULED, State.LIVE)
    _write(article, expected, state=State.LIVE, publish_at=None)
    shown = article.edition_id
    try:
        shown = editions.publish(article_id, by=by).pk
    except editions.Incomplete as error:
        if article.source.release == Source.Release.REVIEW:
            raise Refused(f"Article {article_id} is not wholly translated yet.") from error
    if article.state != State.LIVE:
        audit.record("go live", f"article:{article_id}", actor=by, before=article.state)
    elif shown == article.edition_id:
        raise Refused(f"Readers see article {article_id} already, as it stands.")
    outbox.touch(article_id)


@transaction.atomic
def schedule(article_id: int, *, at: datetime, by: User, expected: int) -> None:
    """Have an article that readers do not see go live at a time to come.

    A worker publishes it then, or as soon after it as every sentence has its English.
    """
    if at <= timezone.now():
        raise Refused(f"{spoken(at)} is past: give a time to come, or publish the article now.")
    article = _in(article_id, State.HIDDEN, State.SCHEDULED)
    _write(article, expected, state=State.SCHEDULED, publish_at=at)
    facts = {"before": article.state, "at": at.isoformat()}
    audit.record(embargoes.SCHEDULE, f"article:{article_id}", actor=by, **facts)


@transaction.atomic
def unschedule(article_id: int, *, by: User, expected: int) -> None:
    """Keep a scheduled article hidden until somebody publishes it."""
    article = _in(article_id, State.SCHEDULED)
    _write(article, expected, state=State.HIDDEN, publish_at=None)
    planned = article.publish_at.isoformat() if article.publish_at else ""
    audit.record("unschedule", f"article:{article_id}", actor=by, planned_for=planned)


def spoken(at: datetime) -> str:
    """A time as the desk says it: of the day in Paris."""
    return f"{in_words(timezone.localtime(at), 'j F Y, H:i')} (Paris)"


@transaction.atomic
def point_to(article_id: int, n: int, *, by: User, expected: int) -> None:
    """Let readers see another Edition of the article again, as it was.

    The wordings that stand are left as they are, and so is every Edition: the next one that a
    person publishes is made of what stands then, and follows the newest.
    """
    article = _in(article_id, State.LIVE, State.WITHDRAWN)
    chosen = article.editions.select_related("article").filter(n=n).first()
    if chosen is None:
        raise Refused(f"Article {article_id} has no edition {n}.")
    shown = article.edition
    if shown is None or chosen.pk == shown.pk:
        raise Refused(f"Edition {n} is the one that stands already.")
    _write(article, expected, edition=chosen, listed_on=editions.listed_on(chosen))
    facts = {"edition": n, "before": shown.n}
    audit.record(corrections.POINT, f"article:{article_id}", actor=by, **facts)
    outbox.touch(article_id)


@transaction.atomic
def hide(article_id: int, *, by: User, expected: int) -> None:
    """Take the article off the site as if it had never been there; `withdraw` says why instead."""
    article = _in(article_id, State.LIVE, State.SCHEDULED)
    _write(article, expected, state=State.HIDDEN, publish_at=None)
    audit.record("hide", f"article:{article_id}", actor=by, before=article.state)
    outbox.touch(article_id)


@transaction.atomic
def withdraw(article_id: int, *, reason: str, by: User, expected: int) -> None:
    """Take back an article that readers have seen; its address says so and gives the reason."""
    reason = reason.strip()
    if not reason:
        raise Refused("An article is withdrawn with a reason, which readers see.")
    article = _in(article_id, State.LIVE)
    _write(article, expected, state=State.WITHDRAWN, withdrawn_reason=reason)
    audit.record(corrections.WITHDRAW, f"article:{article_id}", actor=by, reason=reason)
    outbox.touch(article_id)


@transaction.atomic
def put_back(article_id: int, *, by: User, expected: int) -> None:
    """Show a withdrawn article again; the reason it was withdrawn for stays in the audit."""
    article = _in(article_id, State.WITHDRAWN)
    _write(article, expected, state=State.LIVE, withdrawn_reason="")
    audit.record("put back", f"article:{article_id}", actor=by)
    outbox.touch(article_id)


def _in(article_id: int, *states: State) -> Article:
    """The article, if it is in one of the states."""
    article = Article.objects.select_related("source").get(pk=article_id)
    if article.state not in states:
        raise Refused(f"Article {article_id} is {article.state}: that cannot be done to it.")
    return article


def _write(article: Article, expected: int, **fields: object) -> None:
    """Change the article in one statement, only if it is still as the editor saw it."""
    seen = Article.objects.filter(pk=article.pk, version=expected, state=article.state)
    if not seen.update(version=F("version") + 1, **fields):
        raise Conflict(
            f"Article {article.pk} was changed by someone else in the meantime. "
            "Look at it again, then decide."
        )


def correct_sentence(
    segment: Segment, text: str, *, by: User, base: int | None, note: str = ""
) -> Translation | None:
    """Give one sentence a person's wording; None where the text is the one that stands."""
    made = correct(segment.article_id, [Correction(segment.pk, text, base)], by=by, note=note)
    return made[0] if made else None


@transaction.atomic
def correct(
    article_id: int, corrections: Sequence[Correction], *, by: User, note: str = ""
) -> list[Translation]:
    """Give sentences of an article a person's wordings: all of them, or none where one is refused.

    Readers of a live article see them at once, in one new Edition. `note` tells them what changed.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    ids = [correction.segment_id for correction in corrections]
    segments = {s.pk: s for s in article.segments.alive().with_current().filter(pk__in=ids)}
    standing = Translation.objects.in_bulk([s.current_id for s in segments.values()])
    known = line.known_in([article_id])
    made = []
    for correction in corrections:
        segment = segments.get(correction.segment_id)
        if segment is None:
            raise Conflict("The article’s text has changed: it no longer holds this sentence.")
        was = standing.get(segment.current_id)
        text = _fit(segment, correction.text)
        if was is None or was.text != text:
            found = findings(segment.text, text, known.get(segment.pk, ()))
            made.append(_worded(segment, Checked(text, found), was, correction.base, by))
    if made:
        wordings.show(article, by=by, note=note or _note(made))
    return made


def _fit(segment: Segment, text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Refused(f"Sentence {segment.uid} needs an English wording.")
    if len(text) > MOST_CHARACTERS:
        raise Refused(f"Sentence {segment.uid} is longer than {MOST_CHARACTERS:,} characters.")
    return text


def _worded(
    segment: Segment, said: Checked, was: Translation | None, base: int | None, by: User
) -> Translation:
    """A person's wording, written only if the one it was made for still stands."""
    if base != (was.pk if was else None):
        raise Conflict(f"Sentence {segment.uid} was reworded by someone else in the meantime.")
    made = wordings.add(
        segment,
        said.text,
        said.checks,
        origin=Translation.Origin.EDITOR,
        state=Translation.State.EDITED,
        by=by,
    )
    facts = {"sentence": segment.uid, "base": base, "wording": made.pk, "length": len(said.text)}
    audit.record("correct sentence", f"article:{segment.article_id}", actor=by, **facts)
    return made


def _note(made: Sequence[Translation]) -> str:
    numbers = [str(wording.segment.uid) for wording in made]
    if len(numbers) > 12:
        return f"{len(numbers)} sentences corrected."
    return f"Sentence{'s' if len(numbers) > 1 else ''} {', '.join(numbers)} corrected."


@transaction.atomic
def add_tags(article_id: int, tags: Collection[Tag], *, by: User) -> None:
    """Put tags on the article by an editor's hand."""
    article = Article.objects.get(pk=article_id)
    for tag in tags:
        tagging.add(article, tag, by)


@transaction.atomic
def remove_tag(article_id: int, tag: Tag, *, by: User) -> None:
    """Take a tag off the article; the machine will not put it back."""
    tagging.refuse(Article.objects.get(pk=article_id), tag, by)


@transaction.atomic
def retranslate(article_id: int, *, by: User) -> None:
    """Have the article translated again: what a newer language package words otherwise.

    A person's wordings stay, and so do those that the package in use has made already.
    """
    ledger.enqueue(line.TRANSLATE, str(article_id))
    audit.record("translate again", f"article:{article_id}", actor=by)
