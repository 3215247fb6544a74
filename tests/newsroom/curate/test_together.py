"""Fifty editors at once: nobody’s work is lost, and what readers see is made once.

On PostgreSQL, in threads; in a SQLite file, in threads of one process and of two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.newsroom.curate import together
from tests.newsroom.curate.together import EDITORS, OWN, PATIENCE, SHARED, Told
from tests.sites import Site

pytestmark = pytest.mark.django_db(transaction=True)
Ask = Callable[..., Any]
CALL = """
import json
from tests.newsroom.curate import together
print(json.dumps(together.{name}(*{given!r})))
"""


@pytest.fixture(scope="module")
def file_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a SQLite file, as `make run` has it."""
    site = Site.at(tmp_path_factory.mktemp("together"))
    yield site
    site.close()


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Ask:
    """Calls a function of `together` here, or in a process whose SQLite is a file."""
    if connection.vendor == "postgresql":
        return lambda name, *given: getattr(together, name)(*given)
    site: Site = request.getfixturevalue("file_site")

    def elsewhere(name: str, *given: object) -> Any:
        done = site.python(CALL.format(name=name, given=given), timeout=2 * PATIENCE)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return elsewhere


def own(n: int) -> str:
    return f"Editor {n} on {OWN + n}."


def headline(n: int) -> str:
    return f"Editor {n} on {SHARED}."


def ensure_nothing_is_lost(outcomes: list[str], found: Told) -> None:
    """Each who was told so has written just their words, one Edition each; the others nothing."""
    accepted = [n for n, said in enumerate(outcomes) if said == "accepted"]
    refused = [said for said in outcomes if said != "accepted"]
    first = [n for n in accepted if n % 2]
    assert len(first) == 1, "of those who reword the headline one was first"
    assert len(accepted) == len(outcomes) // 2 + 1
    assert all("was reworded by someone else" in said for said in refused)
    assert found["written"] == sorted([*map(own, accepted), headline(first[0])])
    assert set(found["written"]) <= set(found["shown"])
    assert found["editions"] == list(range(1, len(accepted) + 2))
    assert found["is_chained"]
    assert found["acts"].count("correct for readers") == len(accepted)


def test_fifty_editors_of_one_article_lose_nothing(ask: Ask) -> None:
    pk = ask("make")
    outcomes = ask("edits", pk)
    assert len(outcomes) == EDITORS
    ensure_nothing_is_lost(outcomes, ask("look", pk))


def test_fifty_who_publish_twice_make_one_edition(ask: Ask) -> None:
    pk = ask("make")
    outcomes = ask("presses", pk)
    assert sorted(outcomes) == ["published told", *["told told"] * (EDITORS - 1)]
    found = ask("look", pk)
    assert (found["editions"], found["is_chained"]) == ([1, 2], True)
    assert "A bridge" in found["shown"]
    assert found["acts"].count("publish") == 1


def test_of_fifty_who_quarrel_one_prevails(ask: Ask) -> None:
    pk = ask("make")
    outcomes = ask("quarrel", pk)
    found = ask("look", pk)
    assert outcomes.count("done") == 1
    assert all(said.startswith(("done", "conflict: ", "refused: ")) for said in outcomes)
    acts = ["withdraw", "hide", "point to edition"]
    assert [act for act in found["acts"] if act in acts] == [acts[outcomes.index("done") % 3]]


def test_article_whose_time_has_come_is_released_once_by_fifty_workers(ask: Ask) -> None:
    pk = ask("make")
    ask("releases", pk)
    found = ask("look", pk)
    assert (found["state"], found["editions"]) == ("live", [1, 2])
    assert found["acts"].count("go live") == 1


@pytest.mark.embedded
def test_fifty_editors_in_each_of_two_processes_lose_nothing(file_site: Site, ask: Ask) -> None:
    pk = ask("make", 2 * EDITORS)
    code = [CALL.format(name="edits", given=(pk, first)) for first in (0, EDITORS)]
    both = [file_site.begin(each) for each in code]
    told = [process.communicate(timeout=2 * PATIENCE)[0] for process in both]
    outcomes = [said for output in told for said in json.loads(output)]
    assert len(outcomes) == 2 * EDITORS
    ensure_nothing_is_lost(outcomes, ask("look", pk))
