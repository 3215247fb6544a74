"""What the review page shows: each sentence with all that an editor wants to know of it.

A fixed number of queries answer, however long the article is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, Max

from archive.dismissals import Key, key
from archive.models import Article, Dismissal, Doubt, Segment, Suggestion, Translation
from archive.reading import CHECKED, origin_of
from newsroom.curate import queues
from newsroom.curate.looked import new_since_looked
from newsroom.curate.term_hits import TermHit, terms_for

MOST_MATCHES = 3  # wordings from memory for one sentence
MOST_REASONS = 5  # offered for one check
KEYS = 9  # a row's insertions answer to 1 to 9


class Level(StrEnum):
    """What is known of a sentence's English, in a word."""

    MISSING = "no English yet"
    MACHINE = "machine"
    UNSURE = "unsure"
    EDITED = "edited"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Check:
    """A check that the wording failed, and the dismissal of it, if an editor gave one."""

    code: str
    words: str
    dismissal: Dismissal | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An accepted wording of the very same French elsewhere, and in how many places it stands."""

    text: str
    places: int


class Insertion(NamedTuple):
    """English that one key puts into the field: a term at the cursor, a match in place of all."""

    digit: int
    text: str
    is_match: bool


class Piece(NamedTuple):
    """A stretch of the French; `term` is what the glossary has for it."""

    text: str
    term: TermHit | None


@dataclass(frozen=True, slots=True)
class Line:
    """One French sentence beside its English. `wordings` counts all that it ever had.

    `is_new` says that it came with a text which the source changed after a person had looked.
    """

    segment: Segment
    wording: Translation | None
    checks: tuple[Check, ...] = ()
    doubts: int = 0
    suggestions: tuple[Suggestion, ...] = ()
    matches: tuple[Match, ...] = ()
    terms: tuple[TermHit, ...] = ()
    wordings: int = 0
    is_new: bool = False

    @property
    def level(self) -> Level:
        """Machine, edited, approved or, where a check stands open, unsure."""
        if self.wording is None:
            return Level.MISSING
        if self.wording.state == Translation.State.MACHINE:
            return Level.UNSURE if self.open else Level.MACHINE
        edited = self.wording.state == Translation.State.EDITED
        return Level.EDITED if edited else Level.APPROVED

    @property
    def origin(self) -> str:
        """Who made the wording that stands."""
        return origin_of(self.wording) if self.wording else "No English yet"

    @property
    def open(self) -> list[Check]:
        """The failed checks that nobody dismissed."""
        return [check for check in self.checks if check.dismissal is None]

    @property
    def is_approvable(self) -> bool:
        """Whether a person has yet to say that the machine's wording is right."""
        return self.wording is not None and self.wording.state == Translation.State.MACHINE

    @property
    def is_clean(self) -> bool:
        """Whether that may be said of it together with all others that nobody questions."""
        return self.is_approvable and not (self.open or self.doubts or self.suggestions)

    @property
    def is_revocable(self) -> bool:
        """Whether an approval of the machine's wording may be taken back."""
        w = self.wording
        return w is not None and (w.state, w.origin) in REVOCABLE

    @property
    def seen(self) -> str:
        """The sentence and the wording that the editor looks at, for an act on them."""
        return f"{self.segment.pk}-{self.wording.pk}" if self.wording else ""

    @property
    def pieces(self) -> Iterator[Piece]:
        """The French, cut where the glossary knows a term."""
        place = 0
        for term in self.terms:
            yield Piece(self.segment.text[place : term.start], None)
            yield Piece(self.segment.text[term.start : term.end], term)
            place = term.end
        yield Piece(self.segment.text[place:], None)

    @property
    def insertions(self) -> list[Insertion]:
        """What one key inserts: first the matches, then the terms."""
        english = dict.fromkeys(term.english for term in self.terms)
        found = [(match.text, True) for match in self.matches]
        found += [(text, False) for text in english]
        return [Insertion(n, *each) for n, each in enumerate(found[:KEYS], 1)]


REVOCABLE = {
    (Translation.State.APPROVED, Translation.Origin.MACHINE),
    (Translation.State.APPROVED, Translation.Origin.MEMORY),
}


def page(article: Article, number: str | None) -> Page[Any]:
    """One page of the article's lines."""
    found = queues.sentences(article, number)
    found.object_list = _lines(article, list(found))
    return found


