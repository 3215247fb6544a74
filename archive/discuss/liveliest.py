"""The articles that readers discuss most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from archive.listing import Row, rows
from archive.models import Article, Comment

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Discussed:
    """An article and how many comments on it can be read."""

    row: Row
    comments: int


def liveliest(at_most: int) -> list[Discussed]:
    """The most discussed of late, else, where nobody spoke, of all time, from three queries."""
    since = timezone.now() - RECENT
    said = Comment.objects.published().filter(article__in=Article.objects.translated())
    counted = said.values_list("article").annotate(
        late=Count("pk", filter=Q(published_at__gte=since)), all=Count("pk")
    )
    most = list(counted.order_by("-late", "-all", "-article")[:at_most])
    chosen = {pk: count for pk, late, count in most if late or not most[0][1]}
    articles = Article.objects.translated().for_lists().in_bulk(list(chosen))
    found = {row.article.pk: row for row in rows(list(articles.values()))}
    return [Discussed(found[pk], count) for pk, count in chosen.items() if pk in found]
