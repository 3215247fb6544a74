"""The operator's command over the search index."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from archive.models import Article
from archive.search import index
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def index_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Search builds its index in an empty folder."""
    settings.SEARCH_DIR = tmp_path / "search"


def run(act: str) -> str:
    out = StringIO()
    call_command("search_index", act, stdout=out)
    return out.getvalue()


def test_build_says_how_many() -> None:
    publish(make_article())
    assert run("build") == "Indexed 1 article.\n"


def test_status_counts_what_is_still_to_be_read() -> None:
    run("build")
    publish(make_article())
    assert run("status") == "0 articles in the index, 1 changes still to be read.\n"


def test_status_without_an_index_says_how_to_make_one() -> None:
    with pytest.raises(CommandError, match="search_index build"):
        run("status")


def test_verify_agrees_or_mends() -> None:
    publish(make_article())
    run("build")
    assert run("verify") == "The index agrees with the database: 1 articles.\n"
    Article.objects.update(state="hidden")
    with pytest.raises(CommandError, match="1 too many"):
        run("verify")
    assert run("verify") == "The index agrees with the database: 0 articles.\n"
    assert index.indexed() == {}
