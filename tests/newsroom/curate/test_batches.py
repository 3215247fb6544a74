"""Batches begun, stopped and undone: what is written down, and when it is refused."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from archive.models import Article, AuditEvent, Batch, Job
from archive.models.batch import BATCH
from newsroom.curate import batches
from newsroom.curate.desk import Refused
from tests.factories import make_article, publish
from tests.newsroom.curate.batching import run, states

pytestmark = pytest.mark.django_db
HIDE = Batch.Kind.HIDE


def begin(by: User, **rest: object) -> Batch:
    return batches.begin(HIDE, Article.objects.all(), {"state": "live"}, by, **rest)  # type: ignore[arg-type]


def test_batch_has_an_item_for_each_article(edith: User) -> None:
    ids = {make_article().pk, make_article().pk}
    assert states(begin(edith)) == dict.fromkeys(ids, "waiting")


def test_more_items_than_fit_one_statement(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    for _ in range(5):
        make_article()
    assert begin(edith).items.count() == 5


def test_batch_is_queued_with_its_number(edith: User) -> None:
    make_article()
    batch = begin(edith)
    assert Job.objects.get(kind=BATCH).key == str(batch.pk)


def test_batch_is_audited_with_its_count(edith: User) -> None:
    make_article()
    batch = begin(edith)
    event = AuditEvent.objects.get(act="begin batch")
    assert (event.target, event.actor) == (f"batch:{batch.pk}", edith)
    assert event.details == {"kind": "hide", "articles": 1}


def test_batch_may_be_undone_for_a_week(edith: User) -> None:
    make_article()
    batch = begin(edith)
    assert batch.undo_until == batch.at + timedelta(days=7)


def test_batch_of_no_article_is_refused(edith: User) -> None:
    with pytest.raises(Refused, match="no such article"):
        begin(edith)
    assert not Batch.objects.exists()


def test_other_number_of_articles_than_was_told_is_refused(edith: User) -> None:
    make_article()
    make_article()
    with pytest.raises(batches.Moved, match="By now it is 2 articles") as moved:
        begin(edith, expected=1)
    assert moved.value.count == 2
    assert not Batch.objects.exists()


def test_articles_may_be_given_by_their_keys(edith: User) -> None:
    first, _ = make_article(), make_article()
    assert set(states(batches.begin(HIDE, {first.pk}, {}, edith))) == {first.pk}


def test_facts_stand_in_the_items(edith: User) -> None:
    article = make_article()
    batch = batches.begin(HIDE, [article.pk], {}, edith, facts={article.pk: {"gifts": [1]}})
    assert batch.items.get().after == {"gifts": [1]}


def test_one_form_sent_twice_is_one_batch(edith: User) -> None:
    make_article()
    assert begin(edith, once="a") == begin(edith, once="a")
    assert begin(edith, once="b").pk != begin(edith, once="a").pk


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_is_one_batch(edith: User) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one begin at a time, and in memory refuses the other")
    make_article()
    start = Barrier(2)

    def send() -> None:
        start.wait()
        begin(edith, once="a")
        connection.close()

    both = [Thread(target=send) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert Batch.objects.count() == 1


def test_progress_counts_every_state(edith: User) -> None:
    make_article()
    batch = begin(edith)
    assert batches.progress(batch) == {
        "waiting": 1,
        "done": 0,
        "skipped": 0,
        "undone": 0,
        "kept": 0,
    }


def test_stopped_batch_leaves_the_rest(edith: User) -> None:
    article = make_article()
    batch = begin(edith)
    assert batches.stop(batch, edith) == 1
    run(batch)
    article.refresh_from_db()
    assert article.state == "live"
    assert batch.items.get().said == "It was stopped before that, by edith."
    assert AuditEvent.objects.filter(act="stop batch", details__articles=1).exists()


def test_stopping_what_is_done_changes_nothing(edith: User) -> None:
    make_article()
    batch = run(begin(edith))
    assert batches.stop(batch, edith) == 0
    assert not AuditEvent.objects.filter(act="stop batch").exists()


def test_running_batch_is_not_undone(edith: User) -> None:
    make_article()
    with pytest.raises(Refused, match="not done yet"):
        batches.undo(begin(edith), edith)


def test_batch_is_undone_once(edith: User) -> None:
    make_article()
    batch = run(begin(edith))
    batches.undo(batch, edith)
    with pytest.raises(Refused, match="asked for already"):
        batches.undo(batch, edith)
    assert AuditEvent.objects.filter(act="undo batch").count() == 1
    assert Job.objects.filter(kind=BATCH, key=f"{batch.pk}:undo").count() == 1


def test_batch_is_not_undone_after_its_week(edith: User) -> None:
    make_article()
    batch = run(begin(edith))
    Batch.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="can no longer be undone"):
        batches.undo(batch, edith)


def test_batch_without_an_end_to_undoing_is_not_undone(edith: User) -> None:
    make_article()
    batch = run(begin(edith, undo_days=None))
    with pytest.raises(Refused, match="not undone"):
        batches.undo(batch, edith)


def test_batch_says_whether_it_runs(edith: User) -> None:
    make_article()
    batch = begin(edith)
    assert batches.is_running(batch)
    assert not batches.is_running(run(batch))


def test_kind_that_nobody_does_is_refused(edith: User) -> None:
    publish(make_article())
    batch = batches.begin("paint", Article.objects.all(), {}, edith)
    run(batch)
    dead = batches.broken(batch)
    assert dead
    assert dead.error == "Nobody does batches of the kind “paint” here."


def test_batch_not_undone_has_no_undoer(edith: User) -> None:
    make_article()
    with pytest.raises(Refused):
        batches.undoer(begin(edith))


@pytest.mark.parametrize(("count", "words"), [(1, "1 article"), (1234, "1,234 articles")])
def test_articles_are_counted_in_words(count: int, words: str) -> None:
    assert batches.counted(count) == words
