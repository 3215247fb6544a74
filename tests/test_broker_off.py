"""With the broker away everything answers as ever, and the work is done once it is back."""

import time
import urllib.request
from pathlib import Path

import pytest

from tests.drills.articles import write
from tests.servers import Redis, free_port, wait_for
from tests.sites import Site

pytestmark = [pytest.mark.redis, pytest.mark.postgres]

TRANSLATED = "from archive.models import Article; print(Article.objects.translated().count())"


def translated(site: Site) -> int:
    return int(site.python(TRANSLATED).stdout)


def test_broker_off_stops_neither_ingest_nor_pages(
    served_site: Site, redis_server: Redis, tmp_path: Path
) -> None:
    redis_server.kill()
    started = time.monotonic()
    done = served_site.manage("ingest", *map(str, write(tmp_path / "inbox", 3)))
    assert "Stored 3 articles" in done.stdout, done.stderr
    assert done.returncode == 0
    assert time.monotonic() - started < 30
    port = free_port()
    served_site.start_web(port)
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
    assert "translation pending" in page.lower()
    worker, beat = served_site.start_worker(), served_site.start_beat()
    time.sleep(3)
    assert translated(served_site) == 0
    redis_server.resume()
    wait_for(lambda: translated(served_site) == 3, "the work is done", 60)
    assert worker.poll() is None
    assert beat.poll() is None
