"""What every test may ask for, and what the run says at its end."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from itertools import count
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import override_settings
from pytest_django import Settings

from tests import beginnings, servers, sites
from tests.blockade import Blockade, blockade
from tests.cast import edith, max_, rosa, sam
from tests.press import Press
from tests.servers import Postgres, Redis
from tests.sites import Site

__all__ = ["edith", "max_", "rosa", "sam"]

NOT_FOR_POSTGRES = {*servers.SERVICES, "drill", "embedded"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --database=postgres keep the tests of the database, and no others.

    Of a test with many parameters, which asks much the same of the database each time, three are
    enough; --full-drills keeps them all.
    """
    if config.getoption("database") != "postgres":
        return
    times, most = Counter[object](), sys.maxsize if config.getoption("full_drills") else 3
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        mine = "django_db" in marks and not marks & NOT_FOR_POSTGRES
        if mine and isinstance(item, pytest.Function):
            times[item.function] += 1
            mine = times[item.function] <= most
        (kept if mine else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a service that is not here; with REQUIRE_SERVICES=1 fail it."""
    for service in servers.SERVICES:
        reason = servers.lacking(service) if item.get_closest_marker(service) else ""
        if reason and servers.required():
            pytest.fail(f"REQUIRE_SERVICES is set. {reason}.", pytrace=False)
        if reason:
            pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was not run, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    why = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    for reason, tests in why.items():
        terminalreporter.write_line(f"Not run ({tests} tests): {reason}.", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Pages name static files without a digest, so that no test waits for collectstatic."""
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords and recovery codes are kept by a hash that costs nothing.

    Ours is slow by design, and no test but those of the sign-in is about its strength.
    """
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield


@pytest.fixture(autouse=True)
def index_of_its_own(settings: Settings, tmp_path: Path) -> Path:
    """Each test searches an index of its own, in a folder that is not there yet."""
    settings.SEARCH_DIR = tmp_path / "search"
    return tmp_path / "search"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Begin with a database that was migrated once for all processes of the run."""
    with beginnings.begun():
        yield


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


@pytest.fixture
def no_network() -> Iterator[Blockade]:
    """Every connection to another machine fails; `.attempts` lists them."""
    with blockade() as standing:
        yield standing


@pytest.fixture
def press() -> Iterator[Press]:
    """A newspaper of the test's own. Whatever broke in it fails the test."""
    printing = Press.start()
    yield printing
    printing.stop()
    assert not printing.faults


@pytest.fixture
def open_press(press: Press, settings: Settings) -> Press:
    """The newspaper, with leave to fetch from it and without a pause between two requests."""
    settings.FETCH_EXCEPTIONS = [(ip_network("127.0.0.0/8"), press.port)]
    settings.FETCH_PAUSE = 0.0
    return press


@pytest.fixture
def drill_size(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`drill_size(small, full)`: the full number only under `make drill`."""
    in_full = bool(request.config.getoption("full_drills"))
    return lambda small, full: full if in_full else small


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis of the run's own; mark the test `redis`."""
    server = Redis.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL whose database `passerelle` is migrated; mark the test `postgres`."""
    server = sites.postgres()
    yield server
    server.stop()


@pytest.fixture
def pipeline(request: pytest.FixtureRequest) -> dict[str, str]:
    """What a site's processes find names with: the tables, under `make drill` the pipeline too.

    To load it takes a worker seven seconds.
    """
    return {"NER_PIPELINE": ""} if request.config.getoption("full_drills") else {}


@pytest.fixture
def embedded_site(tmp_path: Path, pipeline: dict[str, str]) -> Iterator[Site]:
    """A site as `make run` makes it: SQLite and messages as files."""
    site = Site.at(tmp_path, **pipeline)
    yield site
    site.close()


_databases = count(1)


@pytest.fixture
def served_site(
    tmp_path: Path, postgres_server: Postgres, redis_server: Redis, pipeline: dict[str, str]
) -> Iterator[Site]:
    """A site on PostgreSQL and Redis, both empty; mark the test `postgres` and `redis`."""
    redis_server.flush()
    database = postgres_server.create(f"site_{next(_databases)}", like="passerelle")
    env = {"DATABASE_URL": database, "REDIS_URL": redis_server.url}
    site = Site.at(tmp_path, **env, **pipeline)
    yield site
    site.close()
