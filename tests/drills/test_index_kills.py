"""The indexer killed at any moment: in the end the index says what the database says."""

import json
import random
import time
from collections.abc import Callable

import pytest
from pytest_django import Settings

from archive.search import generations
from archive.search.locks import is_held
from tests.drills.articles import write
from tests.nursery import Partner
from tests.servers import wait_for
from tests.sites import Site

pytestmark = [pytest.mark.drill, pytest.mark.embedded]

Sized = Callable[[int, int], int]
TRANSLATE = "from archive import ledger\nwhile ledger.run_due('translate'): pass"
CHANGE = """
import random, time
from django.contrib.auth.models import User
from archive.models import Article
from newsroom.curate import desk
from newsroom.curate.desk import Correction
chance, edith = random.Random(5), User.objects.create(username="edith")
ids, n = list(Article.objects.values_list("pk", flat=True)), 0
while True:
    article = Article.objects.get(pk=chance.choice(ids))
    given = {"by": edith, "expected": article.version}
    n += 1
    if article.state == "withdrawn":
        desk.put_back(article.pk, **given)
    elif n % 3:
        segment = article.segments.alive().with_current().first()
        made = Correction(segment.pk, f"Wording {n}.", segment.current_id)
        desk.correct(article.pk, [made], by=edith)
    else:
        desk.withdraw(article.pk, reason="An error.", **given)
    print(n, flush=True)
"""
FACTS = """
import json
from archive.models import Article, SearchOutbox
from archive.search import index
held = index.held(0, 1_000_000)
print(json.dumps({
    "notes": SearchOutbox.objects.count(),
    "withdrawn": Article.objects.withdrawn().count(),
    "same": held == list(Article.objects.translated().order_by("pk").values_list("pk", "edition")),
    "in the index": len(held),
    "twice": len(held) - len(dict(held)),
    "waiting": index.waiting(),
}))
"""


def kill_in_a_loop(site: Site, kills: int) -> None:
    """Start the indexer and kill it at some moment of its work; at times it has to build first."""
    chance = random.Random(20261126)
    for n in range(kills):
        place = generations.current()
        if place and n % 4 == 3:
            (place / "cursor").unlink(missing_ok=True)
        keeper = site.start_index()
        wait_for(lambda: is_held(generations.keeping()), "the indexer is at it")
        time.sleep(chance.random() * 0.6)
        site.kill(keeper)


def changes(site: Site, process: Partner) -> int:
    """Stop the changing; how many changes were made."""
    site.kill(process)
    said = process.communicate()[0].decode().split()
    return int(said[-1]) if said else 0


def facts(site: Site) -> dict[str, object]:
    said = site.python(FACTS)
    assert said.returncode == 0, said.stderr
    read: dict[str, object] = json.loads(said.stdout)
    return read


def test_killed_indexer_loses_nothing_and_doubles_nothing(
    embedded_site: Site, settings: Settings, drill_size: Sized
) -> None:
    site, count = embedded_site, drill_size(30, 400)
    settings.SEARCH_DIR = site.var_dir / "search"
    files = write(site.var_dir / "inbox", count)
    site.manage("ingest", *map(str, files), timeout=300)
    assert site.python(TRANSLATE, timeout=300).returncode == 0
    changing = site.begin(CHANGE)
    kill_in_a_loop(site, drill_size(3, 20))
    changed = changes(site, changing)
    keeper = site.start_index()
    wait_for(lambda: "0 changes" in site.manage("search_index", "status").stdout, "all is read")
    site.kill(keeper)
    found = facts(site)
    print(f"\n{changed} changes; {json.dumps(found)}")
    assert changed > 10
    assert found["same"]
    assert found["twice"] == 0
    assert "agrees with the database" in site.manage("search_index", "verify").stdout
