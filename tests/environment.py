"""A pytest plugin, loaded before settings: what a run writes lies in a folder of its own."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers, sites

if "PASSERELLE_TEST_VAR" not in os.environ:
    folder = tempfile.mkdtemp(prefix="passerelle-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["PASSERELLE_TEST_VAR"] = folder
# Of processes that share a run each has its own.
VAR_DIR = Path(os.environ["PASSERELLE_TEST_VAR"], os.environ.get("PYTEST_XDIST_WORKER", ""))
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
# What the developer's shell says of a site of theirs must not reach a test.
for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY_FILE", "SITE_URL", "DEBUG"):
    os.environ.pop(name, None)
for name in ("ALLOWED_HOSTS", "TRUSTED_PROXIES", "CPU_THREADS", "PORT", "NER_PIPELINE"):
    os.environ.pop(name, None)
for name in ("DEFAULT_FROM_EMAIL", "DEMO", "FETCH_CONTACT", "FETCH_PAUSE", "FETCH_EXCEPTIONS"):
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(VAR_DIR / "hypothesis")
os.environ["TRANSLATION_ENGINE"] = "toy"
os.environ["SITE_NAME"] = "Passerelle"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The run's own options."""
    group = parser.getgroup("passerelle")
    group.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="run the tests of the database, and no others, against a PostgreSQL of their own",
    )
    group.addoption("--full-drills", action="store_true", help="run drills in their full size")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Start PostgreSQL before pytest-django reads the settings: a wrapper comes before all."""
    if early_config.known_args_namespace.database == "postgres":
        reason = servers.lacking("postgres")
        if reason:
            raise pytest.UsageError(reason)
        # Each process has its own: a transaction in any database of a server, another test's too,
        # holds back what the search index may hear of.
        server = sites.postgres()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url("passerelle")
    yield
