"""Corrections: where a person changed what readers had been shown, or took it back.

Readers are told of three acts: an Edition corrects the one that they saw before it, the article's
address shows another of its Editions again, an article was withdrawn. Each is an AuditEvent,
written in the act's own transaction and found by the index of acts, so that the log costs as much
in a large archive as in a small one.

What a source changed (`archive.changes`), what a machine worded anew, and an approval that changes
no word are no corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Substr

from archive import audit
from archive.models import Article, AuditEvent, Capture, Edition, Segment, Translation
from archive.models.article import ArticleQuerySet

CORRECT, POINT, WITHDRAW = "correct for readers", "point to edition", "withdraw"
OF_ARTICLE = "article:"
PER_PAGE = 30
# What an Edition shows beside its sentences, as readers are told of it.
FACTS: Mapping[str, str] = {
    "title": "headline",
    "title_fr": "French headline",
    "byline": "byline",
    "published_on": "date",
}
PERSONS = frozenset({Translation.Origin.EDITOR, Translation.Origin.READER})
CHECKED = frozenset({Translation.State.EDITED, Translation.State.APPROVED})


def by_person(wording: Translation) -> bool:
    """Whether a person wrote the wording, or approved it."""
    return wording.origin in PERSONS or wording.state in CHECKED


def note(was: Edition | None, now: Edition) -> None:
    """Write down that the new Edition corrects what readers saw until then, if it does."""
    if was is None:
        return
    uids, facts = reworded(was, now), changed_facts(was, now)
    if uids or facts:
        told = {"edition": now.n, "before": was.n, "sentences": len(uids), "facts": facts}
        audit.record(CORRECT, f"{OF_ARTICLE}{now.article_id}", actor=now.by, **told)


def reworded(was: Edition, now: Edition) -> list[int]:
    """The sentences, by uid, of which readers see another English that a person answers for.

    A sentence whose French the source changed has another uid: that is no correction.
    """
    old = {uid: pk for uid, _, _, pk in was.manifest}
    pairs = {uid: (old[uid], pk) for uid, _, _, pk in now.manifest if old.get(uid, pk) != pk}
    wanted = {pk for pair in pairs.values() for pk in pair}
    held = Translation.objects.only("text", "origin", "state").in_bulk(wanted) if wanted else {}
    return [uid for uid, (a, b) in pairs.items() if _is_correction(held[a], held[b])]


def _is_correction(before: Translation, after: Translation) -> bool:
    return before.text != after.text and (by_person(before) or by_person(after))


def changed_facts(was: Edition, now: Edition) -> list[str]:
    """Which headlines, byline and date an editor changed, by their names in FACTS."""
    differ = [name for name in FACTS if getattr(was, name) != getattr(now, name)]
    if not differ:
        return []
    given = {
        "title": _is_title_given(was, now),
        "published_on": Capture.DateBasis.EDITOR in (was.date_basis, now.date_basis),
    }
    received = Capture.objects.only("title", "byline").in_bulk({was.capture_id, now.capture_id})
    for edition in (was, now):
        capture = received[edition.capture_id]
        given["title_fr"] = given.get("title_fr", False) or edition.title_fr != capture.title
        given["byline"] = given.get("byline", False) or edition.byline != capture.byline
    return [name for name in differ if given[name]]


def _is_title_given(was: Edition, now: Edition) -> bool:
    """Whether an editor wrote the English headline, before or now, where none came with the text.

    One that did come is a sentence, and reworded like any other.
    """
    if any(row[1] == Segment.Kind.TITLE for row in (was.manifest[0], now.manifest[0])):
        return False
    is_same_opening = was.manifest[0][3] == now.manifest[0][3]
    return is_same_opening or now.title == now.article.given_title


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act as readers are told of it. `pk` is the event's, and the place in the log.

    `edition` is what readers see since then and `before` what they saw, by number; both 0 of an
    article that was withdrawn.
    """

    pk: int
    act: str
    at: datetime
    article: Article
    edition: int = 0
    before: int = 0
    sentences: int = 0
    facts: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_withdrawal(self) -> bool:
        """Whether an article was taken back as a whole: its number and the reason are told."""
        return self.act == WITHDRAW

    @property
    def is_return(self) -> bool:
        """Whether readers see an Edition again that had stood before."""
        return self.act == POINT

    @property
    def summary(self) -> str:
        """What changed, in one sentence."""
        if self.is_return:
            return f"Edition {self.edition} stands again in place of edition {self.before}."
        parts = []
        if self.sentences:
            parts.append(f"{self.sentences} sentence{'s' * (self.sentences > 1)} reworded")
        if named := [f"the {FACTS[name]}" for name in self.facts if name in FACTS]:
            parts.append(f"{listed(named)} corrected")
        told = "; ".join(parts)
        return f"{told[:1].upper()}{told[1:]}."


