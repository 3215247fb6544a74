"""Making one record part of another."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from archive import tagging
from archive.authority.holding import Refused, hold, note, retag, reword
from archive.models import Merge, MergeSuggestion, Tag, Tagging
from archive.search import outbox


@transaction.atomic
def merge(tag: Tag, heir: Tag, by: User, **details: object) -> Merge:
    """Make the record part of `heir`, or of what that was merged into; the heir’s kind stands.

    Its taggings go over. Where both stood on an article one gives way and is kept in the Merge:
    the machine’s before an editor’s, else the record’s before the heir’s. Its address leads to
    the heir from then on; its names stay its own.
    """
    held, into = _held(tag, heir)
    articles = list(held.taggings.values_list("article", flat=True))
    gone, moved = _meet(held, into)
    Tagging.objects.filter(pk__in=[row.pk for row in gone]).delete()
    held.taggings.update(tag=into)
    Tag.objects.filter(pk=held.pk).update(merged_into=into)
    tag.merged_into = into
    absorbed = [as_json(row) for row in gone]
    made = Merge.objects.create(tag=held, heir=into, by=by, moved=moved, absorbed=absorbed)
    pairs_of(held, into).update(state=MergeSuggestion.State.MERGED)
    outbox.touch_all(articles)
    retag(row.article_id for row in gone)
    reword(articles)
    counts = {"moved": len(moved), "absorbed": len(gone)}
    note("merge tag", held, by, merge=made.pk, into=into.slug, **counts, **details)
    return made


def _held(tag: Tag, heir: Tag) -> tuple[Tag, Tag]:
    """Both records, locked. Raises Refused where they are one, or the first is merged already."""
    while True:
        point = transaction.savepoint()
        end = tagging.heir(Tag.objects.get(pk=heir.pk))
        both = hold(tag.pk, end.pk)
        held, into = both[tag.pk], both[end.pk]
        if into.merged_into_id is None or into.pk == held.pk:
            break
        transaction.savepoint_rollback(point)  # no record is held while articles are waited for
    if tagging.heir(held).pk == into.pk:
        raise Refused(f"“{tag}” and “{heir}” are one record already.")
    if held.merged_into:
        raise Refused(f"“{held}” is part of “{held.merged_into}” already: undo that first.")
    return held, into


def _meet(tag: Tag, heir: Tag) -> tuple[list[Tagging], list[int]]:
    """The taggings that give way, and the numbers of those that go over."""
    rows = list(tag.taggings.order_by("pk"))
    both = Tagging.objects.filter(tag=heir, article__in=tag.taggings.values("article"))
    met = {row.article_id: row for row in both}
    gone, moved = [], []
    for row in rows:
        other = met.get(row.article_id)
        if other is None or (_decided(row) and not _decided(other)):
            moved.append(row.pk)
            gone += [other] if other else []
        else:
            gone.append(row)
    return gone, moved


def _decided(row: Tagging) -> bool:
    return row.origin == Tagging.Origin.EDITOR


def as_json(row: Tagging) -> dict[str, Any]:
    """A tagging whole, so that it can be put back as it stood."""
    return {
        "pk": row.pk,
        "article": row.article_id,
        "tag": row.tag_id,
        "origin": row.origin,
        "refused": row.refused,
        "confidence": row.confidence,
        "salience": row.salience,
        "offsets": row.offsets,
        "author": row.author_id,
        "created_at": row.created_at.isoformat(),
    }


def pairs_of(tag: Tag, heir: Tag) -> Any:
    """The suggestions that these two may be one."""
    return MergeSuggestion.objects.filter(Q(tag=tag, other=heir) | Q(tag=heir, other=tag))
