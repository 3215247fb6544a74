"""What the index still has to hear of: rows written in the change's own transaction.

The index of every host reads them in the order of `xid` and `id`, and keeps the last one that it
applied as its cursor. The row at the cursor must still be there, with the same time: else rows
after it may be missing too, or the database was restored, and the host makes its index again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from archive.models import Article, SearchOutbox

KEPT = timedelta(days=7)


class Lost(Exception):
    """The outbox no longer holds all that came after a cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row that a host applied; `pk` 0 stands before the first, at the time `at`."""

    xid: int
    pk: int
    at: datetime

    @classmethod
    def of(cls, row: SearchOutbox) -> Cursor:
        """The cursor that stands at the row."""
        return cls(row.xid, row.pk, row.at)


class _Transaction(Func):
    """A number of transactions, as PostgreSQL says it: here what SQLite has instead of one."""

    template, arity, output_field = "0", 0, BigIntegerField()
    postgresql = ""

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """PostgreSQL's own words."""
        return self.as_sql(compiler, connection, template=self.postgresql, **context)


class Current(_Transaction):
    """The number of the transaction under way."""

    postgresql = "pg_current_xact_id()::text::bigint"


class OldestRunning(_Transaction):
    """The number below which every transaction has ended: a row under it will get no elder."""

    template = "1"
    postgresql = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def touch(article_id: int) -> None:
    """Note, in the transaction of the change, that the index must look at the article again."""
    touch_all([article_id])


def touch_all(article_ids: Iterable[int]) -> None:
    """Note the same of many articles, as when their tag is renamed or their source cut shorter."""
    rows = (SearchOutbox(article_id=pk, xid=Current()) for pk in article_ids)
    SearchOutbox.objects.bulk_create(rows, batch_size=500)


def settled() -> QuerySet[SearchOutbox]:
    """The rows that no other can still come before, in order."""
    return SearchOutbox.objects.filter(xid__lt=OldestRunning()).order_by("xid", "pk")


def end() -> Cursor:
    """The cursor of an index that is read from the database from now on."""
    row = settled().last()
    return Cursor.of(row) if row else Cursor(0, 0, timezone.now())


def since(cursor: Cursor, at_most: int) -> list[SearchOutbox]:
    """Up to so many rows after the cursor, in order. Raises Lost where it has lost its place."""
    rows = list(_from(settled(), cursor)[: at_most + 1])
    _ensure_kept(cursor, rows)
    return rows[1:] if cursor.pk else rows[:at_most]


def waits(cursor: Cursor) -> bool:
    """Whether any change has come after the cursor, settled or not. Raises Lost as `since`."""
    rows = list(_from(_all(), cursor)[:2])
    _ensure_kept(cursor, rows)
    return len(rows) > bool(cursor.pk)


def count_after(cursor: Cursor) -> int:
    """How many rows come after the cursor. Raises Lost as `since`."""
    rows = _from(_all(), cursor)
    _ensure_kept(cursor, list(rows[:1]))
    return rows.count() - bool(cursor.pk)


def gone_since(cursor: Cursor) -> list[int]:
    """The articles noted after the cursor that readers may no longer find, however many notes.

    The database answers with these alone: articles are many in a backlog, withdrawn ones few.
    """
    found = Article.objects.translated().filter(pk=OuterRef("article_id"))
    rows = _from(_all(), cursor).exclude(Exists(found)).order_by()
    return list(rows.values_list("article_id", flat=True).distinct())


def _all() -> QuerySet[SearchOutbox]:
    return SearchOutbox.objects.order_by("xid", "pk")


def _from(rows: QuerySet[SearchOutbox], cursor: Cursor) -> QuerySet[SearchOutbox]:
    """The row at the cursor, if there is one, and those after it."""
    return rows.filter(Q(xid__gt=cursor.xid) | Q(xid=cursor.xid, pk__gte=cursor.pk))


def _ensure_kept(cursor: Cursor, rows: list[SearchOutbox]) -> None:
    if not cursor.pk:
        if cursor.at < timezone.now() - KEPT:
            raise Lost("the index was made of an empty outbox and has not been used for long")
    elif not rows or Cursor.of(rows[0]) != cursor:
        raise Lost(f"note {cursor.pk} is no longer in the outbox")


def prune() -> int:
    """Delete rows older than seven days, but for the newest of them; return how many.

    The one that stays is the place of every host that was up to date when it was written.
    """
    old = settled().filter(at__lt=timezone.now() - KEPT)
    newest = old.last()
    if newest is None:
        return 0
    earlier = Q(xid__lt=newest.xid) | Q(xid=newest.xid, pk__lt=newest.pk)
    return old.filter(earlier).order_by().delete()[0]
