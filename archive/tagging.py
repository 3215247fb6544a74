"""Tags on articles: which ones readers see, and an editor's two acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from archive import audit
from archive.models import Article, Tag, Tagging
from archive.models.article import ArticleQuerySet
from archive.search import outbox

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Counted(TypedDict):
    """What counting adds to each tag."""

    articles: Any  # how many translated articles readers find under it


def tags_of(article_id: int) -> list[Tagging]:
    """The article's taggings as readers see them, with their tags, from one query.

    An editor's come first, then the machine's, the most telling first.
    """
    shown = Tagging.objects.shown().filter(article=article_id).select_related("tag")
    return list(shown.order_by("origin", "-salience", "pk"))


def in_use() -> QuerySet[WithAnnotations[Tag, Counted]]:
    """Shown tags that lead to a translated article, with their counts, by kind and name."""
    counted = Tag.objects.in_use().with_counts()
    return counted.order_by("kind", "label_en", "pk")  # type: ignore[return-value]


def most_used(at_most: int, *kinds: str) -> list[WithAnnotations[Tag, Counted]]:
    """The tags that lead to most articles, all kinds or those given, from one query."""
    found = in_use().filter(kind__in=kinds) if kinds else in_use()
    return list(found.order_by("-articles", "label_en", "pk")[:at_most])


def articles_under(tag: Tag) -> ArticleQuerySet:
    """The translated articles that readers find under a tag."""
    return Article.objects.translated().filter(taggings__tag=tag, taggings__refused=False)


def spellings(tag: Tag) -> list[str]:
    """The names it goes by beside its two labels, each once, from one query."""
    labels = {tag.label_en, tag.label_fr}
    texts = tag.aliases.order_by("text").values_list("text", flat=True)
    return [text for text in dict.fromkeys(texts) if text not in labels]


def heir(tag: Tag) -> Tag:
    """The record that a merged one was merged into, however often; else the record itself."""
    seen = {tag.pk}
    while tag.merged_into and tag.merged_into_id not in seen:
        tag = tag.merged_into
        seen.add(tag.pk)
    return tag


def add(article: Article, tag: Tag, by: User) -> Tagging:
    """Put a tag on an article by an editor's hand; the machine will leave it."""
    return _decide(article, tag, by, refused=False)


def refuse(article: Article, tag: Tag, by: User) -> Tagging:
    """Take a tag off an article by an editor's hand; the machine will not put it back."""
    return _decide(article, tag, by, refused=True)


@transaction.atomic
def _decide(article: Article, tag: Tag, by: User, *, refused: bool) -> Tagging:
    """The same decision again changes nothing and is not written down twice."""
    Article.objects.select_for_update().get(pk=article.pk)
    tag = heir(tag)
    known = Tagging.objects.filter(article=article, tag=tag).first()
    row = known or Tagging(article=article, tag=tag)
    if known and (row.origin, row.refused) == (Tagging.Origin.EDITOR, refused):
        return row
    row.origin, row.refused, row.author = Tagging.Origin.EDITOR, refused, by
    row.save()
    audit.record("untag" if refused else "tag", f"article:{article.pk}", actor=by, tag=tag.slug)
    outbox.touch(article.pk)
    return row
