"""What a batch does to each of its articles, and how it takes that back: publish, hide, tags.

Taking back puts what the batch changed as it was, and nothing else. Where somebody changed it
since, it is kept. An Edition is never unmade: readers see the former one again, or none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from archive import audit, tagging
from archive.models import Article, Batch, BatchItem, Tag, Tagging
from archive.search import outbox
from newsroom.curate import desk
from newsroom.curate.batches import Done, undoer
from newsroom.curate.desk import Refused

State = Article.State
CHANGED = "It was changed since, and is left as it is."


def publish(item: BatchItem, batch: Batch) -> Done:
    """Show readers the article with the wordings that stand now."""
    before = _held(item)
    desk.publish(item.article_id, by=batch.by, expected=before.version)
    return Done(_facts(before), _facts(_held(item)))


def unpublish(item: BatchItem, batch: Batch) -> None:
    """Hide the article again, or show the Edition that stood before."""
    article, before, by = _unchanged(item), item.before, undoer(batch)
    if before["edition"] and before["edition"] != article.edition_id:
        n = article.editions.values_list("n", flat=True).get(pk=before["edition"])
        desk.point_to(article.pk, n, by=by, expected=article.version)
        article.refresh_from_db()
    if before["state"] == State.LIVE:
        if not before["edition"]:
            raise Refused("Readers saw it before, still without English: hide it, if need be.")
        return
    desk.hide(article.pk, by=by, expected=article.version)
    if at := _time_to_come(before):
        desk.schedule(article.pk, at=at, by=by, expected=article.version + 1)


def hide(item: BatchItem, batch: Batch) -> Done:
    """Take the article off the site."""
    before = _held(item)
    desk.hide(item.article_id, by=batch.by, expected=before.version)
    return Done(_facts(before), _facts(_held(item)))


def unhide(item: BatchItem, batch: Batch) -> None:
    """Show the article again just as readers saw it, or plan it again for its time."""
    article, before, by = _unchanged(item), item.before, undoer(batch)
    if before["state"] == State.SCHEDULED:
        at = _time_to_come(before)
        if at is None:
            raise Refused("The time for which it was planned has passed: it stays hidden.")
        desk.schedule(article.pk, at=at, by=by, expected=article.version)
        return
    Article.objects.filter(pk=article.pk).update(state=State.LIVE, version=F("version") + 1)
    audit.record("go live", f"article:{article.pk}", actor=by, before=article.state)
    outbox.touch(article.pk)


def _held(item: BatchItem) -> Article:
    """The article, locked."""
    return Article.objects.select_for_update(of=("self",)).get(pk=item.article_id)


def _facts(article: Article) -> dict[str, Any]:
    planned = article.publish_at.isoformat() if article.publish_at else None
    return {"state": article.state, "edition": article.edition_id, "publish_at": planned}


def _unchanged(item: BatchItem) -> Article:
    """The article, locked, if it is still as the batch left it."""
    article = _held(item)
    if _facts(article) != item.after:
        raise Refused(CHANGED)
    return article


def _time_to_come(before: dict[str, Any]) -> datetime | None:
    """When it was to be published, if that is still to come."""
    at = datetime.fromisoformat(before["publish_at"]) if before["publish_at"] else None
    return at if at and at > timezone.now() else None


def tag(item: BatchItem, batch: Batch) -> Done:
    """Put tags on the article and take others off it, by an editor's hand."""
    article = _held(item)
    wanted = dict.fromkeys(batch.asked.get("add", []), False)
    wanted |= dict.fromkeys(batch.asked.get("off", []), True)
    before, after = {}, {}
    for known in Tag.objects.filter(slug__in=wanted).order_by("pk"):
        record = tagging.hold([known.pk])[known.pk]
        was = _row(article, record)
        refused = wanted[known.slug]
        if refused and was is None:
            continue  # it never stood there: there is nothing to take off
        row = (tagging.refuse if refused else tagging.add)(article, record, batch.by)
        if was != _told(row):
            before[str(row.pk)], after[str(row.pk)] = was, _told(row)
    if not after:
        raise Refused("Its tags are so already.")
    return Done({"tags": before}, {"tags": after})


def untag(item: BatchItem, batch: Batch) -> str:
    """Give each tag that the batch changed back the standing that it had."""
    article = _held(item)
    rows = Tagging.objects.select_related("tag").in_bulk(map(int, item.after["tags"]))
    still = [row for row in rows.values() if _told(row) == item.after["tags"][str(row.pk)]]
    if not still:
        raise Refused(CHANGED)
    tagging.hold([row.tag_id for row in still])
    for row in still:
        _put_back(row, item.before["tags"][str(row.pk)])
        target = f"article:{article.pk}"
        audit.record("undo tag", target, actor=undoer(batch), tag=row.tag.slug)
    outbox.touch(article.pk)
    left = len(item.after["tags"]) - len(still)
    return f"{left} of its tags changed since, and stay." if left else ""


def _row(article: Article, record: Tag) -> dict[str, Any] | None:
    row = Tagging.objects.filter(article=article, tag=record).first()
    return _told(row) if row else None


def _told(row: Tagging) -> dict[str, Any]:
    """Whose decision the tagging is, and which."""
    return {
        "tag": row.tag_id,
        "origin": str(row.origin),
        "refused": row.refused,
        "author": row.author_id,
    }


def _put_back(row: Tagging, was: dict[str, Any] | None) -> None:
    if was is None:
        row.delete()
        return
    row.origin, row.refused, row.author_id = was["origin"], was["refused"], was["author"]
    row.save(update_fields=["origin", "refused", "author"])
