"""Tries are counted per account and network, and in the site's own folder."""

from pathlib import Path

import pytest
from pytest_django import Settings

from archive.throttle import MOST_TRIES
from newsroom.curate import tries

pytestmark = pytest.mark.django_db
HOME, AWAY = "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_one_network_shuts_an_account_for_itself_alone(var: Path) -> None:
    assert [tries.admit("edith", HOME) for _ in range(MOST_TRIES + 1)][-2:] == [True, False]
    assert tries.admit("edith", AWAY)
    assert tries.admit("max", HOME)
    assert (var / "sign-in").is_dir()


def test_right_answer_begins_anew() -> None:
    for _ in range(MOST_TRIES):
        tries.admit("edith", HOME)
    tries.forget("edith", HOME)
    assert tries.admit("edith", HOME)
