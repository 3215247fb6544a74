"""Real processes that suggest for, and decide on, one sentence at the same time."""

import pytest

from tests.archive.discuss.test_at_once import start
from tests.sites import Site

SETUP = """
from tests.archive.discuss.mending import worded
from django.contrib.auth.models import User
worded()
for name in ("max", "edith"): User.objects.create_user(name, is_staff=True)
"""
SUGGEST = """
import sys
import newsroom.wsgi
from archive.discuss.suggestions import suggest
from archive.models import Segment
from tests.archive.discuss.mending import FRENCH, standing
from tests.archive.discuss.writing import sent
segment = Segment.objects.get(text=FRENCH)
print("ready", flush=True)
input()
for text in ("Better.", f"Better by {sys.argv[1]}."):
    suggest(segment, sent(text, translation=standing(segment).pk))
"""
ACCEPT = """
import sys
import newsroom.wsgi
from django.contrib.auth.models import User
from archive.discuss.suggestions import Conflict, accept
from archive.models import Suggestion
by = User.objects.get(username=sys.argv[1])
suggestion = Suggestion.objects.get(text=f"Better by {by.username}.")
print("ready", flush=True)
input()
try:
    accept(suggestion, by=by, expected_base=suggestion.base_id)
    print("won")
except Conflict as late:
    print(late)
"""
OUTCOME = """
from collections import Counter
from archive.models import AuditEvent, Edition, Suggestion, Translation
print(sorted(Counter(Suggestion.objects.values_list("state", flat=True)).items()),
      Translation.objects.filter(origin="reader").count(), Edition.objects.count(),
      AuditEvent.objects.filter(act="accept suggestion").count())
"""


def at_once(site: Site, code: str) -> list[str]:
    """What two processes say that begin in the same moment."""
    both = [start(site, code, name) for name in ("max", "edith")]
    for process in both:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    return sorted(out.strip() for out, _ in told)


def check(site: Site) -> None:
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    at_once(site, SUGGEST)
    said = at_once(site, ACCEPT)
    assert said[1] == "won"
    assert "cannot become" in said[0]
    states = "[('accepted', 1), ('superseded', 2)]"
    assert site.python(OUTCOME).stdout.strip() == f"{states} 1 2 1"


@pytest.mark.embedded
def test_one_of_two_editors_wins_on_sqlite(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_one_of_two_editors_wins_on_postgres(served_site: Site) -> None:
    check(served_site)
