"""Real processes that curate at the same time: nothing is lost, and no ring is made."""

import time

import pytest

from tests.sites import Site

SETUP = """
from django.contrib.auth.models import User
from tests.archive.authority.records import by_machine, make_tag
from tests.factories import make_article
for name in ("edith", "max"): User.objects.create_user(name, is_staff=True)
tags = [make_tag(name) for name in "ABCD"]
articles = [make_article() for n in range(30)]
for n, article in enumerate(articles):
    for place in {n % 4, n // 4 % 4}:
        by_machine(article, tags[place])
"""
ACT = """
import sys
from django.contrib.auth.models import User
from archive import authority, tagging
from archive.models import Article, Merge, Tag
by = User.objects.get(username=sys.argv[1])
a, b, c, d = Tag.objects.filter(slug__in="abcd").order_by("slug")
print("ready", flush=True)
input()
def attempt(act, *given):
    try:
        return act(*given, by)
    except authority.Refused as refused:
        print(refused)
"""
# Two editors merge the same records in opposite directions, and a third into either.
MERGE = {
    "edith": "attempt(authority.merge, a, b); attempt(authority.merge, c, a)",
    "max": "attempt(authority.merge, b, a); attempt(authority.merge, c, b)",
}
# One merges and unmerges while the other tags by hand.
DECIDE = {
    "edith": "for n in range(5): authority.undo_merge(authority.merge(a, b, by), by)",
    "max": """
for n, article in enumerate(Article.objects.order_by("pk")):
    (tagging.refuse if n % 2 else tagging.add)(article, a if n % 3 else b, by)
""",
}
COUNTS = """
from archive.models import Article, Merge, Tag, Tagging
left = Tag.objects.filter(merged_into__isnull=True).count()
stray = Tagging.objects.filter(tag__merged_into__isnull=False).count()
bare = Article.objects.filter(taggings=None).count()
stands = Tagging.objects.exclude(tag__slug="d").values("article").distinct().count()
print(left, stray, bare, stands, Tag.objects.get(slug="d").taggings.count())
print(Merge.objects.filter(undone_at=None).count(), Merge.objects.count())
"""


def run(site: Site, acts: dict[str, str]) -> tuple[list[str], list[str]]:
    """What the two editors were told, and the counts in the end."""
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    told = site.at_once(*((ACT + code, name) for name, code in acts.items()))
    return told, site.python(COUNTS).stdout.split()


def check_merges(site: Site) -> None:
    told, counts = run(site, MERGE)
    said = "".join(told).splitlines()
    assert len(said) == 2, said
    assert all(line.endswith("are one record already.") for line in said)
    assert counts == ["2", "0", "0", "29", "12", "2", "2"]


def check_decisions(site: Site) -> None:
    told, counts = run(site, DECIDE)
    assert told == ["", ""]
    assert counts[:3] == ["4", "0", "0"]
    decided = "from archive.models import Tagging; print(Tagging.objects.filter(origin='editor')"
    each = site.python(f"{decided}.values('article').distinct().count())").stdout
    assert each.strip() == "30"


# Records that stand on no article yet: only their own locks can keep these apart.
FRESH = """
from tests.archive.authority.records import make_tag
from tests.factories import make_article
for name in ("E", "F"): make_tag(name)
make_article(source_ref="fresh")
from archive.models import Tagging
Tagging.objects.all().delete()
"""
HELD = """
from django.db import transaction
fresh = Article.objects.get(source_ref="fresh")
e, f = Tag.objects.filter(slug__in="ef").order_by("slug")
with transaction.atomic():
    {first}
    print("holding", flush=True)
    input()
"""
MERGES, ADDS = "attempt(authority.merge, e, f)", "tagging.add(fresh, e, by)"
BACK = "attempt(authority.merge, f, e)"
STRAY = """
from archive.models import Merge, Tag, Tagging
print(Tagging.objects.filter(tag__merged_into__isnull=False).count(), Tagging.objects.count())
print(Tag.objects.filter(merged_into__isnull=False).count())
for model in (Tagging, Merge): model.objects.all().delete()
Tag.objects.update(merged_into=None)
"""


def in_turn(site: Site, first: str, second: str) -> tuple[str, list[str]]:
    """Do the second act while the first is not committed: what it is told, and the counts."""
    codes = (HELD.format(first=first), HELD.format(first=second))
    acts = zip(codes, ("edith", "max"), strict=True)
    both = holder, waiter = [site.begin(ACT + code, name) for code, name in acts]
    for partner in both:
        assert partner.stdout.readline() == b"ready\n"
    holder.tell()
    assert holder.stdout.readline() == b"holding\n"
    waiter.tell()
    waiter.tell()
    time.sleep(2)  # long enough for it to go past the first, if nothing held it up
    holder.tell()
    told = [partner.communicate()[0].decode() for partner in both]
    assert [partner.returncode for partner in both] == [0, 0], told
    return told[1].replace("holding\n", ""), site.python(STRAY).stdout.split()


def check_turns(site: Site) -> None:
    made = site.python(SETUP + FRESH)
    assert made.returncode == 0, made.stderr
    told, counts = in_turn(site, MERGES, BACK)
    assert (told, counts) == ("“F” and “E” are one record already.\n", ["0", "0", "1"])
    assert in_turn(site, ADDS, MERGES) == ("", ["0", "1", "1"])
    assert in_turn(site, MERGES, ADDS) == ("", ["0", "1", "1"])


@pytest.mark.embedded
def test_act_waits_for_the_one_under_way(embedded_site: Site) -> None:
    check_turns(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_act_waits_for_the_one_under_way_on_postgres(served_site: Site) -> None:
    check_turns(served_site)


@pytest.mark.embedded
def test_two_editors_merging_at_once_lose_nothing(embedded_site: Site) -> None:
    check_merges(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_two_editors_merging_at_once_lose_nothing_on_postgres(served_site: Site) -> None:
    check_merges(served_site)


@pytest.mark.embedded
def test_decisions_made_during_a_merge_stand(embedded_site: Site) -> None:
    check_decisions(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_decisions_made_during_a_merge_stand_on_postgres(served_site: Site) -> None:
    check_decisions(served_site)
