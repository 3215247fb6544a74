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

from django.db.models import BigIntegerField, Func, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from archive.models import SearchOutbox

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
    later = Q(xid__gt=cursor.xid) | Q(xid=cursor.xid, pk__gte=cursor.pk)
    rows = list(settled().filter(later)[: at_most + 1])
    if not cursor.pk:
        if cursor.at < timezone.now() - KEPT:
            raise Lost("the index was made of an empty outbox and has not been used for long")
        return rows[:at_most]
    if not rows or Cursor.of(rows[0]) != cursor:
        raise Lost(f"note {cursor.pk} is no longer in the outbox")
    return rows[1:]


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
