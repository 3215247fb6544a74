"""Real processes that write and decide at the same time."""

import subprocess
import sys

import pytest

from tests.servers import ROOT
from tests.sites import Site

SETUP = """
from tests.archive.discuss.writing import translated, say
from django.contrib.auth.models import User
article = translated()
say(article, "Decide me.", state="pending")
say(article, "Report me.")
for name in ("max", "edith"): User.objects.create_user(name, is_staff=True)
"""
WRITE = """
import newsroom.wsgi
from archive.models import Article
from archive.discuss.desk import submit
from tests.archive.discuss.writing import sent
article = Article.objects.get()
for n in range(4): submit(article, sent(f"Comment {n}", network=f"network {n}"))
"""
DECIDE = """
import sys
import newsroom.wsgi
from django.contrib.auth.models import User
from archive.models import Comment
from archive.discuss.desk import Overtaken, decide
comment = Comment.objects.get(body="Decide me.")
print("ready", flush=True)
input()
try:
    decide(comment, "published", by=User.objects.get(username=sys.argv[1]))
    print("won")
except Overtaken as late:
    print(late)
"""
REPORT = """
import sys
import newsroom.wsgi
from datetime import timedelta
from archive.discuss.reports import report
from archive.models import Comment
comment = Comment.objects.get(body="Report me.")
print("ready", flush=True)
input()
report(comment, writer=sys.argv[1], network="n", reason="abuse", age=timedelta(minutes=1))
print("reported")
"""
COUNTS = """
from archive.models import AuditEvent, Comment, Decision, Report
print(Comment.objects.count(), Decision.objects.count(), AuditEvent.objects.count())
print(Report.objects.count(), Decision.objects.filter(reason="reports").count())
"""


def start(site: Site, code: str, *args: str) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, *args]
    return subprocess.Popen(
        command, cwd=ROOT, env=site.env, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    )


def check(site: Site) -> None:
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    writers = [start(site, WRITE) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in writers]
    assert [process.returncode for process in writers] == [0, 0], told
    said = at_once(site, DECIDE, "max", "edith")
    assert said[1] == "won"
    assert said[0].endswith("was decided by someone else: it is published.")
    assert at_once(site, REPORT, "a", "b", "c") == ["reported"] * 3
    assert site.python(COUNTS).stdout.split() == ["6", "6", "1", "3", "1"]


def at_once(site: Site, code: str, *names: str) -> list[str]:
    """What the processes say that begin together, once each is ready."""
    running = [start(site, code, name) for name in names]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=120)[0].strip() for process in running)


@pytest.mark.embedded
def test_what_comes_at_once_counts_once(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_what_comes_at_once_counts_once_on_postgres(served_site: Site) -> None:
    check(served_site)
