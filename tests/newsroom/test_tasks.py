"""Celery's shells, and hints to brokers that are there, refused or silent."""

import socket
import time
from contextlib import closing

import pytest
from kombu import Connection

from archive import bell, ledger
from archive.bell import NotSent
from archive.models import Feed, Job, Pulse, Source
from newsroom import tasks
from newsroom.celery import app
from tests.servers import Redis, free_port


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a Redis address in: hints go there instead of into files."""
    address: list[str] = []

    def connection() -> Connection:
        options = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
        return Connection(address[0], transport_options=options)

    monkeypatch.setattr(app, "connection_for_write", connection)
    return address


@pytest.mark.django_db
def test_sweep_beats() -> None:
    tasks.sweep()
    assert Pulse.objects.filter(name="sweep").exists()


@pytest.mark.django_db
def test_sweep_queues_the_feeds_that_are_due() -> None:
    source = Source.objects.create(slug="wire", name="Wire")
    Feed.objects.create(source=source, url="https://wire.example/rss", url_hash="1")
    tasks.sweep()
    assert Job.objects.filter(kind="poll", state="queued").exists()


def test_task_names_do_not_follow_the_code() -> None:
    assert {tasks.work.name, tasks.sweep.name} == {"newsroom.work", "newsroom.sweep"}


@pytest.mark.django_db
def test_work_rings_again_while_it_finds_some(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [32, 0]
    rung: list[str] = []
    monkeypatch.setattr(ledger, "run_due", lambda kind, at_most: found.pop(0))
    monkeypatch.setattr(bell, "ring", rung.append)
    tasks.work(kind="translate")
    tasks.work(kind="translate")
    assert rung == ["translate"]


def test_embedded_hint_becomes_a_file() -> None:
    tasks.wake("translate")
    with app.connection_for_write() as connection:
        message = connection.SimpleQueue("translate").get(timeout=5)
    assert message.headers["task"] == "newsroom.work"


@pytest.mark.redis
def test_hint_reaches_redis(broker: list[str], redis_server: Redis) -> None:
    broker.append(redis_server.url)
    redis_server.flush()
    tasks.wake("translate")
    redis_server.flush()
    tasks.wake("translate")
    with app.connection_for_write() as connection:
        message = connection.SimpleQueue("translate").get(timeout=5)
    assert message.headers["task"] == "newsroom.work"


def test_refused_hint_is_not_sent(broker: list[str]) -> None:
    broker.append(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(NotSent):
        tasks.wake("translate")


def test_silent_broker_is_given_up(broker: list[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        broker.append(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        with pytest.raises(NotSent):
            tasks.wake("translate")
        assert time.monotonic() - started < 30
