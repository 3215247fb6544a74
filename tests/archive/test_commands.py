"""The operator's commands over the search index, and over what is kept for a time only."""

from datetime import timedelta
from importlib.metadata import version
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.discuss import mail_links
from archive.models import Article, MailLink
from archive.search import generations, index
from archive.search.locks import locked
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


def run(act: str) -> str:
    return said("search_index", act)


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_build_says_how_many() -> None:
    publish(make_article())
    assert run("build") == "Indexed 1 article.\n"


def test_status_counts_what_is_still_to_be_read() -> None:
    run("build")
    publish(make_article())
    said = run("status")
    assert said.startswith("0 articles in the index, 1 changes still to be read.\nGeneration g-")
    assert f"tantivy {version('tantivy')}), 0.0 MB.\n" in said
    assert "Last compared with the database: " in said
    assert "No keeper runs" in said


def test_status_says_that_a_keeper_runs() -> None:
    run("build")
    with locked(generations.keeping(), wait=True):
        assert run("status").endswith("A keeper runs.\n")


def test_status_without_an_index_says_how_to_make_one() -> None:
    with pytest.raises(CommandError, match="search_index build"):
        run("status")


def test_verify_agrees_or_mends() -> None:
    publish(make_article())
    run("build")
    assert run("verify") == "The index agrees with the database: 1 article.\n"
    Article.objects.update(state="hidden")
    with pytest.raises(CommandError, match="1 too many"):
        run("verify")
    assert run("verify") == "The index agrees with the database: 0 articles.\n"
    assert index.held(0, 10) == []


def test_retention_says_what_it_would_do_and_what_it_did() -> None:
    for _ in range(2):
        mail_links.ask("rosa@a.example")
    MailLink.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert said("retention", "--dry-run") == "Would let go: 2 mail links.\n"
    assert MailLink.objects.count() == 2
    assert said("retention") == "Let go: 2 mail links.\n"
    assert said("retention") == "Let go: nothing.\n"
