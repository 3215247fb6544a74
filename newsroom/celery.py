"""Celery: who carries the wake-up hints, and the clock that ticks every five seconds.

A message says only which kind of work is due; the database holds the work itself. So there are
no results, no retries, no acknowledgements to wait for: a lost message costs five seconds.
"""

import os
from typing import Any

from celery import Celery
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

TICK = 5.0  # seconds

app = Celery("newsroom", set_as_current=True)


def _broker() -> dict[str, Any]:
    """Redis where it is named, else files under VAR_DIR."""
    if settings.REDIS_URL:
        return {
            "broker_url": settings.REDIS_URL,
            "broker_transport_options": {
                "socket_connect_timeout": 2,
                "socket_timeout": 5,
                "socket_keepalive": True,
            },
        }
    for folder in ("messages", "control"):
        (settings.BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://",
        "broker_transport": "newsroom.broker:Transport",
        "broker_transport_options": {
            "data_folder_in": str(settings.BROKER_DIR / "messages"),
            "data_folder_out": str(settings.BROKER_DIR / "messages"),
            "control_folder": str(settings.BROKER_DIR / "control"),
            "polling_interval": 0.2,
        },
        "worker_enable_remote_control": False,
    }


app.conf.update(
    task_ignore_result=True,
    task_queues=[Queue("line"), Queue("translate")],
    task_default_queue="line",
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=2,
    broker_pool_limit=4,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
    beat_schedule={
        "sweep": {
            "task": "newsroom.sweep",
            "schedule": TICK,
            "options": {"queue": "line", "expires": TICK * 2},
        }
    },
    beat_max_loop_interval=TICK,
    **_broker(),
)
app.autodiscover_tasks(["newsroom"])