def lines(article: Article, uids: Collection[int]) -> list[Line]:
    """The lines of these sentences alone, in order; what no longer lives has none."""
    found = article.segments.alive().with_current().filter(uid__in=list(uids))
    return _lines(article, list(found))


def _lines(article: Article, segments: Sequence[Any]) -> list[Line]:
    wordings = _standing(segments)
    dismissals = _dismissals(segments)
    doubts = _doubts(wordings)
    suggestions = _suggestions(segments)
    matches = _matches(article, segments)
    terms = terms_for(segments)
    counts = _counts(segments)
    fresh = new_since_looked(article)
    made = []
    for segment in segments:
        wording = wordings.get(segment.current_id)
        standing = wording.text if wording else ""
        made.append(
            Line(
                segment,
                wording,
                checks=_checks(segment, wording, dismissals),
                doubts=doubts.get(segment.current_id, 0),
                suggestions=tuple(suggestions.get(segment.pk, ())),
                matches=tuple(m for m in matches.get(segment.sha256, ()) if m.text != standing),
                terms=tuple(terms.get(segment.pk, ())),
                wordings=counts.get(segment.pk, 0),
                is_new=segment.uid in fresh and not (wording and wording.state in CHECKED),
            )
        )
    return made


def _standing(segments: Sequence[Any]) -> dict[int, Translation]:
    ids = [segment.current_id for segment in segments if segment.current_id]
    return Translation.objects.select_related("author").in_bulk(ids)


def _dismissals(segments: Sequence[Segment]) -> dict[Key, Dismissal]:
    rows = Dismissal.objects.filter(french_sha256__in={segment.sha256 for segment in segments})
    found = rows.select_related("by")
    return {key(row.french_sha256, row.code, row.words): row for row in found}


def _checks(
    segment: Segment, wording: Translation | None, dismissals: Mapping[Key, Dismissal]
) -> tuple[Check, ...]:
    failed = wording.checks if wording else []
    return tuple(checked(segment, check["code"], check["words"], dismissals) for check in failed)


def checked(segment: Segment, code: str, words: str, dismissals: Mapping[Key, Dismissal]) -> Check:
    """What a check found in the sentence, with its dismissal."""
    return Check(code, words, dismissals.get(key(segment.sha256, code, words)))


def dismissals_of(segment: Segment) -> dict[Key, Dismissal]:
    """What was dismissed in the sentence's French."""
    return _dismissals([segment])


def _doubts(wordings: Collection[int]) -> dict[int, int]:
    rows = Doubt.objects.filter(translation__in=wordings).values("translation")
    return dict(rows.annotate(n=Count("pk")).values_list("translation", "n"))


def _suggestions(segments: Sequence[Segment]) -> dict[int, list[Suggestion]]:
    found: defaultdict[int, list[Suggestion]] = defaultdict(list)
    rows = Suggestion.objects.waiting().filter(segment__in=segments)
    for row in rows.defer("email_sealed", "email_digest"):
        found[row.segment_id].append(row)
    return found


def _matches(article: Article, segments: Sequence[Segment]) -> dict[str, list[Match]]:
    """The newest accepted wordings of the same French elsewhere, by its digest.

    Equal wordings are one row, so that a line which stands below a thousand articles is one too.
    """
    digests = {segment.sha256 for segment in segments}
    rows = Translation.objects.filter(state__in=CHECKED, segment__sha256__in=digests)
    elsewhere = rows.exclude(segment__article=article).values("segment__sha256", "text")
    counted = elsewhere.annotate(places=Count("segment", distinct=True), last=Max("pk"))
    found: defaultdict[str, list[Match]] = defaultdict(list)
    for row in counted.order_by("-last"):
        theirs = found[row["segment__sha256"]]
        if len(theirs) < MOST_MATCHES:
            theirs.append(Match(row["text"], row["places"]))
    return found


def _counts(segments: Sequence[Segment]) -> dict[int, int]:
    rows = Translation.objects.filter(segment__in=segments).order_by().values("segment")
    return dict(rows.annotate(n=Count("pk")).values_list("segment", "n"))


def reasons() -> list[str]:
    """What editors said most often when they dismissed a check, from one query."""
    rows = Dismissal.objects.order_by().values("reason").annotate(n=Count("pk"), last=Max("pk"))
    told = rows.order_by("-n", "-last").values_list("reason", flat=True)
    return list(told[:MOST_REASONS])
