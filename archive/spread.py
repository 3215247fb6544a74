"""How articles spread over the facets, counted by the database: for when the index is away."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from archive.models import Article, Tagging
from archive.models.article import ArticleQuerySet
from archive.search.schema import KINDS

Facets = dict[str, list[tuple[str, int]]]


def facets(articles: QuerySet[Article]) -> Facets:
    """Sources, and tags by kind, with how many of the articles each has, from two queries."""
    ids = articles.order_by().values("pk")
    held = Article.objects.filter(pk__in=ids)
    sources = (
        held.values_list("source__slug").annotate(n=Count("pk")).order_by("-n", "source__slug")
    )
    found: Facets = {"source": [(slug, count) for slug, count in sources]}
    found |= {kind: [] for kind in KINDS}
    standing = Tagging.objects.shown().filter(article__in=ids)
    tags = standing.values_list("tag__kind", "tag__slug").annotate(n=Count("pk"))
    for kind, slug, count in tags.order_by("-n", "tag__slug"):
        found[kind].append((slug, count))
    return found


def days(articles: ArticleQuerySet) -> dict[date, int]:
    """How many of the articles bear the date of each day, from one query."""
    counted = articles.dated().order_by().values_list("listed_on").annotate(n=Count("pk"))
    return dict(counted.order_by("listed_on"))
