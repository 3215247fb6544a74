"""What the pages of batches show, and what it costs."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Batch, BatchItem
from newsroom.curate import batch_page, batches
from tests.factories import make_article, publish
from tests.newsroom.curate.batching import run, undone

pytestmark = pytest.mark.django_db


def hidden(by: User, count: int = 1) -> Batch:
    made = [make_article() for _ in range(count)]
    for article in made:
        publish(article)
    return batches.begin(Batch.Kind.HIDE, [each.pk for each in made], {}, by)


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_progress_tells_of_the_states_there_are(edith: User) -> None:
    batch = hidden(edith, 3)
    first = batch_page.progress(batch)
    assert [(each.words, each.count) for each in first.counts] == [("waiting", 3)]
    assert (first.total, first.settled, first.is_working) == (3, 0, True)
    last = batch_page.progress(run(batch))
    assert [(each.words, each.count) for each in last.counts] == [("done", 3)]
    assert (last.settled, last.is_working) == (3, False)


def test_progress_of_undoing_counts_what_is_undone(edith: User) -> None:
    batch = run(hidden(edith, 2))
    batches.undo(batch, edith)
    batch.refresh_from_db()
    told = batch_page.progress(batch)
    assert (told.settled, told.is_working) == (0, True)
    assert batch_page.progress(run(batch)).settled == 2


def test_list_counts_what_waits_and_what_was_left(edith: User) -> None:
    run(hidden(edith, 2))
    again = list(Article.objects.values_list("pk", flat=True))
    run(batches.begin(Batch.Kind.HIDE, again, {}, edith))
    page = list(batch_page.listed(None))
    assert [(each.called, each.articles, each.waiting, each.left) for each in page] == [
        ("Hide", 2, 0, 2),
        ("Hide", 2, 0, 0),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("memory", "Take over a translation memory"), ("paint", "Paint"), ("tag", "Tag")],
)
def test_batch_is_called_by_its_kind(kind: str, words: str) -> None:
    assert batch_page.called(Batch(kind=kind)) == words


def test_items_of_one_state(edith: User) -> None:
    batch = hidden(edith, 3)
    first = batch.items.order_by("pk").first()
    assert first
    BatchItem.objects.filter(pk=first.pk).update(state="skipped", said="So it was.")
    assert [each.said for each in batch_page.items(batch, "skipped", None)] == ["So it was."]
    assert batch_page.items(batch, "", None).paginator.count == 3
    assert batch_page.items(batch, "burnt", None).paginator.count == 3


def test_only_translations_are_compared(edith: User) -> None:
    assert batch_page.compared(hidden(edith)) is None
    article = make_article()
    publish(article)
    told = batch_page.compared(run(batches.begin(Batch.Kind.RETRANSLATE, [article.pk], {}, edith)))
    assert told
    assert told[0].sentences == 4
    assert any(piece.changed for piece in told[1][0].before)


@pytest.mark.embedded
def test_pages_take_the_same_queries_for_more_articles(edith: User) -> None:
    def cost(batch: Batch) -> int:
        def look() -> None:
            batch_page.progress(batch)
            for item in batch_page.items(batch, "", None):
                str(item.article.edition)
                str(item.article.capture)
            list(batch_page.listed(None))

        return queries(look)

    assert cost(hidden(edith, 1)) == cost(hidden(edith, 20)) <= 8


def test_undone_batch_says_so(edith: User) -> None:
    batch = undone(run(hidden(edith)))
    told = batch_page.progress(batch)
    assert [(each.words, each.count) for each in told.counts] == [("undone", 1)]
