"""What every act stands on: rows held in a fixed order, the note of the act, articles tagged anew.

Whoever writes taggings locks the article first and the record after it. So does an act, with all
the articles of its records in the order of their numbers: nobody waits for another in a ring.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.contrib.auth.models import User
from django.db import transaction

from archive import audit, ledger
from archive.models import Article, Tag, Tagging
from archive.models.article import ArticleQuerySet

RETAG = "tag"  # the kind of job that reads an article's names again
REWORD = "translate"  # and the one that words what its names make stale


class Refused(ValueError):
    """Why an act cannot be done: one plain sentence for the editor."""

    permanent = True


def hold(*ids: int) -> dict[int, Tag]:
    """Lock the records and every article they stand on; the records as they now are.

    An article that got one of them while the records were waited for is locked in a new round.
    """
    while True:
        point = transaction.savepoint()
        locked = set(_articles(ids).select_for_update(no_key=True).values_list("pk", flat=True))
        held = {tag.pk: tag for tag in hold_records(*ids)}
        if set(_articles(ids).values_list("pk", flat=True)) <= locked:
            transaction.savepoint_commit(point)
            return held
        transaction.savepoint_rollback(point)


def hold_records(*ids: int) -> list[Tag]:
    """Lock the records alone, in the order of their numbers."""
    return list(Tag.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def hold_standing(tag: Tag) -> Tag:
    """Lock one record. Raises Refused where it has become part of another."""
    (held,) = hold_records(tag.pk)
    if held.merged_into:
        raise Refused(f"“{held}” is part of “{held.merged_into}”: act on that one.")
    return held


def _articles(tag_ids: Collection[int]) -> ArticleQuerySet:
    standing = Tagging.objects.filter(tag__in=tag_ids)
    return Article.objects.filter(pk__in=standing.values("article")).order_by("pk")


def articles_of(tag: Tag) -> list[int]:
    """The articles it stands on, in whatever state."""
    return list(tag.taggings.order_by("article").values_list("article", flat=True))


def note(act: str, tag: Tag, by: User, **details: object) -> None:
    """Write an act on the record down; one that names no batch is a batch of its own."""
    write_down(act, f"tag:{tag.slug}", by, **details)


def write_down(act: str, target: str, by: User, **details: object) -> None:
    """Write an act down, with its batch."""
    audit.record(act, target, actor=by, **{"batch": new_batch(), **details})


def new_batch() -> str:
    """A name for acts that are done together."""
    return uuid.uuid4().hex


def retag(article_ids: Iterable[int]) -> None:
    """Have the articles read again."""
    ledger.enqueue_all(RETAG, map(str, article_ids))


def reword(article_ids: Iterable[int]) -> None:
    """Have the articles' machine wordings held to what the records say now."""
    ledger.enqueue_all(REWORD, map(str, article_ids))
