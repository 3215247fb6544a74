"""Steps from state to state by the database's own hand, past every desk."""

from typing import Any

from django.db import connection


def step(table: str, pk: int, after: str, **fields: Any) -> None:
    """UPDATE the row to that state, with whatever else the state asks for."""
    changes: dict[str, Any] = {"state": after, **fields}
    columns = ", ".join(f"{column} = %s" for column in changes)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*changes.values(), pk])


def state_of(table: str, pk: int) -> str:
    """The row's state, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM {table} WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])
