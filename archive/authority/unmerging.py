"""Taking a merge back, also in the midst of a chain of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.authority.holding import Refused, hold, note, retag, reword
from archive.authority.merging import pairs_of
from archive.models import Article, AuditEvent, Merge, MergeSuggestion, Tag, Tagging
from archive.search import outbox


@transaction.atomic
def undo_merge(merge: Merge, by: User, **details: object) -> None:
    """Make the merged record one of its own again.

    What went over comes back and what gave way is put back, save on articles for which an editor
    has decided since: a decision stays with the heir, and one to take it off holds for both. What
    the machine wrote meanwhile is put right by reading the articles again.
    """
    merge, tag, chain = _held(merge)
    mine = Tagging.objects.filter(pk__in=merge.moved, tag=chain[-1])
    theirs = [row["article"] for row in merge.absorbed]
    since = Q(tag=chain[-1], created_at__gte=merge.at, origin=Tagging.Origin.MACHINE)
    articles = {*theirs, *mine.values_list("article", flat=True)}
    articles |= set(Tagging.objects.filter(since).values_list("article", flat=True))
    decided = _decided_since(merge, chain)
    lost = _strike(merge, chain[:-1])
    articles |= {row["article"] for row in lost}
    mine.exclude(article__in=[*decided, *tag.taggings.values_list("article", flat=True)]).update(
        tag=tag
    )
    _put_back([*merge.absorbed, *lost], tag, chain, decided)
    _refuse_too(tag, chain[-1], articles & decided)
    _end(merge, tag, by)
    outbox.touch_all(sorted(articles))
    retag(articles)
    reword(articles)
    note("unmerge tag", tag, by, merge=merge.pk, **{"from": merge.heir.slug}, **details)


def _held(merge: Merge) -> tuple[Merge, Tag, list[Tag]]:
    """The merge, its record, and the chain from its heir to the one that stands, all locked."""
    while True:
        point = transaction.savepoint()
        chain = _chain(merge.heir_id)
        held = hold(merge.tag_id, *(tag.pk for tag in chain))
        if [tag.pk for tag in chain] == [tag.pk for tag in _chain(merge.heir_id)]:
            break
        transaction.savepoint_rollback(point)  # no record is held while articles are waited for
    now = Merge.objects.select_related("heir").get(pk=merge.pk)
    if now.undone_at:
        raise Refused(f"The merge of “{now.tag}” into “{now.heir}” was undone already.")
    return now, held[now.tag_id], [held[tag.pk] for tag in chain]


def _chain(pk: int | None) -> list[Tag]:
    found: list[Tag] = []
    while pk is not None and pk not in {tag.pk for tag in found}:
        found.append(Tag.objects.get(pk=pk))
        pk = found[-1].merged_into_id
    return found


def _decided_since(merge: Merge, chain: Iterable[Tag]) -> set[int]:
    """The articles on which an editor put the heir, or from which they took it, since."""
    events = AuditEvent.objects.filter(
        act__in=["tag", "untag"], at__gte=merge.at, details__tag__in=[tag.slug for tag in chain]
    )
    targets = events.values_list("target", flat=True)
    return {int(target.removeprefix("article:")) for target in targets}


def _strike(merge: Merge, merged: Iterable[Tag]) -> list[dict[str, Any]]:
    """Take this merge’s taggings out of later ones, and return those that gave way there.

    Whoever undoes those later must not fetch what has gone home.
    """
    ours, lost = {*merge.moved, *(row["pk"] for row in merge.absorbed)}, []
    later = Merge.objects.filter(tag__in=merged, undone_at__isnull=True).order_by("pk")
    for each in later.select_for_update():
        lost += [row for row in each.absorbed if row["pk"] in ours]
        each.absorbed = [row for row in each.absorbed if row["pk"] not in ours]
        each.moved = [pk for pk in each.moved if pk not in ours]
        each.save(update_fields=["moved", "absorbed"])
    return [{**row, "tag": merge.tag_id} for row in lost]


def _put_back(
    rows: Iterable[dict[str, Any]], tag: Tag, chain: list[Tag], decided: set[int]
) -> None:
    """Write what gave way as it stood, where nothing else stands in its place."""
    for row in rows:
        owner = tag if row["tag"] == tag.pk else chain[-1]
        taken = Tagging.objects.filter(article=row["article"], tag=owner).exists()
        there = Article.objects.filter(pk=row["article"]).exists()
        if there and not taken and row["article"] not in decided:
            _restore(row, owner)


def _restore(row: dict[str, Any], owner: Tag) -> None:
    names = ("origin", "refused", "confidence", "salience", "offsets")
    fields = {name: row[name] for name in names}
    keys = {"article_id": row["article"], "author_id": row["author"]}
    made = Tagging.objects.create(pk=row["pk"], tag=owner, **keys, **fields)
    at = datetime.fromisoformat(row["created_at"])
    Tagging.objects.filter(pk=made.pk).update(created_at=at)


def _refuse_too(tag: Tag, heir: Tag, decided: Iterable[int]) -> None:
    rows = Tagging.objects.filter(tag=heir, article__in=decided, refused=True)
    fields = {"tag": tag, "origin": Tagging.Origin.EDITOR, "refused": True}
    Tagging.objects.bulk_create(
        [Tagging(article_id=row.article_id, author_id=row.author_id, **fields) for row in rows],
        ignore_conflicts=True,
    )


def _end(merge: Merge, tag: Tag, by: User) -> None:
    Tag.objects.filter(pk=tag.pk).update(merged_into=None)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    pairs_of(tag, merge.heir).filter(state=MergeSuggestion.State.MERGED).update(state="open")
