"""What the run's own database begins with: a copy of one that is migrated once a run.

Processes that share a run then need not migrate one each, and after a test that commits the copy
is laid over what the test left, which is sooner done than emptying every table.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.test import TransactionTestCase

from tests.sites import DATABASE, migrated, once

ASIDE = "aside"
TABLES_OF = "SELECT tablename FROM pg_tables WHERE schemaname = %s"


@contextmanager
def begun() -> Iterator[None]:
    """The databases that Django makes for tests meanwhile begin migrated."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            _begin_sqlite(patch)
        else:
            _begin_postgres(patch)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: put_back())
        yield


def put_back() -> None:
    """Make the run's database as it was in the beginning, whatever is in it."""
    if connection.vendor == "sqlite":
        _lay(_file())
    else:
        _put_back()


def _file() -> Path:
    return once("sqlite", migrated) / DATABASE


def _begin_sqlite(patch: pytest.MonkeyPatch) -> None:
    plain = DatabaseCreation._create_test_db  # type: ignore[attr-defined]

    def create(self: DatabaseCreation, *args: Any, **options: Any) -> str:
        name: str = plain(self, *args, **options)
        self.connection.close()
        self.connection.settings_dict["NAME"] = name
        _lay(_file())
        return name

    patch.setattr(DatabaseCreation, "_create_test_db", create)


def _lay(file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as source:
        source.backup(connection.connection)


def _begin_postgres(patch: pytest.MonkeyPatch) -> None:
    _lay_aside(os.environ["DATABASE_URL"])
    settings = connection.settings_dict
    patch.setitem(settings["TEST"], "TEMPLATE", settings["NAME"])


def _lay_aside(url: str) -> None:
    """Keep what migrations wrote in tables beside it, in the database that ours is made like."""
    with psycopg.connect(url) as line:
        line.execute(f"CREATE SCHEMA {ASIDE}")
        for table in (row[0] for row in line.execute(TABLES_OF, ["public"]).fetchall()):
            if line.execute(f'SELECT 1 FROM "{table}" LIMIT 1'.encode()).fetchone():
                line.execute(f'CREATE TABLE {ASIDE}."{table}" AS TABLE "{table}"'.encode())


def _put_back() -> None:
    # The role of a replica obeys no trigger: neither those that keep the audit for ever nor those
    # that stand behind foreign keys.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("".join(f'DELETE FROM "{table}";' for table in _tables("public")))
        cursor.execute(
            "".join(f'INSERT INTO "{t}" SELECT * FROM {ASIDE}."{t}";' for t in _tables(ASIDE))
        )


@cache
def _tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES_OF, [schema])
        return [row[0] for row in cursor.fetchall()]
