"""Tags on articles: which ones readers see, and an editor's two acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse

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


class Named(NamedTuple):
    """A record as a list names it."""

    label: str
    address: str


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


def names_on(articles: Iterable[Article]) -> dict[int, list[Named]]:
    """By article, the few people, places and organisations that it tells most of; one query."""
    # A list has a hundred names: plain values, and each address made of its kind's.
    within = {kind: reverse("archive:tag_index", args=[plural]) for kind, plural in PLURALS.items()}
    shown = Tagging.objects.shown().filter(article__in=list(articles))
    named = shown.exclude(tag__kind=Tag.Kind.SUBJECT).order_by("origin", "-salience", "pk")
    found: dict[int, list[Named]] = defaultdict(list)
    for pk, kind, slug, label in named.values_list(
        "article", "tag__kind", "tag__slug", "tag__label_en"
    ):
        if len(found[pk]) < NAMED_IN_LISTS:
            found[pk].append(Named(label, f"{within[kind]}{slug}/"))
    return found


def most_used(at_most: int, *kinds: str) -> list[WithAnnotations[Tag, Counted]]:
    """The tags that lead to most articles, all kinds or those given, from one query."""
    shown = Tag.objects.shown().filter(kind__in=kinds or Tag.Kind.values).with_counts()
    ordered: QuerySet[Any] = shown.order_by("-articles", "label_en", "pk")  # type: ignore[misc]
    return [tag for tag in ordered[:at_most] if tag.articles]


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


def parts_of(tag: Tag) -> set[int]:
    """The numbers of the record and of all that became part of it; a query for each step."""
    found = step = {tag.pk}
    while step:
        merged = Tag.objects.filter(merged_into__in=step).exclude(pk__in=found)
        step = set(merged.values_list("pk", flat=True))
        found = found | step
    return found


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
