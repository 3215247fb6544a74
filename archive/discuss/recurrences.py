"""Where else the same French stands in the machine's English, to be given an accepted wording.

The same French is known as translation memory knows it: by the digest of the sentence.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from archive import audit, wordings
from archive.discuss.checking import checked
from archive.discuss.suggestions import Conflict, Refused, is_same
from archive.discuss.suggestions.deciding import still_said
from archive.models import Article, Segment, Suggestion, Translation

logger = logging.getLogger(__name__)

AT_ONCE = 50  # sentences in one batch: each article gets an Edition of its own
NOTE = "Sentence {} reworded as a reader suggested for the same French elsewhere."


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence with the same French, and the machine's wording that stands for it."""

    segment: Segment
    wording: Translation

    @property
    def value(self) -> str:
        """How a form names it: the sentence, and the wording that the editor saw."""
        return f"{self.segment.pk}-{self.wording.pk}"


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a batch: where the wording stands now, and why not at the others."""

    batch: str
    made: tuple[Translation, ...]
    refused: tuple[str, ...]


def elsewhere(suggestion: Suggestion) -> tuple[list[Place], int]:
    """The first places that an accepted suggestion may be given to, and how many there are."""
    accepted = _accepted(suggestion)
    if accepted is None:
        return [], 0
    found = _places(suggestion, accepted)
    first = found.select_related("segment__article__edition", "segment__article__capture")
    first = first.defer("segment__article__capture__raw", "segment__article__edition__manifest")
    places = [Place(wording.segment, wording) for wording in first[:AT_ONCE]]
    return places, found.count() if len(places) == AT_ONCE else len(places)


def give(suggestion: Suggestion, chosen: Collection[tuple[int, int]], *, by: User) -> Given:
    """Give the accepted wording to sentences with the same French, each as the editor saw it.

    `chosen` are pairs of a sentence's key and that of the wording that stood. Each article is done
    by itself: what cannot be done to one keeps nothing from the others.
    """
    accepted = _accepted(suggestion)
    if accepted is None:
        raise Conflict("The sentence itself was reworded since: give that wording instead.")
    expected = dict(list(chosen)[:AT_ONCE])
    rows = Segment.objects.filter(pk__in=expected, sha256=suggestion.segment.sha256)
    rows = rows.exclude(pk=suggestion.segment_id).order_by("article", "position")
    by_article: dict[int, list[tuple[int, int]]] = {}
    for article_id, pk in rows.values_list("article", "pk"):
        by_article.setdefault(article_id, []).append((pk, expected[pk]))
    batch, made, refused = secrets.token_hex(8), [], []
    for article_id, pairs in by_article.items():
        try:
            made += _give(article_id, pairs, suggestion, accepted, by, batch)
        except Refused as error:
            refused.append(f"Article {article_id}: {error}")
    logger.info("suggestion %s: given to %d sentences", suggestion.pk, len(made))
    return Given(batch, tuple(made), tuple(refused))


@transaction.atomic
def _give(
    article_id: int,
    pairs: Sequence[tuple[int, int]],
    suggestion: Suggestion,
    accepted: Translation,
    by: User,
    batch: str,
) -> list[Translation]:
    """One article's sentences, in one Edition."""
    article = Article.objects.select_for_update().get(pk=article_id)
    found = [still_said(article, pk, expected) for pk, expected in pairs]
    made = [_worded(segment, standing, accepted, by) for segment, standing in found]
    uids = [segment.uid for segment, _ in found]
    wordings.show(article, by=by, note=NOTE.format(", ".join(map(str, uids)))[:300])
    facts = {"sentences": uids, "wordings": [wording.pk for wording in made], "batch": batch}
    target = f"article:{article_id}"
    audit.record("give suggestion", target, actor=by, suggestion=suggestion.pk, **facts)
    return made


def _worded(
    segment: Segment, standing: Translation | None, accepted: Translation, by: User
) -> Translation:
    """The accepted wording for one more sentence, if no person has worded that meanwhile."""
    if standing is None or standing.state != Translation.State.MACHINE:
        raise Refused(f"sentence {segment.uid} has a person’s wording.")
    if is_same(standing.text, accepted.text):
        raise Refused(f"sentence {segment.uid} is worded so already.")
    return wordings.add(
        segment,
        accepted.text,
        checked(segment, accepted.text),
        origin=Translation.Origin.READER,
        state=Translation.State(accepted.state),
        by=by,
    )


def _accepted(suggestion: Suggestion) -> Translation | None:
    """The wording that was made of it; None once an editor has worded the sentence anew."""
    here = Segment.objects.filter(pk=suggestion.segment_id).with_current().first()
    made = suggestion.translation
    return made if made and here and here.current_id == made.pk else None


def _places(suggestion: Suggestion, accepted: Translation) -> QuerySet[Translation]:
    """The machine's wordings of the same French elsewhere, the newest article first."""
    same = wordings.by_machine().filter(segment__sha256=suggestion.segment.sha256)
    found = same.exclude(segment=suggestion.segment_id).exclude(text=accepted.text)
    return found.order_by("-segment__article", "segment__position")
