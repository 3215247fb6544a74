"""A Site that follows a kiosk's feeds: what it is told from outside, and what it says of itself."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from tests.kiosk import Kiosk
from tests.press import Press
from tests.sites import Site

FOLLOW = """
import json
from django.conf import settings
from django.db import transaction
from archive.models import Feed, Source
from newsroom.ingest.addresses import url_hash
with transaction.atomic():
    for n, url in json.loads((settings.VAR_DIR / "feeds.json").read_text()).items():
        source = Source.objects.create(slug=f"valmer-{n}", name=f"Le Courrier de Valmer-{n}")
        Feed.objects.create(source=source, url=url, url_hash=url_hash(url))
"""
FEEDS_DUE = """
from django.db.models.functions import Now
from archive.models import Feed, Page
Feed.objects.followed().update(next_fetch_at=Now())
"""
PAGES_DUE = """
Page.objects.filter(state="held").update(next_fetch_at=Now())
"""
MINUTE_PASSED = """
from datetime import timedelta
from django.db.models import F
from newsroom.models import Host
Host.objects.filter(token__isnull=False).update(held_until=F("held_until") - timedelta(minutes=1))
"""
LEFT = """
SELECT (SELECT COUNT(*) FROM archive_job WHERE state IN ('queued', 'running')
        AND kind <> 'retention')
     + (SELECT COUNT(*) FROM archive_feed WHERE state = 'followed'
        AND (next_fetch_at <= NOW OR succeeded_at IS NULL))
     + (SELECT COUNT(*) FROM archive_page WHERE next_fetch_at <= NOW)
"""
STATE = """
import json
from collections import Counter
from archive.models import Article, Capture, Feed, Job, Page, Segment
jobs = Job.objects.exclude(kind="retention")  # the clock's own, once a day
alive = Segment.objects.alive().exclude(kind="title").order_by("article", "position")
texts = {}
for url, text in alive.values_list("article__pages__url", "text"):
    texts.setdefault(url, []).append(text)
captures = Counter(Capture.objects.values_list("article", "text_sha256"))
pages = Page.objects.values_list("state", flat=True)
print(json.dumps({
    "articles": Article.objects.count(),
    "translated": Article.objects.translated().count(),
    "captures": Capture.objects.count(),
    "captures doubled": sum(count - 1 for count in captures.values()),
    "sentences never worded": Segment.objects.alive().unworded().count(),
    "feeds read": Feed.objects.filter(succeeded_at__isnull=False).count(),
    "feeds due": Feed.objects.due().count(),
    "pages": Counter(pages),
    "pages due": Page.objects.due().count(),
    "jobs open": jobs.filter(state__in=["queued", "running"]).count(),
    "jobs dead": list(jobs.filter(state="dead").values_list("kind", "error")),
    "reasons": Counter(jobs.exclude(error="").values_list("error", flat=True)),
    "failures": sum(jobs.values_list("failures", flat=True)),
    "lapses": sum(jobs.values_list("lapses", flat=True)),
    "texts": texts,
}))
"""


def may_fetch(site: Site, press: Press, *, pause: float) -> None:
    """Let the site's processes fetch from the press, with so many seconds between two requests."""
    site.env |= {"FETCH_EXCEPTIONS": f"127.0.0.0/8:{press.port}", "FETCH_PAUSE": str(pause)}


def follow(site: Site, feeds: Sequence[str], *, first: int = 0) -> None:
    """Follow each feed, for a source of its own; the first source gets the number given."""
    numbered = json.dumps(dict(enumerate(feeds, first)))
    (site.var_dir / "feeds.json").write_text(numbered, encoding="ascii")
    done = site.python(FOLLOW)
    assert done.returncode == 0, done.stderr


def make_all_due(site: Site) -> None:
    """Say of every feed and every article's page that it is to be looked at now."""
    done = site.python(FEEDS_DUE + PAGES_DUE)
    assert done.returncode == 0, done.stderr


def make_feeds_due(site: Site) -> None:
    """Say the same of the feeds only."""
    done = site.python(FEEDS_DUE)
    assert done.returncode == 0, done.stderr


def let_turns_lapse(site: Site) -> None:
    """Let a minute pass for the turns of dead workers; none alive may hold one."""
    done = site.python(MINUTE_PASSED)
    assert done.returncode == 0, done.stderr


def state(site: Site) -> dict[str, Any]:
    """What the database says of the wire."""
    said = site.python(STATE)
    assert said.returncode == 0, said.stderr
    read: dict[str, Any] = json.loads(said.stdout)
    return read


def number(site: Site, query: str) -> int:
    """What a query for one number says, asked of the database itself: no process is as quick."""
    if "DATABASE_URL" in site.env:
        with psycopg.connect(site.env["DATABASE_URL"]) as served:
            row = served.execute(query.replace("NOW", "now()").encode()).fetchone()
    else:
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        with closing(sqlite3.connect(site.var_dir / "passerelle.sqlite3", timeout=20)) as file:
            row = file.execute(query.replace("NOW", now)).fetchone()
    return int(row[0]) if row else 0


def is_drained(site: Site) -> bool:
    """Whether each feed was read, nothing is due and nothing waits."""
    return number(site, LEFT) == 0


def texts_of(kiosk: Kiosk) -> dict[str, list[str]]:
    """What each page says now, by its address."""
    return {
        f"{kiosk.press.origin(paper)}/article/{k}": kiosk.sentences(paper, k)
        for paper in range(kiosk.papers)
        for k in range(kiosk.articles)
    }


def memory(pid: int, name: str = "VmRSS") -> float:
    """Megabytes that a process holds; with VmHWM the most it ever held."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def forget_peak(pid: int) -> None:
    """Let VmHWM begin anew at what the process holds now (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
