"""Celery's shells: each names its work and calls it, nothing else."""

from typing import Any

from celery import shared_task
from celery.signals import worker_shutting_down
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from archive import bell, ledger
from archive.search import outbox
from newsroom import line
from newsroom.celery import app

QUEUES = {"translate": "translate"}  # every other kind goes to `line`
EXPIRES = 60  # seconds; the sweep rings again long before


@shared_task(name="newsroom.work")
def work(*, kind: str) -> None:
    """Do what is due of the kind, and ring again while there may be more."""
    if ledger.run_due(kind, at_most=32):
        bell.ring(kind)


@shared_task(name="newsroom.sweep")
def sweep() -> None:
    """Queue what is due today, ring for all unheard of, drop what every index has read long ago."""
    line.queue_daily()
    line.queue_embargoes()
    line.queue_due()
    ledger.sweep()
    outbox.prune()


@worker_shutting_down.connect
def hand_back(**kwargs: Any) -> None:
    """Tell running work to hand its claims back, so that the worker may go at once."""
    ledger.stop()


def wake(kind: str) -> None:
    """Send one hint. Raises NotSent where the broker does not take it.

    Each hint has a connection of its own: one from a pool may have died with its broker.
    """
    try:
        with app.connection_for_write() as connection, app.amqp.Producer(connection) as producer:
            work.apply_async(
                kwargs={"kind": kind},
                producer=producer,
                queue=QUEUES.get(kind, "line"),
                expires=EXPIRES,
                retry=False,
            )
    except (KombuError, RedisError, OSError, ValueError) as error:
        raise bell.NotSent(f"{type(error).__name__}: {error}") from error
