"""The keeper of a host's index, as a process of its own: it needs nobody to look after it."""

import shutil
import time
from pathlib import Path
from statistics import median

import pytest
from pytest_django import Settings

from archive.search import Unavailable, generations, index, opening
from archive.search.locks import is_held
from tests.servers import Postgres, wait_for
from tests.sites import Site

PUBLISH = """
from uuid import uuid4
from tests.factories import make_article, publish
for _ in range(3):
    publish(make_article(source_ref=str(uuid4())))
"""
EDIT = """
import time
from archive import editions
from archive.models import Article
from tests.factories import make_translation
article = Article.objects.get(pk=1)
for n in range(5):
    time.sleep(1.4)
    make_translation(article.segments.first(), f"Wording {n}", origin="editor", state="edited")
    print(editions.publish(1).pk, time.time(), flush=True)
"""


@pytest.fixture
def site(embedded_site: Site, settings: Settings) -> Site:
    """A site whose index this process may read too."""
    settings.SEARCH_DIR = embedded_site.var_dir / "search"
    return embedded_site


def add_three(site: Site) -> None:
    done = site.python(PUBLISH)
    assert done.returncode == 0, done.stderr


def holds(count: int) -> bool:
    try:
        return index.count() == count
    except (Unavailable, OSError):
        return False


def wait_until_it_holds(count: int) -> None:
    wait_for(lambda: holds(count), f"the index holds {count} articles")


def wait_until_it_is_not(place: Path | None) -> None:
    wait_for(lambda: generations.current() not in {None, place}, "the index is made anew")


def harm(place: Path | None, name: str) -> None:
    assert place
    (place / name).unlink()
    (place / name).write_bytes(b"?")


@pytest.mark.embedded
def test_keeper_builds_then_follows_and_ends_when_asked(site: Site) -> None:
    add_three(site)
    keeper = site.start_index()
    wait_until_it_holds(3)
    assert is_held(generations.keeping())
    add_three(site)
    wait_until_it_holds(6)
    assert "A keeper runs." in site.manage("search_index", "status").stdout
    assert site.ask_to_stop(keeper) == 0
    assert "Traceback" not in site.log("index")


@pytest.mark.embedded
def test_keeper_makes_anew_what_is_removed_or_damaged_or_lost(site: Site) -> None:
    add_three(site)
    site.start_index()
    wait_until_it_holds(3)
    shutil.rmtree(site.var_dir / "search")
    wait_until_it_holds(3)
    for name in ("cursor", "version"):
        place = generations.current()
        harm(place, name)
        wait_until_it_is_not(place)
    place = generations.current()
    harm(place, "data/meta.json")
    opening._opened.clear()  # as a reader that has only begun
    with pytest.raises(Unavailable), index.reading(fresh=False):
        pass
    wait_until_it_is_not(place)
    wait_until_it_holds(3)
    assert "Traceback" not in site.log("index")


@pytest.mark.embedded
def test_keeper_finds_damage_when_it_starts(site: Site) -> None:
    add_three(site)
    site.manage("search_index", "build")
    place = generations.current()
    assert place
    harm(place, f"data/{next((place / 'data').glob('*.store')).name}")
    site.start_index()
    wait_until_it_is_not(place)
    assert "is damaged" in site.log("index")
    wait_until_it_holds(3)


@pytest.mark.embedded
def test_keeper_waits_for_a_disk_and_says_so_once(site: Site) -> None:
    add_three(site)
    (site.var_dir / "search").write_text("a file, not a folder")
    keeper = site.start_index()
    wait_for(lambda: "has to wait" in site.log("index"), "it says so")
    time.sleep(1.5)
    assert keeper.poll() is None
    assert site.log("index").count("has to wait") == 1
    (site.var_dir / "search").unlink()
    wait_until_it_holds(3)


@pytest.mark.embedded
def test_second_keeper_waits_until_the_first_is_gone(site: Site) -> None:
    first = site.start_index()
    wait_until_it_holds(0)
    second = site.start_index()
    time.sleep(3)
    assert site.log("index").count("it holds 0 articles") == 1
    site.kill(first)
    add_three(site)
    wait_until_it_holds(3)
    assert second.poll() is None


@pytest.mark.postgres
@pytest.mark.redis
def test_keeper_waits_for_a_database(
    served_site: Site, postgres_server: Postgres, settings: Settings
) -> None:
    settings.SEARCH_DIR = served_site.var_dir / "search"
    add_three(served_site)
    keeper = served_site.start_index()
    wait_until_it_holds(3)
    postgres_server.kill()
    wait_for(lambda: "has to wait" in served_site.log("index"), "it says so")
    postgres_server.resume()
    add_three(served_site)
    wait_until_it_holds(6)
    assert keeper.poll() is None
    assert served_site.log("index").count("has to wait") == 1


@pytest.mark.embedded
def test_edit_is_seen_soon_with_the_keeper_alone(site: Site) -> None:
    """No reader asks the database here, so that only the keeper hears of the change."""
    add_three(site)
    site.start_index()
    wait_until_it_holds(3)
    seen: dict[int, float] = {}
    editing = site.begin(EDIT)
    while editing.poll() is None:
        seen.setdefault(index.held(0, 1)[0][1], time.time())
        time.sleep(0.005)
    said = [line.split() for line in editing.communicate()[0].decode().splitlines()]
    late = [seen[int(edition)] - float(at) for edition, at in said[:-1]]
    print(f"\nfrom commit to visible: {1000 * median(late):.0f} ms (aim: 500 ms)")
    assert median(late) < 5