def listed(names: Sequence[str]) -> str:
    """The names with commas and an “and”."""
    head, last = ", ".join(names[:-1]), names[-1] if names else ""
    return f"{head} and {last}" if head else last


def log(before: int | None = None, size: int = PER_PAGE) -> list[LogEntry]:
    """The newest acts older than the event `before`, one more than `size` where there are more.

    Of hidden and scheduled articles nothing is told; of withdrawn ones that, and why. Five queries.
    """
    found: list[AuditEvent] = []
    for events in (_of(CORRECT), _of(POINT), _withdrawals()):
        older = events.filter(pk__lt=before) if before else events
        found += older.order_by("-pk")[: size + 1]
    return _entries(sorted(found, key=lambda event: event.pk, reverse=True)[: size + 1])


def log_of(article: Article, upto: int | None = None, size: int = PER_PAGE) -> list[LogEntry]:
    """The same of one article that readers may open, from the event `upto` on; two queries."""
    target = f"{OF_ARTICLE}{article.pk}"
    events = AuditEvent.objects.filter(target=target, act__in=(CORRECT, POINT))
    rest = events.filter(pk__lte=upto) if upto else events
    return _entries(list(rest.order_by("-pk")[: size + 1]), {article.pk: article})


def _of(act: str) -> QuerySet[Any]:
    """The events of the act on articles that readers may open."""
    return _on(act, Article.objects.translated())


def _withdrawals() -> QuerySet[Any]:
    """Of each article that is withdrawn now, the event that did it."""
    later = AuditEvent.objects.filter(
        target=OuterRef("target"), act=WITHDRAW, pk__gt=OuterRef("pk")
    )
    return _on(WITHDRAW, Article.objects.withdrawn()).filter(~Exists(later))


def _on(act: str, articles: ArticleQuerySet) -> QuerySet[Any]:
    # Only what begins like an article is read as a number: PostgreSQL may look at any row.
    number = Cast(Substr("target", len(OF_ARTICLE) + 1), BigIntegerField())
    is_article = When(target__startswith=OF_ARTICLE, then=number)
    events = AuditEvent.objects.filter(act=act).alias(article=Case(is_article, default=None))
    return events.filter(Exists(articles.filter(pk=OuterRef("article"))))


def _entries(
    events: Sequence[AuditEvent], held: Mapping[int, Article] | None = None
) -> list[LogEntry]:
    if held is None:
        held = Article.objects.for_lists().in_bulk({_number(event) for event in events})
    notes = _notes(events)
    return [_entry(event, held[_number(event)], notes) for event in events]


def _entry(event: AuditEvent, article: Article, notes: Mapping[tuple[int, int], str]) -> LogEntry:
    told = event.details
    if event.act == WITHDRAW:
        return LogEntry(event.pk, event.act, event.at, article)
    is_correction = event.act == CORRECT
    return LogEntry(
        pk=event.pk,
        act=event.act,
        at=event.at,
        article=article,
        edition=told["edition"],
        before=told["before"],
        sentences=told.get("sentences", 0),
        facts=tuple(told.get("facts", ())),
        note=notes.get((article.pk, told["edition"]), "") if is_correction else "",
    )


def _notes(events: Iterable[AuditEvent]) -> dict[tuple[int, int], str]:
    """What editors wrote for readers of the Editions that correct, by article and number."""
    wanted = Q(pk__in=())
    for event in events:
        if event.act == CORRECT:
            wanted |= Q(article=_number(event), n=event.details["edition"])
    rows = Edition.objects.filter(wanted).order_by().values_list("article", "n", "note")
    return {(article, n): words for article, n, words in rows}


def _number(event: AuditEvent) -> int:
    return int(event.target.removeprefix(OF_ARTICLE))


@dataclass(frozen=True, slots=True)
class Latest:
    """When readers of an article were last told of an act, and of which."""

    at: datetime
    is_return: bool


def with_latest(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The same articles, each with what `latest` says of it: for pages that ask nothing more."""
    target = Concat(Value(OF_ARTICLE), Cast(OuterRef("pk"), CharField()))
    acts = AuditEvent.objects.filter(target=target, act__in=(CORRECT, POINT)).order_by("-pk")
    at, act = (Subquery(acts.values(name)[:1]) for name in ("at", "act"))
    return articles.annotate(corrected_at=at, corrected_by_act=act)


def latest(article: Article) -> Latest | None:
    """The last act of which readers of the article are told; it comes from `with_latest`."""
    at = vars(article).get("corrected_at")
    return Latest(at, vars(article)["corrected_by_act"] == POINT) if at else None


def withdrawn_at(article: Article) -> datetime | None:
    """When the article was withdrawn, None where nobody noted it; one query."""
    events = AuditEvent.objects.filter(target=f"{OF_ARTICLE}{article.pk}", act=WITHDRAW)
    return events.order_by("-pk").values_list("at", flat=True).first()
