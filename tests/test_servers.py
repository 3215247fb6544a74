"""The tests' own tools tell the truth: real servers, whole sites, and a wall around the network."""

import socket
import urllib.request
from collections.abc import Callable

import psycopg
import pytest

from tests.blockade import Blockade
from tests.servers import Postgres, Redis, answers, free_port
from tests.sites import Site


def test_nothing_leaves_and_each_attempt_is_counted(no_network: Blockade) -> None:
    with pytest.raises(OSError, match="no network"):
        urllib.request.urlopen("http://198.51.100.7/", timeout=1)
    with pytest.raises(OSError, match="no network"):
        socket.getaddrinfo("news.example.org", 443)
    assert len(no_network.attempts) == 2


def test_this_machine_may_still_be_spoken_to(no_network: Blockade) -> None:
    assert not answers(free_port())
    assert socket.getaddrinfo("localhost", 80)
    assert no_network.attempts == []


def test_drills_are_small_unless_asked_for_in_full(
    drill_size: Callable[[int, int], int], pytestconfig: pytest.Config
) -> None:
    assert drill_size(3, 50) == (50 if pytestconfig.getoption("full_drills") else 3)


def test_embedded_site_runs_commands_in_its_own_folder(embedded_site: Site) -> None:
    code = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    assert (
        embedded_site.python(code).stdout.strip() == f"{embedded_site.var_dir}/passerelle.sqlite3"
    )
    assert embedded_site.manage("no_such_command").returncode != 0


@pytest.mark.postgres
def test_postgres_keeps_what_was_committed_before_a_crash(postgres_server: Postgres) -> None:
    url = postgres_server.create("crash")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    postgres_server.kill()
    postgres_server.resume()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]


@pytest.mark.postgres
def test_postgres_begins_migrated(postgres_server: Postgres) -> None:
    with psycopg.connect(postgres_server.url("passerelle")) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (
            True,
        )
        assert connection.execute("SELECT count(*) FROM archive_article").fetchone() == (0,)


@pytest.mark.redis
def test_redis_forgets_all_when_it_is_killed(redis_server: Redis) -> None:
    redis_server.kill()
    assert not answers(redis_server.port)
    redis_server.resume()
    redis_server.flush()
    assert answers(redis_server.port)


@pytest.mark.postgres
@pytest.mark.redis
def test_served_site_uses_postgres_and_redis(served_site: Site) -> None:
    code = "from django.conf import settings; from django.db import connection\n"
    said = served_site.python(code + "print(connection.vendor, settings.REDIS_URL)").stdout
    assert said.split() == ["postgresql", served_site.env["REDIS_URL"]]
