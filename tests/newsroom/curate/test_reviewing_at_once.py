"""Fifty editors of one review page: what one of them decided is done once, and nothing is lost.

On PostgreSQL, in threads; in a SQLite file, in threads of another process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from tests.newsroom.curate import reviewed_together
from tests.newsroom.curate.together import EDITORS, PATIENCE, Told
from tests.sites import Site

pytestmark = pytest.mark.django_db(transaction=True)
Ask = Callable[[str], Told]
CALL = """
import json
from tests.newsroom.curate import reviewed_together
print(json.dumps(reviewed_together.{name}()))
"""


@pytest.fixture(scope="module")
def file_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a SQLite file, as `make run` has it."""
    site = Site.at(tmp_path_factory.mktemp("reviewed"))
    yield site
    site.close()


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Ask:
    """Calls a function of `reviewed_together`: here, or where SQLite is a file."""
    if connection.vendor == "postgresql":
        return lambda name: getattr(reviewed_together, name)()
    site: Site = request.getfixturevalue("file_site")

    def elsewhere(name: str) -> Told:
        done = site.python(CALL.format(name=name), timeout=2 * PATIENCE)
        assert done.returncode == 0, done.stderr
        told: Told = json.loads(done.stdout)
        return told

    return elsewhere


def test_what_fifty_approve_is_approved_once(ask: Ask) -> None:
    found = ask("approve")
    assert sorted(found["outcomes"]) == ["0"] * (EDITORS - 1) + [str(EDITORS + 1)]
    assert found["states"] == ["approved"] * (EDITORS + 1)
    assert (found["acts"].count("approve sentences"), found["editions"]) == (1, 1)


def test_who_rewords_and_who_approves_do_not_undo_each_other(ask: Ask) -> None:
    found = ask("reword_and_approve")
    saved = found["outcomes"].count("saved")
    assert saved == EDITORS // 2
    assert found["states"].count("edited") == saved
    assert found["states"].count("approved") == EDITORS + 1 - saved
    written = {f"Editor {n}." for n in range(0, EDITORS, 2)}
    assert written <= set(found["texts"])
    assert found["editions"] == saved + 1


def test_check_that_fifty_dismiss_is_dismissed_once_and_once_taken_back(ask: Ask) -> None:
    found = ask("dismiss")
    assert (len(set(found["reasons"])), found["held"]) == (1, 1)
    assert sorted(found["back"]) == ["False"] * (EDITORS - 1) + ["True"]
    acts = found["acts"]
    assert (acts.count("dismiss check"), acts.count("take back dismissal")) == (1, 1)


def test_of_fifty_who_correct_the_facts_one_prevails(ask: Ask) -> None:
    found = ask("correct")
    won = [said for said in found["outcomes"] if not said.startswith("conflict: ")]
    assert won == [found["byline"]]
    assert (found["acts"].count("correct facts"), found["editions"]) == (1, 3)
