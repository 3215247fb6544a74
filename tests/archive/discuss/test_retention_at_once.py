"""Two hosts that let go at the same time: each thing goes once, and neither stumbles."""

import pytest

from tests.sites import Site

SETUP = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from archive.models import Decision, MailLink
from tests.archive.discuss.mailing import suggested
from tests.archive.discuss.writing import say, translated
article, max_ = translated(), User.objects.create_user("max")
old = timezone.now() - timedelta(days=100)
for n in range(60):
    comment = say(article, f"Buy {n}", state="spam", created_at=old, network="n")
    if n % 3 == 0:
        comment.decisions.create(before="pending", after="spam", by=max_, at=old)
    suggested(article, state="superseded", created_at=old)
    MailLink.objects.create(email_digest="d", made_at=old, expires_at=old + timedelta(minutes=10))
"""
LET_GO = """
from archive.discuss import retention
retention.STEP = 7
print("ready", flush=True)
input()
print(retention.run())
"""
COUNTS = """
from archive.models import Comment, Decision, MailLink, Suggestion
left = [Comment.objects.filter(state=s).count() for s in ("spam", "erased")]
print(*left, Suggestion.objects.count(), MailLink.objects.count(), Decision.objects.count())
"""


def check(site: Site) -> None:
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    site.at_once((LET_GO,), (LET_GO,))
    assert site.python(COUNTS).stdout.split() == ["0", "20", "0", "0", "40"]


@pytest.mark.embedded
def test_two_hosts_let_each_thing_go_once(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_two_hosts_let_each_thing_go_once_on_postgres(served_site: Site) -> None:
    check(served_site)
