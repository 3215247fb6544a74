"""Real processes that suggest for, and decide on, one sentence at the same time."""

import pytest

from tests.sites import Site

SETUP = """
from tests.archive.discuss.mending import worded
from django.contrib.auth.models import User
worded()
for name in ("max", "edith"): User.objects.create_user(name, is_staff=True)
"""
SUGGEST = """
import sys
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


def check(site: Site) -> None:
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    names = ("max", "edith")
    site.at_once(*((SUGGEST, name) for name in names))
    lost, won = sorted(site.at_once(*((ACCEPT, name) for name in names)))
    assert won == "won\n"
    assert "cannot become" in lost
    states = "[('accepted', 1), ('superseded', 2)]"
    assert site.python(OUTCOME).stdout.strip() == f"{states} 1 2 1"


@pytest.mark.embedded
def test_one_of_two_editors_wins_on_sqlite(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_one_of_two_editors_wins_on_postgres(served_site: Site) -> None:
    check(served_site)
