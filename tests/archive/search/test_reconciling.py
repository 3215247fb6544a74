"""The index compared with the database: whatever differs is found and put right."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tantivy import Query

from archive.models import Article, SearchOutbox
from archive.search import generations, index, opening, reconciling
from archive.search.documents import documents
from archive.search.reconciling import Outcome, reconcile
from archive.search.schema import SCHEMA
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 3, 3, 3, tzinfo=ZoneInfo("Europe/Paris"))
NOON = NIGHT.replace(hour=12)


@pytest.fixture
def ten() -> list[Article]:
    """Ten articles in an index, compared three at a time."""
    made = [make_article() for _ in range(10)]
    for each in made:
        publish(each)
    index.build()
    return made


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "SLICE", 3)


def harm(*, lost: Sequence[int] = (), twice: Sequence[int] = ()) -> None:
    writer = opening.writer(index.opened())
    for pk in lost:
        writer.delete_documents_by_query(Query.term_query(SCHEMA, "id", pk))
    for document in documents(twice):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def held() -> list[int]:
    return [pk for pk, _ in index.held(0, 100)]


def test_what_agrees_is_left(ten: list[Article]) -> None:
    assert reconcile() == Outcome(10, 0, 0)


def test_lost_articles_come_back(ten: list[Article]) -> None:
    harm(lost=[ten[0].pk, ten[5].pk, ten[9].pk])
    assert reconcile() == Outcome(10, 3, 0)
    assert held() == [each.pk for each in ten]


def test_articles_that_stand_twice_stand_once(ten: list[Article]) -> None:
    harm(twice=[each.pk for each in ten])
    assert reconcile() == Outcome(10, 0, 10)
    assert held() == [each.pk for each in ten]


def test_articles_that_are_gone_go(ten: list[Article]) -> None:
    Article.objects.exclude(pk=ten[4].pk).update(state="hidden")
    assert reconcile() == Outcome(1, 0, 9)
    assert held() == [ten[4].pk]


def test_old_edition_is_made_new(ten: list[Article]) -> None:
    Article.objects.filter(pk=ten[2].pk).update(edition=ten[3].edition)
    assert reconcile() == Outcome(10, 1, 0)
    assert reconcile() == Outcome(10, 0, 0)


def test_what_the_outbox_still_says_is_no_fault(ten: list[Article]) -> None:
    publish(make_article())
    assert reconcile() == Outcome(11, 0, 0)


def test_nothing_is_noted_for_other_hosts(ten: list[Article]) -> None:
    before = SearchOutbox.objects.count()
    harm(lost=[ten[0].pk])
    reconcile()
    assert SearchOutbox.objects.count() == before


def test_comparing_says_how_far_it_is(ten: list[Article]) -> None:
    seen: list[int] = []
    reconcile(seen.append)
    assert sum(seen) == 10
    assert len(seen) > 3


def test_it_is_due_once_a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    for now, last, due in [
        (NIGHT, None, True),
        (NIGHT, NIGHT - timedelta(hours=23), False),
        (NIGHT, NIGHT - timedelta(hours=24), True),
        (NOON, NOON - timedelta(hours=25), False),
        (NOON, NOON - timedelta(days=3), True),
    ]:
        monkeypatch.setattr(generations, "reconciled_at", lambda last=last: last)
        assert reconciling.is_due(now) is due


def test_comparing_is_remembered_beside_the_index(ten: list[Article]) -> None:
    (generations.folder() / "reconciled").unlink()
    assert generations.reconciled_at() is None
    reconcile()
    assert generations.reconciled_at()
