"""What the wire's tests may ask for besides what all may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def many_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let threads use the test's database together, as processes do.

    The tests' SQLite lies in memory, where it refuses whom it could let wait: the test gets its
    contents as a file. PostgreSQL stays as it is.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path = str(tmp_path / "threads.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    in_memory, name = connections["default"], connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = path
    connections["default"] = connections.create_connection("default")
    yield
    connection.close()
    connections["default"] = in_memory
    connection.settings_dict["NAME"] = name
