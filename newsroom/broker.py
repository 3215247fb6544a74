"""The embedded broker: kombu's transport of files in folders, made safe for several processes.

Kombu creates a message's file before it fills it, and a queue table before it is written, so that
a reader in another process may find either empty and stumble. Here a message appears whole, by
rename, and the tables are read and written under one lock.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Messages as files, each of which appears whole or not at all."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        unseen = folder / f"{name}.tmp"
        unseen.write_text(dumps(payload), encoding="utf-8")
        unseen.replace(folder / f"{name}.{queue}.msg")

    def get_table(self, exchange: str) -> list[Any]:
        """The queues bound to the exchange."""
        with self._locked():
            return list(super().get_table(exchange))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        with self._locked():
            super()._queue_bind(exchange, routing_key, pattern, queue)

    def _delete(self, *names: Any, **kwargs: Any) -> None:
        with self._locked():
            super()._delete(*names, **kwargs)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.control_folder / "lock", os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


class Transport(filesystem.Transport):
    """Named to kombu as `newsroom.broker:Transport`."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # Kombu remembers bindings once for all folders: a second folder would stay without.
        self.state = virtual.BrokerState()
