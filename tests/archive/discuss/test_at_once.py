"""Real processes that write and decide at the same time."""

import pytest

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
from archive.models import Article
from archive.discuss.desk import submit
from tests.archive.discuss.writing import sent
article = Article.objects.get()
print("ready", flush=True)
input()
for n in range(4): submit(article, sent(f"Comment {n}", network=f"network {n}"))
"""
DECIDE = """
import sys
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


def check(site: Site) -> None:
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    site.at_once((WRITE,), (WRITE,))
    lost, won = sorted(site.at_once((DECIDE, "max"), (DECIDE, "edith")))
    assert won == "won\n"
    assert lost.endswith("was decided by someone else: it is published.\n")
    assert site.at_once(*((REPORT, name) for name in "abc")) == ["reported\n"] * 3
    assert site.python(COUNTS).stdout.split() == ["6", "6", "1", "3", "1"]


@pytest.mark.embedded
def test_what_comes_at_once_counts_once(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_what_comes_at_once_counts_once_on_postgres(served_site: Site) -> None:
    check(served_site)
