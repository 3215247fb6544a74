"""The index of a host: built whole, kept up, and never left half-written."""

import subprocess
import sys
from pathlib import Path

import pytest
from tantivy import Index

from archive.models import Article
from archive.search import Unavailable, index, outbox, parse, search
from archive.search.documents import documents
from archive.search.matching import matching
from archive.search.schema import SCHEMA, register
from tests.factories import make_article, publish
from tests.servers import ROOT
from tests.sites import Site

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_built_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        index.opened()


def test_first_search_builds_the_index() -> None:
    publish(make_article())
    assert search(parse("pont"), sort="relevance", page=1).total == 1


def test_building_says_how_far_it_is() -> None:
    for _ in range(3):
        publish(make_article())
    seen: list[int] = []
    assert index.build(seen.append) == 3
    assert sum(seen) == 3


def test_older_generation_goes_when_a_new_one_stands(index_of_its_own: Path) -> None:
    index.build()
    index.build()
    assert len(list(index_of_its_own.glob("g-*"))) == 1


def test_other_version_is_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    index.build()
    before = index.current()
    monkeypatch.setattr(index, "VERSION", "another")
    index.drain()
    assert index.current() != before


def test_drained_twice_is_drained_once() -> None:
    index.build()
    publish(make_article())
    assert index.drain() >= 1
    assert index.drain() == 0
    assert index.waiting() == 0


def test_writer_at_work_is_not_waited_for() -> None:
    index.build()
    publish(make_article())
    with index._locked(wait=True):
        assert index.drain() == 0
    assert index.drain() >= 1


def test_article_touched_often_stands_once() -> None:
    article = make_article()
    publish(article)
    index.build()
    for _ in range(3):
        outbox.touch(article.pk)
        index.drain()
    assert index.indexed() == {article.pk: article.edition_id}


def test_document_holds_no_article_that_is_hidden() -> None:
    article = make_article()
    publish(article)
    Article.objects.update(state="hidden")
    assert list(documents([article.pk])) == []


def test_words_are_looked_for_in_both_languages() -> None:
    article = make_article(title=None, body=[["Un pont."]])
    publish(article, {"Un pont.": "A bridge."})
    made = Index(SCHEMA)
    register(made)
    writer = made.writer(15_000_000, 1)
    for document in documents([article.pk]):
        writer.add_document(document)
    writer.commit()
    made.reload()
    for text in ("pont", "bridge"):
        assert len(made.searcher().search(matching(parse(text))).hits) == 1


@pytest.mark.embedded
def test_indexer_killed_at_any_moment_leaves_an_index_that_agrees(tmp_path: Path) -> None:
    site = Site.at(tmp_path)
    site.manage("ingest_samples")
    drained = "from archive import ledger\nwhile ledger.run_due('translate'): pass"
    assert site.python(drained).returncode == 0
    touch = (
        "from archive.search import outbox\nfrom archive.models import Article\n"
        "outbox.touch_all(Article.objects.values_list('pk', flat=True))"
    )
    code = "import newsroom.wsgi\nfrom archive.search import index\nwhile True: index.build()"
    for seconds in (0.8, 1.0, 1.2):
        process = subprocess.Popen([sys.executable, "-c", code], env=site.env, cwd=ROOT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.wait()
        assert site.python(touch).returncode == 0
    assert (
        "The index agrees with the database: 13 articles."
        in site.manage("search_index", "verify").stdout
    )
