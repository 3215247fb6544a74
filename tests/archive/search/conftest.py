"""An index of each test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def index_of_its_own(settings: Settings, tmp_path: Path) -> Path:
    """Search builds its index in an empty folder."""
    settings.SEARCH_DIR = tmp_path / "search"
    return tmp_path / "search"
