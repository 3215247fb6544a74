"""Saved filters: a person's own, and those that are shared."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from newsroom.curate import saved_filters
from newsroom.curate.desk import Refused
from newsroom.curate.saved_filters import forget, save, visible
from newsroom.models import SavedFilter
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wire() -> None:
    make_source("wire")


def names(user: User) -> list[str]:
    return [kept.name for kept in visible(user)]


def test_filter_leads_back_to_its_queue(edith: User) -> None:
    save(edith, "  The   wire ", "flagged", "source=wire&level=machine", shared=False)
    (kept,) = visible(edith)
    assert kept.name == "The wire"
    assert kept.address == "/desk/queue/flagged/?source=wire&level=machine"


def test_queue_without_a_filter_may_be_kept_too(edith: User) -> None:
    save(edith, "Hidden", "hidden", "", shared=False)
    assert visible(edith)[0].address == "/desk/queue/hidden/"


def test_own_one_is_nobody_elses(edith: User, max_: User) -> None:
    save(edith, "Mine", "flagged", "mine=1", shared=False)
    assert (names(edith), names(max_)) == (["Mine"], [])


def test_shared_one_is_everybodys_and_says_whose(edith: User, max_: User) -> None:
    save(edith, "Wire", "flagged", "source=wire", shared=True)
    (kept,) = visible(max_)
    assert (kept.owner, kept.is_own, kept.shared) == ("edith", False, True)


def test_same_name_again_replaces_it(edith: User) -> None:
    save(edith, "Wire", "flagged", "source=wire", shared=True)
    save(edith, "Wire", "hidden", "source=wire", shared=False)
    (kept,) = visible(edith)
    assert (kept.address, kept.shared) == ("/desk/queue/hidden/?source=wire", False)


def test_two_people_may_use_the_same_name(edith: User, max_: User) -> None:
    save(edith, "Wire", "flagged", "", shared=False)
    save(max_, "Wire", "hidden", "", shared=False)
    assert SavedFilter.objects.count() == 2


def test_what_is_no_filter_is_not_kept(edith: User) -> None:
    save(edith, "Wire", "flagged", "source=wire&queue=hidden&next=//evil.example", shared=True)
    assert visible(edith)[0].address == "/desk/queue/flagged/?source=wire"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61], ids=["none", "spaces", "too-long"])
def test_name_is_needed_and_short(edith: User, name: str) -> None:
    with pytest.raises(Refused):
        save(edith, name, "flagged", "", shared=False)


def test_number_of_filters_is_bounded(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_filters, "MOST", 1)
    save(edith, "One", "flagged", "", shared=False)
    with pytest.raises(Refused, match="You keep 1 filters already"):
        save(edith, "Two", "flagged", "", shared=False)
    save(edith, "One", "hidden", "", shared=False)


def test_filter_of_a_queue_that_is_no_more_leads_to_the_first(edith: User) -> None:
    SavedFilter.objects.create(owner=edith, name="Old", query="queue=gone&source=wire")
    assert visible(edith)[0].address == "/desk/queue/unreviewed/?source=wire"


def test_own_one_is_taken_off(edith: User) -> None:
    kept = save(edith, "Wire", "flagged", "", shared=True)
    assert forget(edith, kept.pk) == "Wire"
    assert names(edith) == []


def test_only_its_owner_takes_a_shared_one_off(edith: User, max_: User) -> None:
    kept = save(edith, "Wire", "flagged", "", shared=True)
    with pytest.raises(Refused, match="Only who saved"):
        forget(max_, kept.pk)
    assert names(edith) == ["Wire"]


def test_another_persons_own_one_is_not_told_of(edith: User, max_: User) -> None:
    kept = save(edith, "Wire", "flagged", "", shared=False)
    with pytest.raises(Refused, match="There is no such filter"):
        forget(max_, kept.pk)


def test_one_query_however_many(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in "abc":
        save(edith, name, "flagged", "", shared=False)
    with django_assert_num_queries(1):
        assert names(edith) == ["a", "b", "c"]
