"""Tags on articles: which ones readers see, and an editor's two acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet

from archive import audit
from archive.models import Alias, Article, Tag, Tagging
from archive.models.article import ArticleQuerySet
from archive.models.tag import PLURALS
from archive.search import outbox

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NAMED_IN_LISTS, NAMED_BESIDE = 4, 12
SAMPLED = 2000  # newest articles of a record in which those beside it are counted
Name = tuple[str, str]  # as it is written, and in which language


class Counted(TypedDict):
    """What counting adds to each tag."""

    articles: Any  # how many translated articles readers find under it


def tags_of(article_id: int) -> list[Tagging]:
    """The article's taggings as readers see them, with their tags, from one query.

    An editor's come first, then the machine's, the most telling first.
    """
    shown = Tagging.objects.shown().filter(article=article_id).select_related("tag")
    return list(shown.order_by("origin", "-salience", "pk"))


def by_kind(taggings: Iterable[Tagging]) -> list[tuple[str, list[Tagging]]]:
    """The same under the plural of each kind that is there."""
    found: dict[str, list[Tagging]] = {plural: [] for plural in PLURALS.values()}
    for tagging in taggings:
        found[tagging.tag.plural].append(tagging)
    return [(plural, held) for plural, held in found.items() if held]


def names_on(articles: Iterable[Article]) -> dict[int, list[Tag]]:
    """By article, the few people, places and organisations that it tells most of; one query."""
    named = Tagging.objects.shown().filter(article__in=list(articles))
    named = named.exclude(tag__kind=Tag.Kind.SUBJECT).select_related("tag")
    found: dict[int, list[Tag]] = defaultdict(list)
    for row in named.order_by("origin", "-salience", "pk"):
        if len(found[row.article_id]) < NAMED_IN_LISTS:
            found[row.article_id].append(row.tag)
    return found


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


def named_beside(tag: Tag, articles: ArticleQuerySet) -> list[tuple[Tag, int]]:
    """The records that stand most often on its newest articles too, and how often; one query."""
    newest = articles.newest_first().values("pk")[:SAMPLED]
    others = Tagging.objects.shown().filter(article__in=newest).exclude(tag=tag.pk).order_by()
    counted = others.values_list("tag", "tag__kind", "tag__slug", "tag__label_en")
    most = counted.annotate(n=Count("pk")).order_by("-n", "tag__label_en", "tag")[:NAMED_BESIDE]
    return [
        (Tag(pk=pk, kind=kind, slug=slug, label_en=label), n) for pk, kind, slug, label, n in most
    ]


def names_of(tags: Iterable[Tag]) -> dict[int, list[Name]]:
    """By record, all names that it and those that became part of it go by, each once.

    One query, and one for each step in which records became part of others. What was hidden
    before lends no name.
    """
    part_of = {tag.pk: tag.pk for tag in tags}
    names: dict[int, list[Name]] = {pk: [] for pk in part_of}
    step = list(part_of)
    while step:
        merged = Tag.objects.filter(merged_into__in=step).exclude(pk__in=list(part_of))
        step = []
        for tag in merged.exclude(status=Tag.Status.HIDDEN):
            part_of[tag.pk] = part_of[tag.merged_into_id or 0]
            names[part_of[tag.pk]] += [(tag.label_en, "en"), (tag.label_fr, "fr")]
            step.append(tag.pk)
    aliases = Alias.objects.filter(tag__in=list(part_of)).order_by("text", "language")
    for pk, text, language in aliases.values_list("tag", "text", "language"):
        names[part_of[pk]].append((text, language))
    return {
        pk: list({text: (text, lang) for text, lang in held if text}.values())
        for pk, held in names.items()
    }


def spellings(tag: Tag) -> list[Name]:
    """The names it goes by beside its two labels."""
    labels = {tag.label_en, tag.label_fr}
    return sorted(name for name in names_of([tag])[tag.pk] if name[0] not in labels)


def met_at(slug: str) -> Tag | None:
    """The record that readers meet under a slug: a merged one's heir; None for a hidden one."""
    found = Tag.objects.select_related("merged_into").filter(slug=slug).first()
    shown = heir(found) if found else None
    return None if shown is None or shown.status == Tag.Status.HIDDEN else shown


def heir(tag: Tag) -> Tag:
    """The record that a merged one was merged into, however often; else the record itself."""
    seen = {tag.pk}
    while tag.merged_into and tag.merged_into_id not in seen:
        tag = tag.merged_into
        seen.add(tag.pk)
    return tag


def hold(tag_ids: Collection[int]) -> dict[int, Tag]:
    """The records' heirs by the numbers asked for, locked until the transaction ends.

    Ask with the article locked, before you write its taggings: a merge waits for that, and so
    moves what is written.
    """
    held: dict[int, Tag] = {}
    while True:
        heirs = {tag.pk: heir(tag).pk for tag in Tag.objects.filter(pk__in=tag_ids)}
        if held.keys() >= set(heirs.values()):
            return {pk: held[found] for pk, found in heirs.items()}
        wanted = Tag.objects.filter(pk__in=set(heirs.values())).order_by("pk")
        held = {tag.pk: tag for tag in wanted.select_for_update(no_key=True)}


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
    tag = hold([tag.pk])[tag.pk]
    known = Tagging.objects.filter(article=article, tag=tag).first()
    row = known or Tagging(article=article, tag=tag)
    if known and (row.origin, row.refused) == (Tagging.Origin.EDITOR, refused):
        return row
    row.origin, row.refused, row.author = Tagging.Origin.EDITOR, refused, by
    row.save()
    audit.record("untag" if refused else "tag", f"article:{article.pk}", actor=by, tag=tag.slug)
    outbox.touch(article.pk)
    return row
