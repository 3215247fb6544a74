"""The outbox: what the index must look at again, in an order that loses nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from archive.models import SearchOutbox
from archive.search import outbox
from archive.search.outbox import Cursor, Lost
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


def start() -> Cursor:
    return Cursor(0, 0, timezone.now())


def touched(cursor: Cursor) -> list[int]:
    return [row.article_id for row in outbox.since(cursor, at_most=100)]


def test_notes_come_in_the_order_of_their_changes() -> None:
    for pk in (3, 1, 2):
        outbox.touch(pk)
    assert touched(start()) == [3, 1, 2]


def test_change_rolled_back_leaves_no_note() -> None:
    with transaction.atomic():
        outbox.touch(1)
        transaction.set_rollback(True)
    assert touched(start()) == []


def test_publishing_leaves_a_note() -> None:
    article = make_article()
    publish(article)
    assert article.pk in touched(start())


def test_reader_goes_on_after_its_cursor() -> None:
    outbox.touch_all([1, 2])
    (first, _) = outbox.since(start(), at_most=100)
    assert touched(Cursor.of(first)) == [2]
    assert touched(outbox.end()) == []


def test_no_more_is_read_than_asked() -> None:
    outbox.touch_all(range(10))
    assert len(outbox.since(start(), at_most=3)) == 3


def test_reader_whose_place_is_gone_is_told() -> None:
    outbox.touch(1)
    cursor = outbox.end()
    SearchOutbox.objects.all().delete()
    outbox.touch(2)
    with pytest.raises(Lost):
        outbox.since(cursor, at_most=100)


def test_reader_of_an_empty_outbox_is_told_when_it_stayed_away_for_long() -> None:
    with pytest.raises(Lost):
        outbox.since(Cursor(0, 0, timezone.now() - timedelta(days=8)), at_most=100)


def test_what_waits_is_known_and_counted() -> None:
    cursor = start()
    assert not outbox.waits(cursor)
    outbox.touch_all([1, 2, 3])
    (first, *_) = outbox.since(cursor, at_most=100)
    assert outbox.waits(cursor)
    assert (outbox.count_after(cursor), outbox.count_after(Cursor.of(first))) == (3, 2)
    assert not outbox.waits(outbox.end())


def test_what_waits_after_a_lost_place_is_not_known() -> None:
    outbox.touch(1)
    cursor = outbox.end()
    SearchOutbox.objects.all().delete()
    for ask in (outbox.waits, outbox.count_after):
        with pytest.raises(Lost):
            ask(cursor)


def test_articles_that_readers_may_no_longer_find_are_named_once() -> None:
    cursor, kept = start(), make_article()
    publish(kept)
    outbox.touch_all([kept.pk, kept.pk + 1, kept.pk + 1])
    assert outbox.gone_since(cursor) == [kept.pk + 1]


def test_old_notes_are_dropped_but_for_the_newest_of_them() -> None:
    outbox.touch_all([1, 2, 3])
    SearchOutbox.objects.exclude(article_id=3).update(at=timezone.now() - timedelta(days=8))
    assert outbox.prune() == 1
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [2, 3]
    assert outbox.prune() == 0
