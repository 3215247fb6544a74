"""What became of an article's page at its source: whether it was still there when last looked at.

It is read along with the article, in the same query. A page whose text came from the feed alone
was never looked at, and nothing is told of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from archive.models import Article, Page
from archive.models.article import ArticleQuerySet

LOOKED_AT = Q(state=Page.State.HELD, via=Page.Via.PAGE, seen_at__isnull=False)
GONE = Q(state=Page.State.GONE, gone_at__isnull=False)
FIELDS = ("state", "seen_at", "gone_at")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The page at its source: when it was last seen, and since when it is gone, if it is."""

    seen_at: datetime | None
    gone_at: datetime | None = None

    @property
    def state(self) -> str:
        """`there` or `gone`."""
        return "gone" if self.gone_at else "there"


def with_page(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Have each article bring along what is known of its page; one that is there goes first."""
    there_first = Case(When(LOOKED_AT, then=Value(0)), default=Value(1))
    pages = Page.objects.filter(LOOKED_AT | GONE, article=OuterRef("pk")).exclude(url="")
    chosen = pages.order_by(there_first, F("seen_at").desc(nulls_last=True), "-pk")
    told: dict[str, Any] = {f"page_{name}": Subquery(chosen.values(name)[:1]) for name in FIELDS}
    return articles.annotate(**told)


def whereabouts(article: Article) -> Whereabouts | None:
    """What became of the page of an article found `with_page`; None where nothing is known."""
    state, seen_at, gone_at = (vars(article)[f"page_{name}"] for name in FIELDS)
    if not state:
        return None
    return Whereabouts(seen_at, gone_at if state == Page.State.GONE else None)
