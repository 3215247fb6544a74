"""An index of packages like Argos' own, on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.newsroom.translate.making import metadata


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the tests look at the answers."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the folder's files over HTTP; gives their address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def entry(*links: str, **said: str) -> dict[str, object]:
    """One package as the index lists it."""
    return {**json.loads(metadata(**said)), "code": "translate-fr_en", "links": list(links)}


def write_index(folder: Path, *entries: dict[str, object]) -> None:
    """Put the index where Argos looks for it."""
    (folder / "index.json").write_text(json.dumps(entries))
