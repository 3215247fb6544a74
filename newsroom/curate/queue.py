"""What needs an editor: queues of articles, each bounded, in the order in which to take them.

Articles that nobody has wholly reviewed are ranked by their readers' doubts, times their openings
in 30 days, times failed checks, times days since they came in, each plus one. As in
`newsroom.curate.review`, those are looked through that are opened most, doubted most, and newest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, Exists, F, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from archive import audit, wordings
from archive.dismissals import dismissed, open_checks
from archive.models import Article, AuditEvent, Capture, Doubt, Edition, Suggestion, Translation
from archive.models.article import ArticleQuerySet
from archive.models.manifest import Checked, Sentences
from archive.reading import CHECKED
from newsroom.curate import review
from newsroom.curate.desk import Conflict

MOST = 500  # articles in a queue: who has done with them finds the next
NEWEST = 1000  # articles looked through for those to rank
SEEN = "see change"

State = Article.State


@dataclass(frozen=True, slots=True)
class Rank:
    """An article and what it counts for; `days` since it came in."""

    article: int
    doubts: int
    views: int
    failed: int
    days: int

    @property
    def score(self) -> int:
        """All four multiplied, each plus one."""
        return (self.doubts + 1) * (self.views + 1) * (self.failed + 1) * (self.days + 1)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue by its name in the address; `find` gives its articles, in their order."""

    name: str
    label: str
    about: str
    find: Callable[[ArticleQuerySet], list[int]]
    elsewhere: tuple[str, str] = ("", "")  # an address by name, and what is done there


def ranked(articles: ArticleQuerySet) -> list[Rank]:
    """The articles that nobody has wholly reviewed, of those looked through; best first."""
    doubted = review.machine_doubts()
    looked = review.looked_through(doubted, articles, newest=NEWEST)
    checked, total = Checked("edition__manifest"), Sentences("edition__manifest")
    open_ = Article.objects.filter(pk__in=looked).alias(checked=checked, total=total)
    came = dict(open_.filter(checked__lt=F("total")).values_list("pk", "created_at"))
    doubts, views, failed = _doubts(doubted), review.openings(came), failed_checks(came)
    now = timezone.now()
    ranks = [
        Rank(pk, doubts[pk], views.get(pk, 0), failed[pk], (now - at).days)
        for pk, at in came.items()
    ]
    return sorted(ranks, key=lambda rank: (-rank.score, -rank.doubts, rank.article))


def _doubts(wordings_doubted: Mapping[int, int]) -> Counter[int]:
    """How many doubts stand on the machine's wordings of each article."""
    rows = Doubt.objects.filter(translation__in=wordings_doubted)
    return Counter(rows.values_list("translation__segment__article", flat=True))


def failed_checks(articles: Collection[int]) -> Counter[int]:
    """How many checks the machine's standing wordings of each article failed, dismissed apart."""
    rows = wordings.by_machine().filter(segment__article__in=articles)
    rows = rows.annotate(failed=review.Failed("checks")).filter(failed__gt=0)
    found = list(rows.values_list("segment__article", "segment__sha256", "checks"))
    held = dismissed({digest for _, digest, _ in found})
    counts: Counter[int] = Counter()
    for article, digest, checks in found:
        counts[article] += len(open_checks(checks, digest, held))
    return counts


def _unreviewed(articles: ArticleQuerySet) -> list[int]:
    return [rank.article for rank in ranked(articles)]


def _flagged(articles: ArticleQuerySet) -> list[int]:
    found = [rank for rank in ranked(articles) if rank.failed]
    return [rank.article for rank in sorted(found, key=lambda rank: -rank.failed)]


def _suggested(articles: ArticleQuerySet) -> list[int]:
    """The articles for which readers' wordings wait, the one that waits longest first."""
    waiting = Suggestion.objects.filter(state=Suggestion.State.NEW)
    waiting = waiting.filter(segment__article__in=articles)
    firsts = waiting.values("segment__article").annotate(first=Min("pk")).order_by("first")
    return list(firsts.values_list("segment__article", flat=True)[: MOST + 1])


def changed_since(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those whose source sent another text after a person's last word on them.

    A person's word is a wording, an Edition, or that the change was seen.
    """
    came = OuterRef("capture__received_at")
    words = Translation.objects.filter(segment__article=OuterRef("pk"), state__in=CHECKED)
    editions = Edition.objects.filter(article=OuterRef("pk"), by__isnull=False)
    target = Concat(Value("article:"), Cast(OuterRef("pk"), CharField()))
    seen = AuditEvent.objects.filter(target=target, act=SEEN)
    again = Capture.objects.filter(n__gt=1).values("article")
    return articles.filter(
        Exists(words.filter(created_at__lt=came)),
        ~Exists(words.filter(created_at__gte=came)),
        ~Exists(editions.filter(at__gte=came)),
        ~Exists(seen.filter(at__gte=came)),
        pk__in=again,
    ).exclude(state=State.WITHDRAWN)


def _changed(articles: ArticleQuerySet) -> list[int]:
    return _first(changed_since(articles).order_by("capture__received_at", "pk"))


def _scheduled(articles: ArticleQuerySet) -> list[int]:
    return _first(articles.filter(state=State.SCHEDULED).order_by("publish_at", "pk"))


def _hidden(articles: ArticleQuerySet) -> list[int]:
    return _first(articles.filter(state=State.HIDDEN).order_by("pk"))


def _first(articles: QuerySet[Article]) -> list[int]:
    return list(articles.values_list("pk", flat=True)[: MOST + 1])


QUEUES = {
    queue.name: queue
    for queue in (
        Queue(
            "unreviewed",
            "Not yet reviewed",
            "By readers’ doubts × openings in 30 days × failed checks × days since it came in, "
            "each plus one, of what is opened most, doubted most, and newest.",
            _unreviewed,
        ),
        Queue(
            "flagged",
            "With failed checks",
            "The machine’s English failed checks that nobody has dismissed, the most first.",
            _flagged,
            ("curate:review", "Sentence by sentence"),
        ),
        Queue(
            "suggestions",
            "Readers’ wordings wait",
            "The wording that waits longest comes first.",
            _suggested,
            ("curate:suggestions", "Wording by wording"),
        ),
        Queue(
            "changed",
            "Changed by the source",
            "The source sent another text after the last person’s word on the article.",
            _changed,
        ),
        Queue("scheduled", "Scheduled", "What goes live next comes first.", _scheduled),
        Queue(
            "hidden",
            "Hidden",
            "Readers do not see it until somebody publishes it. What waits longest comes first.",
            _hidden,
        ),
    )
}


def found(articles: ArticleQuerySet) -> dict[str, list[int]]:
    """The articles of every queue; those that are ranked, from one ranking."""
    ranks = ranked(articles)
    of_ranks = {
        "unreviewed": [rank.article for rank in ranks],
        "flagged": [rank.article for rank in ranks if rank.failed],
    }
    return of_ranks | {n: q.find(articles) for n, q in QUEUES.items() if n not in of_ranks}


def counted(count: int) -> str:
    """How many, as a queue says it: beyond what it holds, only that there are more."""
    return f"{MOST}+" if count > MOST else str(count)


@transaction.atomic
def see_change(article_id: int, *, capture: int, by: User) -> None:
    """Take the article out of the changed ones: what its source sent needs nothing done."""
    newest = Article.objects.values_list("capture", flat=True).get(pk=article_id)
    if newest != capture:
        raise Conflict("The source sent yet another text meanwhile. Look at it, then decide.")
    audit.record(SEEN, f"article:{article_id}", actor=by, capture=capture)
