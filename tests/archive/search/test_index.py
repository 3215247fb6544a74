"""The index of a host: built whole, kept up, and never left half-written."""

import shutil
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries
from tantivy import Index

from archive.models import Article
from archive.search import Unavailable, generations, index, opening, outbox, parse, related, search
from archive.search.documents import documents
from archive.search.locks import locked
from archive.search.matching import matching
from archive.search.schema import SCHEMA, register
from tests.factories import make_article, publish
from tests.sites import Site

pytestmark = pytest.mark.django_db(transaction=True)
WITHDRAWN_DURING_ANOTHER = """
import psycopg
from django.conf import settings
from archive.models import Article
from archive.search import index, outbox, parse, search
from tests.factories import make_article, publish
publish(make_article())
index.build()
print(search(parse("pont"), sort="newest").total, end=" ")
with psycopg.connect(settings.DATABASE_URL) as other:
    other.execute("SELECT pg_current_xact_id()")
    Article.objects.update(state="withdrawn", withdrawn_reason="Wrong.")
    outbox.touch(Article.objects.get().pk)
    print(search(parse("pont"), sort="newest").total, index.waiting())
"""


def test_nothing_built_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        index.opened()


def test_first_search_builds_the_index() -> None:
    publish(make_article())
    assert search(parse("pont"), sort="relevance", page=1).total == 1


def test_other_version_is_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    index.build()
    before = generations.current()
    monkeypatch.setattr(index, "VERSION", "another")
    index.drain()
    assert generations.current() != before


def test_drained_twice_is_drained_once() -> None:
    index.build()
    publish(make_article())
    assert index.drain() >= 1
    assert index.drain() == 0
    assert index.waiting() == 0


def test_writer_at_work_is_not_waited_for() -> None:
    index.build()
    publish(make_article())
    with locked(generations.writing(), wait=True):
        assert index.drain() == 0
    assert index.drain() >= 1


def test_article_touched_often_stands_once() -> None:
    article = make_article()
    publish(article)
    index.build()
    for _ in range(3):
        outbox.touch(article.pk)
        index.drain()
    assert index.held(0, 10) == [(article.pk, article.edition_id)]


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


def test_backlog_is_not_read_while_a_reader_waits() -> None:
    index.build()
    article = make_article()
    publish(article)
    outbox.touch_all([article.pk] * 2 * index.IN_A_REQUEST)
    assert index.drain() == index.IN_A_REQUEST
    assert index.catch_up() > index.IN_A_REQUEST


def test_large_index_is_not_built_while_a_reader_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "SMALL", 1)
    publish(make_article())
    publish(make_article())
    with pytest.raises(Unavailable, match="No search index"):
        search(parse("pont"), sort="relevance")
    assert index.build() == 2
    assert search(parse("pont"), sort="relevance").total == 2


def test_reader_is_told_how_far_the_building_is() -> None:
    publish(make_article())
    with locked(generations.writing(), wait=True), locked(generations.building(), wait=True):
        generations.say_progress(12_400, 100_000)
        with pytest.raises(Unavailable, match=r"built: 12,400 of 100,000 articles so far\.$"):
            search(parse("pont"), sort="relevance")


@pytest.mark.parametrize("busy", [True, False])
def test_withdrawn_article_is_not_counted_before_its_note_is_read(*, busy: bool) -> None:
    articles = [make_article() for _ in range(3)]
    for each in articles:
        publish(each)
    index.build()
    Article.objects.filter(pk=articles[0].pk).update(state="withdrawn", withdrawn_reason="Wrong.")
    outbox.touch_all([articles[1].pk] * 2 * index.IN_A_REQUEST)
    outbox.touch(articles[0].pk)
    with locked(generations.writing() if busy else generations.keeping(), wait=True):
        found = search(parse("pont"), sort="newest")
    assert index.waiting()
    assert found.total == sum(count for _, count in found.facets["source"]) == 2


def test_search_that_has_nothing_to_hear_asks_the_database_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish(make_article())
    index.build()
    with django_assert_num_queries(1):
        assert search(parse("pont"), sort="newest").total == 1


def test_index_that_cannot_be_written_is_read_on(index_of_its_own: Path) -> None:
    publish(make_article())
    index.build()
    outbox.touch(1)
    (index_of_its_own / "lock").unlink(missing_ok=True)
    (index_of_its_own / "lock").mkdir()
    assert search(parse("pont"), sort="newest").total == 1


def test_place_where_nothing_can_be_made_is_unavailable(index_of_its_own: Path) -> None:
    publish(make_article())
    index_of_its_own.write_text("a file, not a folder")
    with pytest.raises(Unavailable):
        search(parse("pont"), sort="newest")


@pytest.mark.parametrize("name", ["meta.json", "*.idx", "*.fast", "*.term"])
def test_small_index_that_is_damaged_is_made_anew(name: str) -> None:
    publish(make_article())
    index.build()
    place = generations.current()
    assert place
    for file in (place / "data").glob(name):
        cut = file.read_bytes()[:20]
        file.unlink()  # cut short while it is mapped into memory, it would end this process
        file.write_bytes(cut)
    opening._opened.clear()  # as a process that has only begun
    assert search(parse("pont"), sort="newest").total == 1
    assert generations.current() != place


@pytest.mark.parametrize("suffix", ["idx", "fast", "term"])
def test_files_at_which_tantivy_panics_are_unavailable(
    suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SMALL", 0)
    publish(make_article())
    index.build()
    place = generations.current()
    assert place
    (file,) = (place / "data").glob(f"*.{suffix}")
    written = file.read_bytes()
    footer = int.from_bytes(written[-8:-4], "little") + 8
    file.unlink()
    file.write_bytes(b"\xff" * (len(written) - footer) + written[-footer:])
    opening._opened.clear()
    with pytest.raises(Unavailable):
        search(parse("pont"), sort="newest")


def test_large_index_that_is_damaged_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "SMALL", 0)
    publish(make_article())
    index.build()
    place = generations.current()
    assert place
    shutil.rmtree(place / "data")
    for act in (
        lambda: search(parse("pont"), sort="newest"),
        lambda: related({"fr": "pont"}, 1, 4),
    ):
        with pytest.raises(Unavailable):
            act()
    assert generations.is_doubtful()


@pytest.mark.postgres
@pytest.mark.redis
def test_withdrawn_article_is_not_counted_while_an_older_transaction_runs(
    served_site: Site,
) -> None:
    said = served_site.python(WITHDRAWN_DURING_ANOTHER)
    assert (said.stdout, said.stderr) == ("1 0 1\n", ""), said
