"""Readers comment as ever while Redis takes connections and never answers."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.servers import free_port
from tests.sites import Site

pytestmark = [pytest.mark.drill, pytest.mark.redis, pytest.mark.postgres]

MOST = 1.5  # times the median with Redis up
# An article with a comment whose writer wants letters, so that every reply to it rings the bell,
# and writers who are known: each is published at once.
SETUP = """
import json, time
from archive.discuss import guard
from archive.discuss.writer import digest, new_writer_id
from archive.models import Comment
from django.utils import timezone
from tests.archive.discuss.writing import say, translated
article, other = translated(), translated()
parent = say(article, "Who has crossed it?", email="max@a.example", notify=True)
writers, now = [new_writer_id() for _ in range(COUNT)], timezone.now()
Comment.objects.bulk_create(
    Comment(article=other, body="Earlier.", writer=digest(w), state="published", published_at=now)
    for w in writers
)
token = guard.SIGNER.sign_object(["comment", article.pk, int(time.time()) - 60])
form = {"article": article.pk, "parent": parent.pk, "token": token, "language": "en"}
print(json.dumps({"form": form, "writers": writers}))
"""
COUNTS = """
import json
from archive.models import Comment, Job
replies = Comment.objects.filter(parent__isnull=False)
print(json.dumps({
    "published": replies.filter(state="published").count(),
    "letters": Job.objects.filter(kind="letters").count(),
}))
"""


class BlackHole:
    """A port that takes every connection and never says a word."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self.server.getsockname()[1])
        self.swallowed: list[socket.socket] = []
        threading.Thread(target=self._swallow, daemon=True).start()

    def _swallow(self) -> None:
        with contextlib.suppress(OSError):  # closed: that is all
            while True:
                self.swallowed.append(self.server.accept()[0])

    def close(self) -> None:
        """Let all go. Closing alone would leave the thread waiting."""
        self.server.shutdown(socket.SHUT_RDWR)
        for line in (self.server, *self.swallowed):
            line.close()


@pytest.fixture
def black_hole() -> Iterator[BlackHole]:
    """What stands in Redis' place."""
    with closing(BlackHole()) as hole:
        yield hole


def asked(site: Site, code: str) -> Any:
    said = site.python(code)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def post(port: int, n: int, form: dict[str, str], writer: str) -> tuple[int, float]:
    """Send the reply of one writer from a network of their own: the status, and seconds."""
    body = urlencode({**form, "text": f"I was number {n} to cross.", "name": f"Reader {n}"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.{n // 250}.{n % 250}.1",
        "Cookie": f"passerelle_writer={writer}",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        started = time.perf_counter()
        line.request("POST", f"/articles/{form['article']}/comments/", body, headers)
        status = line.getresponse().status
        return status, time.perf_counter() - started


def test_posts_succeed_and_take_no_longer_with_redis_blackholed(
    served_site: Site, black_hole: BlackHole, drill_size: Callable[[int, int], int]
) -> None:
    each = drill_size(40, 500)
    made = asked(served_site, SETUP.replace("COUNT", str(2 * each)))
    served_site.env["TRUSTED_PROXIES"] = "127.0.0.1"
    ports = free_port(), free_port()
    took: tuple[list[float], list[float]] = ([], [])
    served_site.start_web(ports[0])
    served_site.env["REDIS_URL"] = f"redis://127.0.0.1:{black_hole.port}/0"
    served_site.start_web(ports[1])
    for n, writer in enumerate(made["writers"]):
        # In turn, so that both servers meet the same database at the same load.
        status, seconds = post(ports[n % 2], n, made["form"], writer)
        assert status == 303, served_site.log("web")
        took[n % 2].append(seconds)
    up, away = (median(times) for times in took)
    print(f"\n{each} posts each: {1000 * up:.1f} ms with Redis, {1000 * away:.1f} ms without an")
    print(f"answer from it, {away / up:.2f} times as long; the slowest took {max(took[1]):.2f} s")
    assert asked(served_site, COUNTS) == {"published": 2 * each, "letters": 2 * each}
    assert black_hole.swallowed
    assert away <= MOST * up
